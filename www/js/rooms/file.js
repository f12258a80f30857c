// What a room holds as a file: saved as JSON, opened from a dialog or dropped onto the page.

import { missingNotice } from "../ui/notice.js";

/** @param {string} room */
export const fileName = (room) => `descent-${room}.json`;

/** A file as it is saved. @param {object} content */
export const textOf = (content) => `${JSON.stringify(content, null, 2)}\n`;

/** @param {object} content @param {string} name */
export const save = (content, name) => saveBytes(textOf(content), name, "application/json");

/** @param {BlobPart} bytes @param {string} name @param {string} [type] */
export function saveBytes(bytes, name, type = "application/octet-stream") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** No link is longer. */
const mostPasted = 200_000;

/** What opens files comes when there is one. @param {File} file @param {import("./rooms.js").Rooms} rooms */
export const open = (file, rooms) =>
  import("./opening/file.js").then((opening) => opening.open(file, rooms), (error) => rooms.current().notify(missingNotice(error)));

/** @param {Document} document @param {import("./rooms.js").Rooms} rooms */
export function acceptDrops(document, rooms) {
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    open(file, rooms);
  });
}

/** A link that is pasted where nothing is typed opens: one of Descent, or of TensorFlow Playground.
 * @param {Document} document @param {import("./rooms.js").Rooms} rooms */
export function acceptPastedLinks(document, rooms) {
  document.addEventListener("paste", async (event) => {
    const { target } = event;
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    const isTyping = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    if (isTyping || document.querySelector("dialog[open]") || text.length > mostPasted || !/^\S*(#|%23)\S/.test(text)) return;
    event.preventDefault();
    try {
      await rooms.follow(text);
    } catch (/** @type {any} */ error) {
      rooms.current().notify({ kind: "warning", key: "notice.bad_link_kept", words: { what: error.message } });
    }
  });
}
