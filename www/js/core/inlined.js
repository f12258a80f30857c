// The files that the page of one file holds within itself, as text in base64: `<script type="text/plain" data-file="core.wasm">`.

const type = "text/plain";

/** @param {string} text in base64 @returns {Uint8Array<ArrayBuffer>} */
const decoded = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {HTMLScriptElement} element */
const fileOf = ({ textContent, dataset }) => new Blob([decoded(textContent ?? "")], { type: dataset.type ?? "" });

/** A file of the page, null where the page does not hold it. @param {string} name @returns {Blob | null} */
export function inlined(name) {
  const element = /** @type {HTMLScriptElement | null} */ (document.querySelector(`script[type="${type}"][data-file="${CSS.escape(name)}"]`));
  return element && fileOf(element);
}

/** All files of data that the page holds, for its workers. @returns {Record<string, Blob>} */
export function inlinedData() {
  const all = /** @type {NodeListOf<HTMLScriptElement>} */ (document.querySelectorAll(`script[type="${type}"][data-file^="data/"]`));
  return Object.fromEntries([...all].map((element) => [element.dataset.file, fileOf(element)]));
}
