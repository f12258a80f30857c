// What the network learns from: a data set by its picture, how many examples, how noisy.

import { html, render } from "../lib/lit-html.js";
import { classColour, css, signedColour } from "../colours.js";
import { drawControl } from "../controls.js";

/** @typedef {import("../protocol.js").State} State */
/** @typedef {import("../protocol.js").Experiment} Experiment */
/** @typedef {import("../controls.js").Control} Control */
/** @typedef {Experiment["data"]["dataset"]} DataSetName */

/** @type {{ group: string, names: DataSetName[] }[]} */
const groups = [
  { group: "classes", names: ["circle", "exclusive_or", "two_gaussians", "spiral", "moons", "blobs", "checkerboard", "rings", "discs"] },
  { group: "plane", names: ["plane", "gaussians", "saddle", "ripple"] },
  { group: "curve", names: ["noisy_line", "sine", "step", "house_size"] },
  { group: "own", names: ["drawn"] },
];

/** Own parameters of the data sets that have any. @type {Partial<Record<DataSetName, Control[]>>} */
const parameters = {
  spiral: [{ path: "data.arms", kind: "range", low: 2, high: 5, step: 1 }],
  blobs: [{ path: "data.classes", kind: "range", low: 2, high: 6, step: 1 }],
};

/** @type {Control[]} */
const common = [
  { path: "data.samples", kind: "range", low: 10, high: 5000, log: true },
  { path: "data.noise", kind: "range", low: 0, high: 0.5, step: 0.01, percent: true },
  { path: "data.train_fraction", kind: "range", low: 0.1, high: 0.9, step: 0.05, percent: true },
];

const size = 48;

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions @param {import("../lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {State | null} */
  let last = null;
  /** @type {Map<string, ReturnType<typeof lab.thumbnail>>} */
  const thumbnails = new Map();

  /** @param {HTMLCanvasElement} canvas @param {DataSetName} name @param {State["theme"]} theme */
  function paint(canvas, name, theme) {
    const context = canvas.getContext("2d");
    if (!context || canvas.dataset.theme === theme) return;
    canvas.dataset.theme = theme;
    const points = thumbnails.get(name) ?? lab.thumbnail(/** @type {any} */ ({ dataset: name }));
    thumbnails.set(name, points);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const point of points) {
      context.fillStyle = css(point.class === null ? signedColour(theme, point.value) : classColour(point.class));
      context.beginPath();
      context.arc(point.x * canvas.width, point.y * canvas.height, 2.6, 0, 7);
      context.fill();
    }
  }

  /** @param {DataSetName} name */
  function choose(name) {
    actions.edit(
      (draft) => {
        const { samples, noise, train_fraction, features, dataset } = draft.data;
        if (dataset === name) return;
        const kept = { samples, noise, train_fraction };
        const flat = groups[2].names.includes(name);
        const wasFlat = groups[2].names.includes(dataset);
        const first = flat ? ["x1"] : ["x1", "x2"];
        draft.data = /** @type {any} */ ({ dataset: name, ...kept, features: flat === wasFlat ? features : first });
      },
      { fresh: true },
    );
  }

  /** @param {State} state */
  function draw(state) {
    if (last && last.experiment === state.experiment && last.language === state.language && last.theme === state.theme && last.errors === state.errors) return;
    last = state;
    const { t, experiment, theme } = state;
    const current = experiment.data.dataset;
    const controls = [...(parameters[current] ?? []), ...(current === "drawn" ? common.slice(2) : common)];
    render(
      html`<h2>${t("data.title")}</h2>
        ${groups.map(
          ({ group, names }) => html`<fieldset class="datasets">
            <legend>${t(`data.group.${group}`)}</legend>
            ${names.map(
              (name) => html`<button class="dataset" aria-pressed=${name === current} title=${t(`dataset.${name}`)} @click=${() => choose(name)} data-dataset=${name}>
                ${name === "drawn"
                  ? html`<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 26l2-7L22 5l5 5-14 14z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" /></svg>`
                  : html`<canvas width=${size * 2} height=${size * 2} aria-hidden="true"></canvas>`}
                <span>${t(`dataset.${name}`)}</span>
              </button>`,
            )}
          </fieldset>`,
        )}
        <p class="hint">${t(`dataset.${current}.hint`)}</p>
        <div class="controls">${controls.map((control) => drawControl(control, state, actions))}</div>`,
      element,
    );
    for (const button of element.querySelectorAll("button.dataset")) {
      const canvas = button.querySelector("canvas");
      if (canvas) paint(canvas, /** @type {DataSetName} */ (/** @type {HTMLElement} */ (button).dataset.dataset), theme);
    }
  }

  return { draw };
}
