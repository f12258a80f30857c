// A chapter, read from its Markdown: what is text, what are blocks, and what is wrong with it, line by line.

import markdownit from "markdown-it";
import temml from "temml";
import { isKind, isUnknown, kindNames, raceFigures, readBlock, usualFigures } from "./blocks.js";
import { itemsOf } from "./fields.js";
import { addTex } from "./tex_rules.js";

/** @typedef {import("./blocks.js").Block} Block */
/** @typedef {import("./fields.js").Mistake} Mistake */

/** A chapter. In `html` every block is an empty element with its place in `blocks`, and every formula one with its TeX.
 * @typedef {{ title: string, html: string, blocks: Block[], mistakes: Mistake[], minutes: number | null }} Chapter */

/** Links that are none of the web: `set:` is a number to drag, `show:` lights something up, `chapter:` opens another. */
const own = /^(set|show|chapter):/;

const markdown = addTex(markdownit({ html: false, linkify: false, typographer: false }));
/** @typedef {(tokens: import("markdown-it").Token[], index: number, options: any, env: any, self: any) => string} Rule */
const rules = /** @type {Record<string, Rule | undefined>} */ (markdown.renderer.rules);

for (const name of ["th_open", "td_open"]) {
  rules[name] = (tokens, index, options, _, self) => {
    // The policy of the page forbids style attributes.
    const [, side] = /text-align:\s*(\w+)/.exec(String(tokens[index].attrGet("style"))) ?? [];
    if (side) tokens[index].attrs = [["class", `to-${side}`]];
    return self.renderToken(tokens, index, options);
  };
}
rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>';
rules.table_close = () => "</table></div>";

rules.link_open = /** @type {Rule} */ ((tokens, index, options, _, self) => {
  const href = String(tokens[index].attrGet("href"));
  const [, kind] = own.exec(href) ?? [];
  const rest = markdown.utils.escapeHtml(decodeURI(href.slice((kind?.length ?? 0) + 1)));
  if (kind === "set") return `<span class="dragged" data-set="${rest}">`;
  if (kind === "show") return `<button type="button" class="pointing" data-show="${rest}">`;
  if (kind === "chapter") return `<a href="#lessons&amp;chapter=${rest}" data-chapter="${rest}">`;
  if (/^https?:/.test(href)) tokens[index].attrs = [["href", href], ["target", "_blank"], ["rel", "noopener noreferrer"]];
  return self.renderToken(tokens, index, options);
});
rules.link_close = /** @type {Rule} */ ((tokens, index) => {
  let depth = 0;
  for (let at = index; at >= 0; at--) {
    depth += tokens[at].nesting * (tokens[at].type.startsWith("link_") ? 1 : 0);
    if (depth === 0 && tokens[at].type === "link_open") {
      const [, kind] = own.exec(String(tokens[at].attrGet("href"))) ?? [];
      return kind === "set" ? "</span>" : kind === "show" ? "</button>" : "</a>";
    }
  }
  return "</a>";
});

/** Text of a chapter as HTML, for what stands in a block. @param {string} text */
export const toHtml = (text) => markdown.render(text);
/** @param {string} text of one line */
export const toInlineHtml = (text) => markdown.renderInline(text);

/** @param {string} text */
const plainLines = (text) => text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");

