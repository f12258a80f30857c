// A number in the text that can be dragged, and drives a figure: `[0.1](set:name/optimizer.learning_rate?min=0.01&max=3&log)`.

import { readPath, readable, writePath } from "../../ui/controls.js";
import { arrowOf } from "../../ui/keys.js";
import { clamp } from "../../ui/clamp.js";

/** Short names of what is set most often. @type {Record<string, string>} */
const aliases = { rate: "optimizer.learning_rate", momentum: "optimizer.momentum", noise: "data.noise", samples: "data.samples", batch: "training.batch_size" };

/** Pixels that the pointer goes over the whole range in. */
const reach = 260;

/** What a number drives. @typedef {{ read(): number | null, write(value: number): void, listen(changed: () => void): void, isLive: boolean }} Driven */

/** @param {string} name @param {string} path @param {import("./context.js").Context} context @returns {Driven | null} */
function drivenBy(name, path, { hosts, races }) {
  const host = hosts.get(name);
  const race = races.get(name);
  if (race) {
    const axis = Number(path.match(/^start\.?(\d?)$/)?.[1] || 0);
    const isStart = path.startsWith("start");
    const key = path === "rate" ? "learning_rate" : path;
    return {
      isLive: true,
      read: () => (isStart ? race.store.state.race.start[axis] : /** @type {any} */ (race.store.state.race.contestants[0].optimizer)[key]),
      write: (value) => void (isStart ? race.actions.dropStart(race.store.state.race.start.map((one, index) => (index === axis ? value : one)), "move") : race.setRule(key, value)),
      listen: (changed) => race.listen(changed),
    };
  }
  if (!host) return null;
  const { store, actions } = host;
  const weight = path.match(/^weight\.(\d+)$/)?.[1];
  if (weight !== undefined) {
    const index = Number(weight);
    return { isLive: true, read: () => store.state.snapshot?.weights[index] ?? null, write: (value) => actions.setParameter(index, value), listen: (changed) => host.listen(changed) };
  }
  const place = aliases[path] ?? path;
  let gesture = 0;
  return {
    isLive: false,
    read: () => (store.state.data ? Number(readPath(store.state.experiment, place)) : null),
    write: (value) => void actions.edit((draft) => writePath(draft, place, value), { gesture: (gesture ||= performance.now()), fresh: place.startsWith("data.") }),
    listen: (changed) => host.listen(changed),
  };
}

/** @param {HTMLElement} element @param {import("./context.js").Context} context */
export function mountNumber(element, context) {
  const [target, query = ""] = (element.dataset.set ?? "").split("?");
  const [name, path = ""] = target.split("/");
  const driven = drivenBy(name, path, context);
  const given = new URLSearchParams(query);
  const written = Number(element.textContent);
  if (!driven) return void element.classList.add("is-lost");
  const [low, high] = [Number(given.get("min") ?? Math.min(0, written)), Number(given.get("max") ?? Math.max(1, 2 * written))];
  const isLog = given.has("log") && low > 0;
  const step = given.has("step") ? Number(given.get("step")) : null;
  const toShare = (/** @type {number} */ value) => (isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const toValue = (/** @type {number} */ share) => {
    const raw = isLog ? low * (high / low) ** clamp(share, 0, 1) : low + (high - low) * clamp(share, 0, 1);
    return Number((step ? Math.round(raw / step) * step : raw).toPrecision(step ? 6 : 2));
  };
  element.tabIndex = 0;
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", context.shared().t("lesson.drag", { name: path }));
  element.setAttribute("aria-valuemin", String(low));
  element.setAttribute("aria-valuemax", String(high));
  element.setAttribute("aria-valuenow", String(written));
  element.title = context.shared().t("lesson.drag_hint");

  function show() {
    const value = driven?.read();
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    const text = readable(Number(value.toPrecision(3)));
    if (element.textContent === text) return;
    element.textContent = text;
    element.setAttribute("aria-valuenow", String(value));
  }
  driven.listen(show);

  /** @type {{ x: number, share: number, last: number } | null} */
  let drag = null;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, share: toShare(driven.read() ?? written), last: NaN };
    element.classList.add("is-held");
  });
  element.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const next = toValue(drag.share + (event.clientX - drag.x) / reach);
    if (next === drag.last) return;
    drag.last = next;
    driven.write(next);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    element.addEventListener(end, () => {
      drag = null;
      element.classList.remove("is-held");
    });
  }
  element.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    if (!way) return;
    event.preventDefault();
    const value = driven.read() ?? written;
    const up = way.x - way.y;
    const next = step ? clamp(value + up * step, low, high) : toValue(toShare(value) + up * 0.02);
    driven.write(Number(next.toPrecision(6)));
  });
}
