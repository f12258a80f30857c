// Fingers on what can be dragged: a swipe up or down scrolls the page and changes nothing. What is dragged waits for a
// movement to the side or for a tap; `touch-action: pan-y` leaves the rest to the browser, which then cancels the pointer.

/** Pixels a finger may tremble. */
const slop = 8;

/** @typedef {{ x: number, y: number }} Place */

/** Whether a finger has moved more to the side than up or down. @param {Place} from @param {{ clientX: number, clientY: number }} to */
export function isSideways(from, { clientX, clientY }) {
  const across = Math.abs(clientX - from.x);
  return across > slop && across > Math.abs(clientY - from.y);
}

/** Whether a finger has hardly moved. @param {Place} from @param {{ clientX: number, clientY: number }} to */
const isTap = (from, { clientX, clientY }) => Math.hypot(clientX - from.x, clientY - from.y) <= slop;

/** Tells what of a pointer is meant for a picture. Other pointers than fingers always are. */
export function createGate() {
  /** @type {Place | null} */
  let from = null;
  let open = false;
  return {
    /** @param {PointerEvent} event @returns {boolean} whether the press counts at once */
    press(event) {
      from = { x: event.clientX, y: event.clientY };
      open = event.pointerType !== "touch";
      return open;
    },
    /** @param {PointerEvent} event @returns {boolean} whether the movement counts */
    move(event) {
      if (from && !open) open = isSideways(from, event);
      return from !== null && open;
    },
    /** @param {PointerEvent} event @returns {boolean} whether the finger only tapped, so that its press counts now */
    release(event) {
      const tapped = from !== null && !open && isTap(from, event);
      from = null;
      return tapped;
    },
    /** The browser took the pointer over. */
    cancel() {
      from = null;
    },
  };
}

/** Keeps every slider of a document from following a finger that scrolls. @param {Document} document */
export function guardSliders(document) {
  /** The slider under the finger, what it was, and what it would have become. @type {{ slider: HTMLInputElement, before: string, wanted: string | null, from: Place, moving: boolean } | null} */
  let held = null;

  /** @param {HTMLInputElement} slider @param {string} value */
  function put(slider, value) {
    if (slider.value === value) return;
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("pointerdown", (event) => {
    const slider = event.target instanceof HTMLInputElement && event.target.type === "range" ? event.target : null;
    held = event.pointerType === "touch" && slider ? { slider, before: slider.value, wanted: null, from: { x: event.clientX, y: event.clientY }, moving: false } : null;
  }, true);
  document.addEventListener("pointermove", (event) => {
    if (held && !held.moving) held.moving = isSideways(held.from, event);
  }, true);
  document.addEventListener("input", (event) => {
    if (!held || held.moving || !event.isTrusted || event.target !== held.slider) return;
    event.stopImmediatePropagation();
    held.wanted = held.slider.value;
    held.slider.value = held.before;
  }, true);
  document.addEventListener("pointerup", () => {
    const tapped = held;
    held = null;
    if (tapped && !tapped.moving && tapped.wanted !== null) put(tapped.slider, tapped.wanted);
  }, true);
  document.addEventListener("pointercancel", () => {
    const scrolled = held;
    held = null;
    if (scrolled) put(scrolled.slider, scrolled.before);
  }, true);
}
