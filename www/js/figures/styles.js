// The page's styles in shadow roots, which see none of the document's.

/** @type {WeakMap<Document, CSSStyleSheet>} */
const copies = new WeakMap();
/** @type {WeakSet<Node>} */
const adopted = new WeakSet();

/** All that the sheets of a document say, as a sheet for any number of roots. @param {Document} document */
function copyOf(document) {
  const known = copies.get(document);
  if (known) return known;
  const copy = new CSSStyleSheet();
  copy.replaceSync([...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n"));
  copies.set(document, copy);
  return copy;
}

/** Gives the shadow root that an element is in, if it is in one, the styles of the page. @param {Element} element */
export function adoptStyles(element) {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot) || adopted.has(root)) return;
  adopted.add(root);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, copyOf(element.ownerDocument)];
}
