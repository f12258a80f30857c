// Text of a chapter on the page: Markdown as HTML, its formulas as MathML.

import temml from "temml";
import { Directive, directive } from "lit-html/directive.js";
import { toHtml, toInlineHtml } from "../../model/lessons/chapter.js";

/** Writes the formulas of an element. What is no TeX is shown as it is written. @param {ParentNode} element */
export function writeTex(element) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".tex[data-tex]"))) {
    const { tex = "" } = one.dataset;
    try {
      temml.render(tex, one, { displayMode: one.classList.contains("display"), throwOnError: true });
    } catch {
      one.textContent = tex;
    }
  }
}

/** An element with what was made of a text, made anew where the text is another. */
class Said extends Directive {
  /** @type {HTMLElement | null} */
  element = null;
  text = "";

  /** @param {string} text @param {boolean} isLine */
  render(text, isLine) {
    if (this.element && this.text === text) return this.element;
    this.text = text;
    this.element = document.createElement(isLine ? "span" : "div");
    this.element.className = "said";
    // Markdown that takes no HTML of its own.
    this.element.innerHTML = (isLine ? toInlineHtml : toHtml)(text);
    writeTex(this.element);
    return this.element;
  }
}
const said = directive(Said);

/** A line of a chapter. @param {string} text */
export const line = (text) => said(text, true);
/** Paragraphs of a chapter. @param {string} text */
export const paragraphs = (text) => said(text, false);
