// The loss surface of the playground's network: over which two directions, how far it is computed, and the way back.

import { html, nothing, render } from "lit-html";

/** @typedef {import("../../model/race/state.js").LandscapeState} LandscapeState */
/** @typedef {import("../../core/race_protocol.js").Directions} Directions */

const kinds = /** @type {const} */ (["principal", "random", "weights"]);
/** A longer list of weights helps no one. */
const mostWeights = 600;

/** @param {HTMLElement} element @param {import("../../model/race/state.js").LandscapeActions & { close(): void }} actions
 * @param {{ weights(): { index: number, name: string }[] }} tools the weights of the network, with names */
export function mount(element, actions, tools) {
  /** @param {(typeof kinds)[number]} kind @returns {Directions} */
  function directionsOf(kind) {
    if (kind === "random") return { directions: "random", seed: 1 };
    return kind === "weights" ? { directions: "weights", first: 0, second: Math.min(1, tools.weights().length - 1) } : { directions: "principal" };
  }

  /** @param {Extract<Directions, { directions: "weights" }>} directions @param {"first" | "second"} which @param {LandscapeState["t"]} t */
  function weight(directions, which, t) {
    const choose = (/** @type {any} */ { currentTarget }) => actions.findLandscape({ ...directions, [which]: Number(currentTarget.value) });
    return html`<div class="control choice">
      <label for="weight-${which}">${t(`network.${which}`)}</label>
      <select id="weight-${which}" @change=${choose}>
        ${tools.weights().slice(0, mostWeights).map(({ index, name }) => html`<option value=${index} ?selected=${index === directions[which]}>${name}</option>`)}
      </select>
    </div>`;
  }

  /** @param {LandscapeState} state */
  function draw({ directions, running, picture, t }) {
    const percent = Math.round(100 * (picture?.progress ?? 0));
    const share = (/** @type {number} */ value) => Math.round(100 * value);
    render(
      html`<h2>${t("network.surface_title")}</h2>
        <p class="lesson">${t("network.surface_lesson")}</p>
        <fieldset class="directions">
          <legend>${t("network.directions")}</legend>
          ${kinds.map((kind) => html`<label class="switch">
            <input type="radio" name="directions" value=${kind} .checked=${kind === directions.directions} @change=${() => actions.findLandscape(directionsOf(kind))} />
            ${t(`network.directions_${kind}`)}
          </label>`)}
        </fieldset>
        <p class="hint">${t(`network.directions_${directions.directions}.hint`)}</p>
        ${directions.directions === "random"
          ? html`<button id="other-directions" @click=${() => actions.otherDirections()}>${t("network.other_directions")}</button>`
          : nothing}
        ${directions.directions === "weights" ? [weight(directions, "first", t), weight(directions, "second", t)] : nothing}
        ${picture?.explained ? html`<p class="hint">${t("network.explained", { first: share(picture.explained[0]), second: share(picture.explained[1]) })}</p>` : nothing}
        <div class="work" id="landscape-work" data-done=${picture?.done && !running ? directions.directions : nothing}>
          ${running
            ? html`<progress max="100" .value=${percent} aria-label=${t("network.progress")}></progress>
                <span>${t(`network.stage_${picture?.stage ?? "paths"}`)}</span>
                <button id="stop-landscape" @click=${actions.stopLandscape}>${t("work.cancel")}</button>`
            : picture?.done
              ? nothing
              : html`<span>${t("work.cancelled", { percent })}</span><button id="again-landscape" @click=${() => actions.findLandscape(directions)}>${t("network.again")}</button>`}
        </div>
        <button id="close-network" @click=${actions.close}>${t("network.back_to_functions")}</button>`,
      element,
    );
  }

  return { draw };
}
