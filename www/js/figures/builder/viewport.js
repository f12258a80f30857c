// The window onto the diagram: how large it is drawn and which part is seen; by wheel, fingers, pointer and keys.

import { dragFrom } from "./drag.js";
import { clamp } from "../../ui/clamp.js";

const zooms = { least: 0.3, most: 2, readable: 0.7, step: 1.2 };

/** @typedef {{ x: number, y: number }} Point */

/** One closure, because zoom, size and scroll position hang together in every gesture.
 * @param {HTMLElement} scroller what is seen @param {HTMLElement} sheet the whole diagram in it @param {AbortSignal} signal */
export function createViewport(scroller, sheet, signal) {
  let size = { width: 0, height: 0 };
  let zoom = 1;
  /** Whether nobody has chosen a zoom, so that it follows the diagram and the window. */
  let fitted = true;

  const fitting = () => Math.min((scroller.clientWidth - 4) / Math.max(1, size.width), (scroller.clientHeight - 4) / Math.max(1, size.height));

  function apply() {
    sheet.style.width = `${size.width * zoom}px`;
    sheet.style.height = `${size.height * zoom}px`;
    sheet.style.setProperty("--zoom", String(zoom));
  }

  /** @param {number} factor @param {Point} [at] what stays where it is, from the corner of the stage */
  function zoomBy(factor, at = { x: scroller.clientWidth / 2, y: scroller.clientHeight / 2 }) {
    const point = { x: (scroller.scrollLeft + at.x) / zoom, y: (scroller.scrollTop + at.y) / zoom };
    zoom = clamp(zoom * factor, zooms.least, zooms.most);
    fitted = false;
    apply();
    scroller.scrollTo(point.x * zoom - at.x, point.y * zoom - at.y);
  }

  /** As large as fits and can still be read. */
  function refit() {
    zoom = clamp(fitting(), zooms.readable, 1);
    apply();
    scroller.scrollLeft = (size.width * zoom - scroller.clientWidth) / 2;
  }

  /** @param {Point} at in pixels of the window @param {HTMLElement} element */
  function within({ x, y }, element) {
    const box = element.getBoundingClientRect();
    return { x: x - box.left, y: y - box.top };
  }

  /** Moves the diagram under the pointer. @param {PointerEvent} down */
  function pan(down) {
    if (down.pointerType === "touch" || down.button !== 0 || /** @type {Element} */ (down.target).closest(".node, .edge-point")) return;
    const start = { x: scroller.scrollLeft + down.clientX, y: scroller.scrollTop + down.clientY };
    dragFrom(down, {
      move: ({ x, y }) => scroller.scrollTo(start.x - x, start.y - y),
      drop: () => {},
      cancel: () => {},
    }, { until: signal });
  }

  /** @param {WheelEvent} event */
  function wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY / 200), within({ x: event.clientX, y: event.clientY }, scroller));
  }

  let spread = 0;
  /** @param {TouchEvent} event */
  function pinch(event) {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [a, b] = event.touches;
    const before = spread;
    spread = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const middle = { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 };
    if (before) zoomBy(spread / before, within(middle, scroller));
  }

  scroller.addEventListener("pointerdown", pan);
  scroller.addEventListener("wheel", wheel, { passive: false });
  scroller.addEventListener("touchmove", pinch, { passive: false });
  scroller.addEventListener("touchend", () => (spread = 0));
  const room = new ResizeObserver(() => fitted && scroller.clientWidth > 0 && refit());
  room.observe(scroller);
  signal.addEventListener("abort", () => room.disconnect(), { once: true });

  return {
    /** Takes another size of the diagram. @param {{ width: number, height: number }} next */
    show(next) {
      size = next;
      if (fitted) refit();
      else apply();
    },
    /** The whole diagram at once, as small as that may be. */
    fit() {
      fitted = true;
      zoom = clamp(fitting(), zooms.least, 1);
      apply();
    },
    closer: () => zoomBy(zooms.step),
    farther: () => zoomBy(1 / zooms.step),
    /** Where in the diagram a point of the window lies. @param {Point} at @returns {Point} */
    inWorld(at) {
      const { x, y } = within(at, sheet);
      return { x: x / zoom, y: y / zoom };
    },
    /** Whether the diagram is seen at a point of the window. @param {Point} at */
    covers(at) {
      const { x, y } = within(at, scroller);
      return x >= 0 && x <= scroller.offsetWidth && y >= 0 && y <= scroller.offsetHeight;
    },
  };
}
