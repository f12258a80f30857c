// Views whose code is loaded when they are first shown.

import { loadMoreWords } from "../ui/i18n.js";
import { loadMoreStyles } from "../ui/more_styles.js";
import { missingNotice } from "../ui/notice.js";

/** @typedef {import("../model/state.js").State} State */
/** @typedef {import("../model/state.js").Actions} Actions */
/** @typedef {import("../core/lab.js").Lab} Lab */
/** @typedef {{ draw(state: State): void }} View */

/** Views that are on their way. @type {Set<Promise<unknown>>} */
const coming = new Set();

/** Holds the first picture up until this has come. @param {Promise<unknown>} arrival */
export function awaited(arrival) {
  coming.add(arrival);
  arrival.finally(() => coming.delete(arrival));
}

/** Resolves when every view that is shown is there. */
export const viewsAreThere = () => Promise.all(coming);

/** A view that stands for one that is yet to be loaded, and draws the last state as soon as that is there. It rests while its
 * element is hidden. @param {() => Promise<{ mount(element: HTMLElement, actions: Actions, lab: Lab): View }>} load */
export const later = (load) => ({
  /** @param {HTMLElement} element @param {Actions} actions @param {Lab} lab @returns {View} */
  mount(element, actions, lab) {
    /** @type {View | null} */
    let view = null;
    let loading = false;
    /** @type {State} */
    let last;

    async function bring() {
      loading = true;
      const loaded = await Promise.all([load(), loadMoreWords(), loadMoreStyles()]).catch((error) => actions.notify(missingNotice(error)));
      if (!loaded) return;
      view = loaded[0].mount(element, actions, lab);
      view.draw(last);
    }

    return {
      draw(state) {
        last = state;
        if (view) view.draw(state);
        else if (!loading && !element.hidden) awaited(bring());
      },
    };
  },
});
