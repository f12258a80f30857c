// Shows where something stands on the page.

/** Opens what it is folded into, scrolls it into view, marks it for a moment, and puts the focus on it where it can have it.
 * @param {HTMLElement} element */
export function bringIntoView(element) {
  for (let folded = element.closest("details"); folded; folded = folded.parentElement?.closest("details") ?? null) folded.open = true;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  const marked = element.closest(".control") ?? element;
  marked.classList.add("shown-here");
  setTimeout(() => marked.classList.remove("shown-here"), 2000);
  element.focus({ preventScroll: true });
}
