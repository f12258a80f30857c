// Formulas in Markdown: `$...$` in a line, and `$$` around those that stand alone. They become empty elements with their TeX.

/** @typedef {InstanceType<typeof import("markdown-it").default>} MarkdownIt */

/** @param {import("markdown-it").StateInline} state @param {boolean} silent */
function inline(state, silent) {
  const { src, pos } = state;
  if (src[pos] !== "$" || src[pos + 1] === "$" || /[\s]/.test(src[pos + 1] ?? " ")) return false;
  let end = pos + 1;
  while (end < state.posMax && src[end] !== "$") end += src[end] === "\\" ? 2 : 1;
  // `$5 and $6` are prices.
  if (end >= state.posMax || /\s/.test(src[end - 1]) || /\d/.test(src[end + 1] ?? "")) return false;
  if (!silent) state.push("math_inline", "span", 0).content = src.slice(pos + 1, end);
  state.pos = end + 1;
  return true;
}

/** @param {import("markdown-it").StateBlock} state @param {number} first @param {number} last @param {boolean} silent */
function block(state, first, last, silent) {
  const lineAt = (/** @type {number} */ line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
  const opening = lineAt(first);
  if (!opening.startsWith("$$")) return false;
  if (silent) return true;
  const single = /^\$\$(.+)\$\$\s*$/.exec(opening);
  let end = first;
  // What is not closed ends with its paragraph, and takes no block with it.
  const goesOn = () => end < last && lineAt(end).trim() !== "" && !lineAt(end).startsWith("```");
  if (!single) for (end = first + 1; goesOn() && !lineAt(end).trimEnd().endsWith("$$"); end++);
  const isOpen = !single && !goesOn();
  if (isOpen) end -= 1;
  const token = state.push("math_block", "div", 0);
  token.content = single ? single[1] : [opening.slice(2), ...Array.from({ length: Math.max(0, end - first) }, (_, index) => lineAt(first + 1 + index))].join("\n").replace(/\$\$\s*$/, "");
  token.map = [first, end + 1];
  token.meta = { isOpen };
  token.block = true;
  state.line = end + 1;
  return true;
}

/** @param {MarkdownIt} markdown */
export function addTex(markdown) {
  markdown.inline.ruler.before("escape", "math_inline", inline);
  markdown.block.ruler.before("fence", "math_block", block, { alt: ["paragraph", "blockquote", "list"] });
  const { escapeHtml } = markdown.utils;
  markdown.renderer.rules.math_inline = (tokens, index) => `<span class="tex" data-tex="${escapeHtml(tokens[index].content)}"></span>`;
  markdown.renderer.rules.math_block = (tokens, index) => `<div class="tex display" data-tex="${escapeHtml(tokens[index].content)}"></div>\n`;
  return markdown;
}