/** The blocks of a chapter alone, which takes next to no time. @param {string} text @returns {Block[]} */
export function blocksIn(text) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {{ marks: string, info: string, line: number, content: string[] } | null} */
  let open = null;
  for (const [index, line] of plainLines(text).split("\n").entries()) {
    const [, marks, info] = line.match(/^(`{3,})(.*)$/) ?? [];
    if (open && marks && marks.length >= open.marks.length && !info.trim()) {
      const [word = "", name = ""] = open.info.trim().split(/\s+/);
      if (isKind(word)) blocks.push(readBlock(word, name || `${word}-${blocks.length + 1}`, open.content.join("\n"), open.line).block);
      open = null;
    } else if (open) open.content.push(line);
    else if (marks) open = { marks, info, line: index + 1, content: [] };
  }
  return blocks;
}

/** @param {string} text @param {{ checksTex?: boolean }} [options] formulas of the chapters that come with the page are known to be right
 * @returns {Chapter} */
export function readChapter(text, { checksTex = true } = {}) {
  const source = plainLines(text);
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Mistake[]} */
  const mistakes = [];
  const tokens = markdown.parse(source, {});
  for (const token of tokens) {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === "fence") readFence(token, line, source, blocks, mistakes);
    if (token.type === "math_block" && token.meta?.isOpen) mistakes.push({ line, kind: "tex_open" });
    if (!checksTex) continue;
    if (token.type === "math_block" && !token.meta?.isOpen) mistakes.push(...texMistakes(token.content, line));
    for (const child of token.children ?? []) {
      if (child.type === "math_inline") mistakes.push(...texMistakes(child.content, lineOf(source, line, child.content)));
    }
  }
  mistakes.push(...linkMistakes(source, blocks), ...unlike(blocks));
  const heading = tokens.findIndex(({ type, tag }) => type === "heading_open" && tag === "h1");
  const title = heading < 0 ? "" : textOf(tokens[heading + 1]);
  if (!title) mistakes.push({ line: 1, kind: "no_title" });
  const html = markdown.renderer.render(tokens, markdown.options, {});
  const minutes = Number(blocks.find(({ kind }) => kind === "teacher")?.fields.minutes?.[0].value.match(/\d+/)?.[0] ?? NaN);
  return { title, html, blocks, mistakes: mistakes.sort((a, b) => a.line - b.line), minutes: Number.isFinite(minutes) ? minutes : null };
}

/** @param {import("markdown-it").Token | undefined} token */
const textOf = (token) => (token?.children ?? []).filter(({ type }) => ["text", "code_inline", "math_inline"].includes(type)).map(({ content }) => content).join("");

/** @param {import("markdown-it").Token} token @param {number} line @param {string} source @param {Block[]} blocks @param {Mistake[]} mistakes */
function readFence(token, line, source, blocks, mistakes) {
  const [word = "", name = ""] = token.info.trim().split(/\s+/);
  if (isUnknown(word)) mistakes.push({ line, kind: "unknown_block", words: { block: word, known: kindNames.join(", ") } });
  const last = (token.map?.[1] ?? line) - 1;
  if (!source.split("\n")[last]?.trim().startsWith(token.markup)) mistakes.push({ line, kind: "unclosed" });
  if (!isKind(word)) return;
  const { block, mistakes: own } = readBlock(word, name || `${word}-${blocks.length + 1}`, token.content, line);
  mistakes.push(...own);
  token.meta = { block: blocks.length };
  blocks.push(block);
}

const plainFence = rules.fence;
rules.fence = /** @type {Rule} */ ((tokens, index, options, env, self) => {
  const at = tokens[index].meta?.block;
  // Code that is wider than the text is scrolled by the keyboard, too.
  if (at === undefined) return (plainFence?.(tokens, index, options, env, self) ?? "").replace("<pre>", '<pre tabindex="0">');
  return `<div class="lesson-block" data-block="${at}"></div>\n`;
});

/** @param {string} tex @param {number} line @returns {Mistake[]} */
function texMistakes(tex, line) {
  try {
    temml.renderToString(tex, { throwOnError: true });
    return [];
  } catch (error) {
    return [{ line, kind: "tex", words: { text: tex.trim(), message: /** @type {Error} */ (error).message.split("\n")[0] } }];
  }
}

/** The line of a piece of a paragraph. @param {string} source @param {number} first @param {string} piece */
function lineOf(source, first, piece) {
  const after = source.split("\n").slice(first - 1).findIndex((line) => line.includes(piece));
  return after < 0 ? first : first + after;
}

/** Links to figures that are not in the chapter, to what they do not show, and to what cannot be set.
 * @param {string} source @param {Block[]} blocks @returns {Mistake[]} */
function linkMistakes(source, blocks) {
  const names = blocks.map(({ name }) => name);
  return source.split("\n").flatMap((text, index) =>
    [...text.matchAll(/\]\((set|show):([\w-]+)\/?([^)?]*)\??([^)]*)\)/g)].flatMap(([, act, name, part, query]) => {
      const line = index + 1;
      const block = blocks.find((one) => one.name === name);
      if (!block) return [{ line, kind: "no_figure", words: { name, known: names.join(", ") || "–" } }];
      return act === "show" ? partMistakes(block, part, line) : numberMistakes(block, part, query, line);
    }),
  );
}

/** @param {Block} block @param {string} part of it that a link lights up @param {number} line @returns {Mistake[]} */
function partMistakes({ kind, fields }, part, line) {
  const shown = kind === "race" ? [...raceFigures] : itemsOf(fields.show?.[0].value ?? usualFigures);
  if (!part || /^(control|unit)\//.test(part) || shown.includes(part)) return [];
  return [{ line, kind: "unknown_value", words: { key: "show", value: part, known: shown.join(", ") } }];
}

/** What of a run a number in the text can drive, as an example where it may be anything. */
const drivable = ["rate", "momentum", "noise", "samples", "batch", "weight.0", "data.train_fraction"];

/** @param {Block} block @param {string} key that a number drives @param {string} query its range @param {number} line @returns {Mistake[]} */
function numberMistakes({ kind }, key, query, line) {
  const isKnown = kind === "race" ? key !== "" : drivable.includes(key) || /^weight\.\d+$|^(data|network|optimizer|training|losses|seeds)\./.test(key);
  const given = new URLSearchParams(query);
  return [
    ...(isKnown ? [] : [{ line, kind: "unknown_value", words: { key: "set", value: key, known: drivable.join(", ") } }]),
    ...["min", "max", "step"].flatMap((name) => {
      const value = given.get(name);
      return value === null || (value.trim() && Number.isFinite(Number(value))) ? [] : [{ line, kind: "not_number", words: { key: name, value } }];
    }),
  ];
}

/** Links to chapters that there are not. @param {string} text @param {readonly string[]} names of those there are @returns {Mistake[]} */
export const lostChapters = (text, names) => plainLines(text).split("\n").flatMap((line, index) =>
  [...line.matchAll(/\]\(chapter:([^)]*)\)/g)].filter(([, name]) => !names.includes(name)).map(([, name]) => ({ line: index + 1, kind: "no_chapter", words: { name } })));

/** Blocks of one name, and blocks of the run of another that is not there. @param {Block[]} blocks @returns {Mistake[]} */
function unlike(blocks) {
  const names = blocks.map(({ name }) => name);
  const twice = blocks.filter(({ name }, index) => names.indexOf(name) < index).map(({ name, line }) => ({ line, kind: "twice", words: { name } }));
  const lost = blocks.map(({ fields }) => fields.of?.[0]).flatMap((other) => (other && !blocks.some(({ kind, name }) => name === other.value && (kind === "figure" || kind === "exercise")) ? [{ line: other.line, kind: "no_figure", words: { name: other.value, known: names.join(", ") || "–" } }] : []));
  return [...twice, ...lost];
}
