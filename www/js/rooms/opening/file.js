// A file that was opened or dropped: what it is, it says by its name and by how it begins.

import { loadMoreWords } from "../../ui/i18n.js";

/** @typedef {import("../rooms.js").Rooms} Rooms */
/** @typedef {"chapter" | "weights" | "onnx" | "json"} Kind */

/** How archives begin, in which NumPy keeps arrays. */
const archive = [0x50, 0x4b];

/** @param {string} name @param {Uint8Array} head its first bytes @returns {Kind} */
export function kindOf(name, head) {
  if (/\.(md|markdown)$/i.test(name)) return "chapter";
  // A safetensors file has the length of its header in 8 bytes, and then the header, which is JSON.
  const isTensors = head[8] === 0x7b && head[7] === 0;
  if (/\.(safetensors|npz)$/i.test(name) || isTensors || archive.every((byte, at) => head[at] === byte)) return "weights";
  // An ONNX file begins with the version of its form, which has one digit or two.
  if (/\.onnx$/i.test(name) || (head[0] === 0x08 && head[1] > 2 && head[1] < 32)) return "onnx";
  return "json";
}

/** Opens a file in the room that it is for; what is wrong with it is told, and changes nothing.
 * @param {File} file @param {Rooms} rooms */
export async function open(file, rooms) {
  await loadMoreWords();
  const kind = kindOf(file.name, new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (kind === "chapter") return void rooms.openChapter(file.name, await file.text());
  if (kind === "weights") return (await import("./weights.js")).openWeights(file, rooms);
  if (kind === "onnx") return (await import("./onnx.js")).openOnnx(file, rooms);
  return openJson(await file.text(), rooms);
}

/** @param {string} text @param {Rooms} rooms */
async function openJson(text, rooms) {
  try {
    const saved = JSON.parse(text);
    if (typeof saved?.class_name === "string") return void (await import("./keras.js")).openKerasModel(saved, rooms);
    rooms.openFile(saved);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    rooms.current().notify({ kind: "error", key: "notice.bad_file", words: { what: (/** @type {import("../../ui/i18n.js").Translate} */ t) => notJson(error.message, t) } });
  }
}

/** Where a text stops being JSON, as far as the browser says so. @param {string} message @param {import("../../ui/i18n.js").Translate} t */
function notJson(message, t) {
  const place = message.match(/line (\d+) column (\d+)/);
  return place ? t("file.not_json_at", { line: place[1], column: place[2] }) : t("file.not_json");
}
