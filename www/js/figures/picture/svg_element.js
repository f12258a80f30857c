// Elements of SVG files.

const namespace = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | undefined>} Attributes */

/** An element of a drawing; what is undefined is left out. @param {string} name @param {Attributes} attributes @param {(Node | string)[]} [children] */
export function element(name, attributes, children = []) {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  made.append(...children);
  return made;
}
