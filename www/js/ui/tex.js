// Formulas that the page itself writes, in TeX.

import temml from "temml";

/** A formula as an element with MathML. What is no TeX is shown as it is written, in red. @param {string} tex */
export function formula(tex) {
  const element = document.createElement("div");
  temml.render(tex, element, { displayMode: true });
  return element;
}
