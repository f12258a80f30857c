// Views whose code is loaded when they are first shown.

import { loadMoreWords } from "../ui/i18n.js";
import { loadMoreStyles } from "../ui/more_styles.js";
import { missingNotice } from "../ui/notice.js";

/** @typedef {import("../model/state.js").State} State */

/** Views that are on their way. @type {Set<Promise<unknown>>} */
const coming = new Set();

/** Holds the first picture up until this has come. @param {Promise<unknown>} arrival */
export function awaited(arrival) {
  coming.add(arrival);
  arrival.finally(() => coming.delete(arrival));
}

/** Resolves when every view that is shown is there. */
export const viewsAreThere = () => Promise.all(coming);

/** A figure that stands for one that is yet to be loaded, and draws the last state as soon as that is there. It waits while its
 * element is hidden. @template {object} Options
 * @param {() => Promise<{ createFigure: import("./stage.js").CreateFigure<State, Options> }>} load
 * @returns {{ createFigure: import("./stage.js").CreateFigure<State, Options> }} */
export const later = (load) => ({
  createFigure(element, context) {
    /** @type {import("./stage.js").Figure<State, Options> | null} */
    let figure = null;
    let loading = false;
    /** @type {State} */
    let last;
    let { options } = context;

    async function bring() {
      loading = true;
      const loaded = await Promise.all([load(), loadMoreWords(), loadMoreStyles()]).catch((error) => context.actions.notify(missingNotice(error)));
      if (!loaded || context.signal.aborted) return;
      figure = loaded[0].createFigure(element, { ...context, options });
      figure.draw(last);
    }

    return {
      get needs() {
        return figure?.needs ?? [];
      },
      draw(state) {
        last = state;
        if (figure) figure.draw(state);
        else if (!loading && !element.hidden) awaited(bring());
      },
      set(change) {
        options = { ...options, ...change };
        figure?.set(change);
      },
    };
  },
});
