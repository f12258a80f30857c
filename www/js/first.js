// Runs before anything is painted: theme and language of the first picture, and the scripts it takes, which are fetched
// while the browser still reads the page. It is kept so plain that a browser too old for the rest runs it.

import { firstLanguage, firstTheme } from "./ui/preferences.js";
import { lacking } from "./core/simd.js";

const root = document.documentElement;
root.lang = firstLanguage();
root.dataset.theme = firstTheme();
const lack = lacking();
if (lack) root.dataset.lacks = lack;

// In a sandbox the page has no origin, and WebKit takes nothing to come from 'self': there the policy names the address.
if (self.origin === "null" && POLICY) document.write(`<meta http-equiv="Content-Security-Policy" content="${POLICY.replaceAll("'self'", location.origin)}"><template>`);

const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
const [, , room = "playground"] = /^#(d\d+-)?(optimizers|runs|lessons)\b/.exec(location.hash) ?? [];
root.dataset.opens = room;
if (room !== "playground" && dataset.styles) document.write(`<link rel="stylesheet" href="${dataset.styles}">`);
for (const script of [dataset[root.lang], dataset[room]]) {
  if (!script) continue;
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = script;
  document.head.append(link);
}
