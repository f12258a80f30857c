// Formulas on the page.

import { html } from "lit-html";
import { pieces } from "./mathml_pieces.js";

/** A formula from the core. Parentheses keep their size: without a font for mathematics browsers stretch them absurdly.
 * @param {string} inner MathML without the `<math>` around it */
export function math(inner) {
  const plain = inner.replace(/<mo>([()|])<\/mo>/g, '<mo stretchy="false">$1</mo>');
  return html`<span class="formula">${pieces(plain).map((piece) => html`<wbr /><math .innerHTML=${`<mrow>${piece}</mrow>`}></math>`)}</span>`;
}
