// What comes near the screen is started; what is far from it the browser neither lays out nor paints.

/** How far beyond the edge of the screen that is. */
const ahead = "600px";

/** @param {AbortSignal} signal @param {() => unknown} start called when something observed comes near @returns {IntersectionObserver} */
export function createNear(signal, start) {
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.classList.toggle("is-away", !isIntersecting);
    if (entries.some(({ isIntersecting }) => isIntersecting)) start();
  }, { rootMargin: ahead });
  signal.addEventListener("abort", () => near.disconnect(), { once: true });
  return near;
}
