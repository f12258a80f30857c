// The styles of what is loaded when it is asked for.

import { moreStyles } from "../core/addresses.js";

/** @type {Promise<void> | null} */
let loading = null;

/** Resolves when they hold. What did not come is asked for anew. */
export function loadMoreStyles() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @returns {Promise<void>} */
function load() {
  const styles = moreStyles();
  if (styles === null) return Promise.resolve();
  const known = /** @type {HTMLLinkElement | null} */ (document.querySelector(`link[rel="stylesheet"][href="${styles}"]`));
  if (known?.sheet) return Promise.resolve();
  const link = known ?? Object.assign(document.createElement("link"), { rel: "stylesheet", href: styles });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => (link.remove(), reject(new Error(`${styles} did not come`))));
    if (!known) document.head.append(link);
  });
}
