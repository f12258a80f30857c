// Opens and closes the panel of code and files, which is loaded when it is asked for.

import { missingNotice } from "../../../ui/notice.js";

/** @param {HTMLElement} root @param {import("../../../model/session.js").Session} session
 * @param {import("../../../ui/store.js").Store<import("../../../model/state.js").State>} store */
export function createTakeAlong(root, session, store) {
  /** @type {Awaited<ReturnType<typeof import("./panel.js").createPanel>> | null} */
  let panel = null;
  let opening = false;

  async function open() {
    opening = true;
    try {
      const { createPanel } = await import("./panel.js");
      panel = await createPanel(root, session, closed);
      store.update({});
      panel.focus();
    } catch (error) {
      session.actions.notify(missingNotice(error));
    }
    opening = false;
  }

  function closed() {
    panel = null;
    store.update({});
    /** @type {HTMLElement | null} */ (root.querySelector('[data-part="code"]'))?.focus();
  }

  return {
    isOpen: () => panel !== null,
    toggle: () => (panel ? panel.close() : opening ? undefined : void open()),
    /** @param {import("../../../model/state.js").State} state */
    draw: (state) => panel?.draw(state),
  };
}
