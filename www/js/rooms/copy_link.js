// Copies the link to what is shown, and the line that puts it into another page.

import { loadMoreWords } from "../ui/i18n.js";
import { embedLine } from "./embed_line.js";
import { fileName, save } from "./file.js";

/** @typedef {import("./rooms.js").Page} Page */
/** @typedef {import("../ui/shell.js").Act} Act */

/** Longer links are cut by some chat programs. */
const longestLink = 2000;

/** What can be done with a link besides. A file that opens without a server has no address for others. @param {Page} page @returns {Act[]} */
function besides(page) {
  const embed = { key: "notice.embed", does: () => copyLine(page) };
  const task = { key: "notice.class", does: async () => (await import("./class/dialog.js")).showClass(page) };
  return [...(location.protocol.startsWith("http") ? [embed] : []), ...(page.rooms.shown() === "playground" ? [task] : [])];
}

/** Writes the clipboard and says so. Only a page that came by https, or from this machine, may: elsewhere the text is there to be copied by hand.
 * @param {Page} page @param {string} text @param {import("../ui/shell.js").Notice} said @param {import("../ui/shell.js").Notice} byHand */
async function copy({ rooms }, text, said, byHand) {
  const { notify } = rooms.current();
  try {
    await navigator.clipboard.writeText(text);
    notify(said);
  } catch {
    notify({ ...byHand, link: text });
    requestAnimationFrame(() => document.getElementById("shared-link")?.focus());
  }
}

/** Copies the link to what is shown, or saves it where it is too long. A run that has begun can also be linked as it is.
 * @param {Page} page @param {boolean} [moment] whether it is to open at the step where the run is */
export async function copyLink(page, moment = false) {
  const { rooms } = page;
  await loadMoreWords();
  const { notify, step } = rooms.current();
  const words = { step: (step?.() ?? 0).toLocaleString("en") };
  const own = rooms.ownTable();
  if (own && !isBeside(rooms.table())) return copyWithTable(page, own, moment);
  const link = await rooms.link({ moment });
  const more = besides(page);
  if (link.length > longestLink) {
    const file = fileName(rooms.shown());
    notify({ kind: "info", key: "notice.link_long", words: { letters: link.length, most: longestLink, file }, link, more });
    return save(moment ? await rooms.fileOfRun() : rooms.file(), file);
  }
  const act = step?.() && !moment ? { key: "notice.link_moment", words, does: () => copyLink(page, true) } : undefined;
  await copy(page, link, { kind: "info", key: moment ? "notice.link_moment_copied" : "notice.link_copied", words, act, more }, { kind: "info", key: "notice.link", more });
}

/** The link to a table of one's own, with the table where that is small enough. @param {Page["rooms"]} rooms @param {import("./class/table_link.js").Own} own */
async function linkFor(rooms, own) {
  const { linkWith } = await import("./class/table_link.js");
  const { link, isTooLong } = await linkWith(rooms, own, isBeside(rooms.table()) ? "beside" : "within");
  return isTooLong ? rooms.link() : link;
}

/** Whether a link names a table that lies beside the page. @param {Record<string, unknown> | null} table */
const isBeside = (table) => table !== null && table.text === undefined;

/** Copies the link to what is shown with the table in it; where that is too large, without it, and says what to do.
 * @param {Page} page @param {import("./class/table_link.js").Own} own @param {boolean} moment @param {import("./class/table_link.js").Way} [way] */
async function copyWithTable(page, own, moment, way = "within") {
  const { linkWith } = await import("./class/table_link.js");
  const wanted = await linkWith(page.rooms, own, way, { moment });
  const { link } = wanted.isTooLong ? await linkWith(page.rooms, own, "without", { moment }) : wanted;
  const words = { name: own.name, letters: wanted.letters.toLocaleString("en"), most: wanted.most.toLocaleString("en") };
  const key = wanted.isTooLong ? "table.link_too_long" : way === "within" ? "table.link_within" : "table.link_without";
  const act = key === "table.link_within" ? { key: "table.copy_without", does: () => copyWithTable(page, own, moment, "without") } : undefined;
  const more = besides(page);
  await copy(page, link, { kind: wanted.isTooLong ? "warning" : "info", key, words, act, more }, { kind: "info", key: "notice.link", act, more });
}

/** Copies the line for another page: a lab of the playground alone, of other rooms and of exercises the whole page. @param {Page} page */
async function copyLine(page) {
  const { rooms, shared } = page;
  const own = rooms.ownTable();
  const whole = rooms.shown() !== "playground" || rooms.exercise() !== null || own !== null;
  const line = embedLine(await (own ? linkFor(rooms, own) : rooms.link()), shared().t("page.name"), { whole });
  await copy(page, line, { kind: "info", key: "notice.embed_copied", link: line }, { kind: "info", key: "notice.embed_by_hand" });
}
