// The page's address. Browsers may refuse to change it: Safari after a hundred changes in half a minute, others within a
// frame that has no origin. The page goes on without.

/** @param {"push" | "replace"} how a step of the browser's way back, or none @param {string} address
 * @param {Pick<History, "pushState" | "replaceState">} [history]
 * @returns {boolean} whether the browser took it */
export function writeAddress(how, address, history = globalThis.history) {
  try {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    return true;
  } catch {
    return false;
  }
}
