// The first start: half a minute beside the real things, that makes one press Play and change one thing. It lies over the page
// and takes nothing from it: everything can be used meanwhile.

import { html, render } from "lit-html";
import { loadMoreWords } from "../../ui/i18n.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { isGuideSeen, remember } from "../../ui/preferences.js";
import { placeBeside } from "./dialog.js";

/** @typedef {import("../rooms.js").Page} Page */

/** What is pointed at, and what leads on beside its button. @type {readonly { name: string, at: string[], done?(page: Page, before: unknown): boolean }[]} */
const steps = [
  { name: "look", at: ["#playground [data-part=task]", "#playground [data-figure=output] [data-part=plane]", "#playground [data-figure=output]"] },
  { name: "play", at: ["#play"], done: () => document.documentElement.classList.contains("playing") },
  { name: "change", at: ["#playground [data-part=data] .datasets", "#playground [data-part=data]"], done: (page, before) => page.rooms.current().content() !== before },
  { name: "end", at: ["#help"] },
];

/** What the data are that are open: of a real task its name, else `plane` or `curve`. @param {Page} page */
function openData(page) {
  const { task = "plane" } = /** @type {HTMLElement} */ (document.querySelector("#playground")).dataset;
  const { data } = /** @type {import("../../core/protocol.js").Experiment} */ (page.rooms.current().content());
  return task === "plane" && page.lab.recommendation(data).dimensions === 1 ? "curve" : task;
}

/** How often it is looked whether what is pointed at was done, and has moved. */
const lookMillis = 250;
/** After something was done one may see what comes of it. */
const pauseMillis = 2500;

/** Shows the guide to whoever opens the page for the first time: not within another page, nor with an experiment of its own in the
 * link, nor where nothing could be remembered of it. @param {Page} page */
export function welcome(page) {
  if (isGuideSeen() || window.top !== window || location.hash || page.rooms.shown() !== "playground") return;
  remember("guide", "seen");
  if (isGuideSeen()) showGuide(page);
}

/** Ends the guide that is shown. @type {(() => void) | null} */
let end = null;

/** One closure, because every way on, by hand or by itself, changes the one step that is shown. @param {Page} page */
export async function showGuide(page) {
  await Promise.all([loadMoreWords(page.shared().language), loadMoreStyles(), page.rooms.visit("playground")]);
  end?.();
  const card = document.createElement("aside");
  card.className = "coach";
  card.setAttribute("aria-live", "polite");
  const ring = document.createElement("div");
  ring.className = "coach-ring";
  document.body.prepend(card, ring);
  const ends = new AbortController();
  let at = 0;
  /** When the next step comes by itself. @type {number | null} */
  let due = null;
  /** @type {unknown} */
  let before = null;

  const target = () => steps[at].at.map((selector) => document.querySelector(selector)).find((element) => element?.checkVisibility()) ?? null;

  function place() {
    const element = target();
    const box = element?.getBoundingClientRect();
    ring.hidden = !box || box.width === 0;
    if (!box || !element) return;
    Object.assign(ring.style, { left: `${box.left - 5}px`, top: `${box.top - 5}px`, width: `${box.width + 10}px`, height: `${box.height + 10}px` });
    placeBeside(card, element);
  }

  function look() {
    place();
    if (due === null && steps[at].done?.(page, before)) due = performance.now() + pauseMillis;
    if (due !== null && performance.now() >= due) next();
  }

  function next() {
    if (at === steps.length - 1) return stop();
    show(at + 1);
  }

  /** @param {number} step */
  function show(step) {
    at = step;
    due = null;
    before = page.rooms.current().content();
    draw();
    const box = target()?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) target()?.scrollIntoView({ block: "center" });
    place();
  }

  function draw() {
    const { t } = page.shared();
    const { name } = steps[at];
    const isLast = at === steps.length - 1;
    card.setAttribute("aria-label", t("guide.title"));
    render(
      html`<h2>${t(`guide.${name}.title`)}</h2>
        <p>${t(name === "look" ? `guide.look.${openData(page)}` : `guide.${name}.text`)}</p>
        <p class="coach-foot">
          <span class="coach-count">${t("guide.step", { step: at + 1, count: steps.length })}</span>
          ${isLast ? "" : html`<button class="quiet small" data-guide="skip" @click=${stop}>${t("guide.skip")}</button>`}
          <button class="small primary" data-guide="next" @click=${next}>${t(isLast ? "guide.done" : "guide.next")}</button>
        </p>`,
      card,
    );
  }

  function stop() {
    ends.abort();
    card.remove();
    ring.remove();
    end = null;
  }

  end = stop;
  const timer = setInterval(look, lookMillis);
  ends.signal.addEventListener("abort", () => clearInterval(timer));
  addEventListener("resize", place, { signal: ends.signal });
  addEventListener("scroll", place, { signal: ends.signal, passive: true });
  addEventListener("keydown", ({ key }) => key === "Escape" && !document.querySelector("dialog[open]") && stop(), { signal: ends.signal });
  show(0);
}
