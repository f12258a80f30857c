// Formulas on the page.

import { html } from "./lib/lit-html.js";

/** A formula from the core. Parentheses keep their size: without a font for mathematics browsers stretch them absurdly.
 * @param {string} inner MathML without the `<math>` around it */
export const math = (inner) => html`<math .innerHTML=${`<mrow>${inner.replace(/<mo>([()|])<\/mo>/g, '<mo stretchy="false">$1</mo>')}</mrow>`}></math>`;
