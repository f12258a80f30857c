// Dragging within the diagram: one gesture from where the pointer goes down to where it is released.

const threshold = 6;
/** How long a finger rests before it drags instead of scrolling. */
const holdMillis = 350;

/** @param {PointerEvent} down @param {{ move(at: { x: number, y: number }): void, drop(at: { x: number, y: number }): void, cancel(): void }} acts
 * @param {{ hold?: boolean, until?: AbortSignal }} [options]
 * `at` is in pixels of the window. A press that hardly moves stays a click. With `hold` a finger has to rest first, so
 * that it can also scroll from there. `until` ends the gesture. */
export function dragFrom(down, { move, drop, cancel }, { hold = false, until } = {}) {
  if (down.button !== 0 || !(down.currentTarget instanceof Element)) return;
  const source = down.currentTarget;
  const { ownerDocument } = source;
  const ending = new AbortController();
  let dragging = false;
  let resting = hold && down.pointerType === "touch";
  const timer = resting ? setTimeout(rest, holdMillis) : undefined;

  function rest() {
    resting = false;
    dragging = true;
    move({ x: down.clientX, y: down.clientY });
  }

  function end() {
    clearTimeout(timer);
    ending.abort();
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerId !== down.pointerId) return;
    if (!dragging && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < threshold) return;
    if (resting) return end();
    dragging = true;
    event.preventDefault();
    move({ x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (event.pointerId !== down.pointerId) return;
    end();
    if (!dragging) return;
    // The click that follows a drag means nothing.
    source.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true, signal: AbortSignal.timeout(50) });
    drop({ x: event.clientX, y: event.clientY });
  }

  function stop() {
    end();
    if (dragging) cancel();
  }

  const { signal } = ending;
  until?.addEventListener("abort", end, { signal });
  ownerDocument.addEventListener("pointermove", onMove, { signal, passive: false });
  ownerDocument.addEventListener("pointerup", onUp, { signal });
  ownerDocument.addEventListener("pointercancel", stop, { signal });
  // A finger that drags neither scrolls nor opens a menu.
  for (const type of ["touchmove", "contextmenu"]) {
    source.addEventListener(type, (event) => dragging && event.preventDefault(), { signal, passive: false });
  }
  ownerDocument.addEventListener("keydown", (event) => event.key === "Escape" && stop(), { signal });
}
