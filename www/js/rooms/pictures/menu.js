// A menu of the pictures of a room. What is in it is loaded when it is opened first.

import { html, render } from "lit-html";
import { missingNotice } from "../../ui/notice.js";
import { menu, putMenu, tendMenus } from "../../ui/menu.js";

/** The button of the menu. @param {import("../../ui/shell.js").Translate} t */
export const pictureMenu = (t) => menu(t("pictures.title"), html`<div data-part="pictures"></div>`, { className: "pictures-menu" });

/** Fills the menu whenever it is opened, with the figures that are shown then.
 * @param {HTMLElement} holder in which the menu is @param {HTMLElement} root of the room
 * @param {import("./recording.js").Recorded & { notify(notice: import("../../ui/shell.js").Notice): void }} room */
export function tendPictures(holder, root, room) {
  const { signal } = new AbortController();
  tendMenus(holder, signal);
  /** @type {ReturnType<typeof import("./list.js").createPictureList> | null} */
  let list = null;

  const menuOf = () => /** @type {HTMLDetailsElement | null} */ (holder.querySelector(".pictures-menu"));

  /** What is recorded is to be seen. */
  function play() {
    const details = menuOf();
    if (details) details.open = false;
    return room.play();
  }

  function fill() {
    const details = menuOf();
    const place = /** @type {HTMLElement | null} */ (details?.querySelector("[data-part=pictures]"));
    if (!details?.open || !place || !list) return;
    render(list.template(room.shared().t), place);
    putMenu(details);
  }

  holder.addEventListener("toggle", async ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches(".pictures-menu")) return;
    try {
      const { createPictureList } = await import("./list.js");
      list ??= createPictureList(root, { shared: room.shared, play }, fill);
      fill();
    } catch (error) {
      room.notify(missingNotice(error));
    }
  }, { signal, capture: true });
}
