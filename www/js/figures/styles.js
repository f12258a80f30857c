// The page's styles in shadow roots, which see none of the document's.

/** @type {WeakMap<Document, { copy: CSSStyleSheet, sheets: number }>} */
const copies = new WeakMap();
/** @type {WeakSet<Node>} */
const adopted = new WeakSet();

/** All that the sheets of a document say, as a sheet for any number of roots: what comes later, too. @param {Document} document */
function copyOf(document) {
  const known = copies.get(document) ?? { copy: new CSSStyleSheet(), sheets: 0 };
  copies.set(document, known);
  const sheets = [...document.styleSheets];
  if (known.sheets !== sheets.length) known.copy.replaceSync(sheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n"));
  known.sheets = sheets.length;
  return known.copy;
}

/** Gives the shadow root that an element is in, if it is in one, the styles of the page. @param {Element} element */
export function adoptStyles(element) {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot) || ownStyles.has(root)) return;
  const copy = copyOf(element.ownerDocument);
  if (!adopted.has(root)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, copy];
  adopted.add(root);
}

/** Shadow roots in a page that is not ours, whose styles are none of theirs. @type {WeakSet<Node>} */
const ownStyles = new WeakSet();

/** Gives a shadow root a sheet, and nothing of the document that it stands in. @param {ShadowRoot} root @param {CSSStyleSheet} sheet */
export function giveStyles(root, sheet) {
  root.adoptedStyleSheets = [sheet];
  ownStyles.add(root);
}
