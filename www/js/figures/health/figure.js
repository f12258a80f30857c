// Health: which layers of a network learn and which cannot, what is wrong, and what mends it. Nothing is computed while it is not seen.

import { html, nothing, render } from "lit-html";
import { examined } from "../../model/health.js";
import { readable } from "../../ui/controls.js";
import { changedOptions, createStage } from "../stage.js";
import { needs } from "./needs.js";
import { layerTable } from "./table.js";
import { added } from "./trail.js";
import { verdict } from "./verdict.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("./trail.js").Health} Health */

/** Whether the layers are shown below the verdict, and whether it can be mended here. @typedef {{ layers: boolean, remedy: boolean }} Options */

/** A layer is looked at so seldom while it trains, and not before the last look has had its time back. */
const restMillis = 500;
const restShare = 3;

/** One closure, because what was asked, what came and what is due are one state.
 * @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options"> & { run: import("../../model/trace.js").Traceable & Pick<import("../../model/session.js").Session, "subscribe">, actions: Pick<import("../../model/state.js").Actions, "edit">, found?(finding: import("../../model/state.js").Finding | null): void }} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, actions, signal, options: given, found }) {
  /** @type {Options} */
  let options = { layers: true, remedy: true, ...given };
  /** @type {{ trail: Health[], of: unknown, isWrong: boolean }} */
  const own = { trail: [], of: null, isWrong: false };
  const asked = { busy: false, again: false, snapshot: /** @type {unknown} */ (null), timer: 0 };
  /** @type {State | null} */
  let last = null;

  /** Looks at the network of this moment, one question at a time. */
  async function refresh() {
    if (asked.busy || !last) return void (asked.again = true);
    Object.assign(asked, { busy: true, again: false });
    const start = performance.now();
    const answer = await examined(run, last.history).catch(() => null);
    if (signal.aborted) return;
    own.isWrong = !answer;
    if (answer) {
      own.trail = added(own.of && JSON.stringify(own.of) !== JSON.stringify(answer.experiment) ? [] : own.trail, answer.health);
      own.of = answer.experiment;
      const layer = answer.health.finding?.layer;
      // Whoever hangs it can mark the layer on the network.
      if (JSON.stringify(last.experiment) === JSON.stringify(answer.experiment)) found?.(layer ? { layer, experiment: last.experiment } : null);
    }
    stage.redraw();
    const rest = last.playing ? Math.max(restMillis, restShare * (performance.now() - start)) : 0;
    asked.timer = setTimeout(() => {
      asked.busy = false;
      if (asked.again && !signal.aborted && stage.isSeen()) refresh();
    }, rest);
  }

  /** Starts over with what mends it; undone as any edit. @param {State["experiment"]} experiment */
  const mend = (experiment) => void actions.edit((draft) => void Object.assign(draft, structuredClone(experiment)), { fresh: true });

  /** @param {State} state */
  function words(state) {
    last = state;
    if (element.hidden) return;
    element.classList.add("health");
    const { t } = state;
    if (state.draft) return render(html`<p class="hint">${t("inspect.unfinished")}</p>`, element);
    if (asked.snapshot !== state.snapshot && stage.isSeen()) {
      asked.snapshot = state.snapshot;
      refresh();
    }
    const health = own.trail[own.trail.length - 1];
    if (!health) return render(html`<p class="hint">${t(own.isWrong ? "health.nothing" : "inspect.coming")}</p>`, element);
    // What was found out about another experiment is not to be mended by a press now.
    const isOfThis = JSON.stringify(own.of) === JSON.stringify(state.experiment);
    const ratio = health.gradientRatio;
    render(
      html`${verdict(health, state, isOfThis && options.remedy ? mend : null)}
        ${options.layers ? layerTable(own.trail, t) : nothing}
        ${options.layers ? html`<p class="hint" data-part="looked-at">${t(health.examples < health.ofExamples ? "health.looked_at_some" : "health.looked_at", { step: health.step, count: health.examples, of: health.ofExamples })}
          ${ratio === null ? nothing : t("health.ratio", { ratio: readable(ratio) })}</p>` : nothing}`,
      element,
    );
  }

  /** What has come into sight looks at what it has missed. */
  function picture() {
    if (last && !element.hidden && asked.snapshot !== last.snapshot) words(last);
  }

  const stage = createStage(element, { name: "health", needs, wants: ["history"], run, signal, words, picture });
  signal.addEventListener("abort", () => clearTimeout(asked.timer), { once: true });

  return {
    needs,
    draw: stage.draw,
    set(change) {
      const next = changedOptions(options, change);
      if (!next) return;
      options = next;
      stage.redraw();
    },
  };
}
