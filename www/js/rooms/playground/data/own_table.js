// A table of one's own: the way in. What it is looked at and set with is loaded when it is asked for.

import { html, nothing } from "lit-html";
import { missingNotice } from "../../../ui/notice.js";
import { loadMoreWords } from "../../../ui/i18n.js";
import { loadMoreStyles } from "../../../ui/more_styles.js";
import { loadedOnce } from "../../../ui/loaded_once.js";
import { awaited } from "../../../figures/later.js";
import { icons } from "./icons.js";

/** @typedef {import("../../../model/state.js").State} State */

const tables = loadedOnce(async () => (await Promise.all([import("./tables.js"), loadMoreWords(), loadMoreStyles()]))[0]);

/** @param {Document} document @param {import("../../../model/state.js").Actions} actions @param {import("../../../core/lab.js").Lab} lab
 * @param {() => void} redraw called when the controls are there */
export function createOwnTable(document, actions, lab, redraw) {
  /** @type {ReturnType<typeof import("./import.js").mountImport> | null} */
  let dialog = null;
  /** @type {State | null} */
  let last = null;
  /** Whether the controls are on their way. */
  let isAsked = false;

  /** Whether all is there; what does not come is told. */
  async function arrived() {
    const missing = await Promise.resolve(tables.bring()).then(() => null, missingNotice);
    if (missing) actions.notify(missing);
    return !missing;
  }

  /** The dialog, once it is there. @param {File} [file] that it opens */
  async function show(file) {
    if (!(await arrived())) return;
    dialog ??= tables.loaded().mountImport(document, actions, lab);
    if (last) dialog.draw(last);
    dialog.show(file);
  }

  /** Takes every dropped file but those that open by themselves. @param {DragEvent} event */
  function drop(event) {
    const file = event.dataTransfer?.files[0];
    if (!file || /\.(json|md|markdown|onnx|safetensors|npz)$/i.test(file.name)) return;
    event.preventDefault();
    event.stopPropagation();
    show(file);
  }

  document.addEventListener("drop", drop, { capture: true });

  return {
    /** @param {State["t"]} t */
    button: (t) => html`<button class="own-table" id="open-table" @click=${() => show()}>${icons.open}<span><strong>${t("table.own")}</strong> ${t("table.own_short")}</span></button>`,
    /** What one can set about the table that is learned. @param {State} state */
    controls(state) {
      if (state.experiment.data.dataset !== "table") return nothing;
      if (!tables.bring()) return tables.loaded().tableControls(state, actions);
      if (!isAsked) awaited(arrived().then((are) => are && redraw()));
      isAsked = true;
      return nothing;
    },
    /** @param {State} state */
    draw(state) {
      last = state;
      dialog?.draw(state);
    },
  };
}
