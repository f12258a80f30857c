// Dragging within the diagram: one gesture from where the pointer goes down to where it is released.

const threshold = 6;

/** @param {PointerEvent} down @param {{ move(at: { x: number, y: number }): void, drop(at: { x: number, y: number }): void, cancel(): void }} acts
 * `at` is in pixels of the window. A press that hardly moves stays a click. */
export function dragFrom(down, { move, drop, cancel }) {
  if (down.button !== 0 || !(down.currentTarget instanceof Element)) return;
  const source = down.currentTarget;
  const { ownerDocument } = source;
  const ending = new AbortController();
  let dragging = false;

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerId !== down.pointerId) return;
    if (!dragging && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < threshold) return;
    dragging = true;
    event.preventDefault();
    move({ x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (event.pointerId !== down.pointerId) return;
    ending.abort();
    if (!dragging) return;
    // The click that follows a drag means nothing.
    source.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true, signal: AbortSignal.timeout(50) });
    drop({ x: event.clientX, y: event.clientY });
  }

  function stop() {
    ending.abort();
    if (dragging) cancel();
  }

  const { signal } = ending;
  ownerDocument.addEventListener("pointermove", onMove, { signal, passive: false });
  ownerDocument.addEventListener("pointerup", onUp, { signal });
  ownerDocument.addEventListener("pointercancel", stop, { signal });
  ownerDocument.addEventListener("keydown", (event) => event.key === "Escape" && stop(), { signal });
}
