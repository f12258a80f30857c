// One lab that fills a page of its own, for iframes: what the address says are its attributes, and its events are messages.

import { DescentLab } from "./rooms/embedded/element.js";

const kinds = ["ready", "step", "stop", "goal", "error"];
/** What the page around may ask for. */
const acts = /** @type {const} */ (["play", "pause", "reset", "step", "load"]);

const { search, hash } = location;
const asked = new URLSearchParams(search);
const element = /** @type {DescentLab} */ (document.createElement("descent-lab"));
for (const name of DescentLab.observedAttributes) {
  const value = asked.get(name);
  if (value !== null) element.setAttribute(name, value);
}
if (hash) element.setAttribute("experiment", hash);
document.documentElement.lang = asked.get("lang") ?? document.documentElement.lang;
const theme = asked.get("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

/** Whoever holds the page may hear of it: it tells of nothing but a run. @param {string} type @param {object} detail */
const tell = (type, detail) => parent !== self && parent.postMessage({ descent: type, ...detail }, "*");

for (const kind of kinds) element.addEventListener(`descent-${kind}`, (event) => tell(kind, /** @type {CustomEvent} */ (event).detail));
addEventListener("message", async ({ source, data }) => {
  const act = acts.find((name) => name === data?.descent);
  if (source !== parent || !act) return;
  try {
    await element[act](data.value);
  } catch (/** @type {any} */ error) {
    tell("error", { message: error.message });
  }
});
new ResizeObserver(() => tell("size", { height: document.documentElement.scrollHeight })).observe(element);
document.body.append(element);
