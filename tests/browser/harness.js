// A real Chromium on the built page.
// A test fails on any error in the console, on any uncaught exception, and on any request to elsewhere.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { root, serve, serveFolder } from "./server.js";

export { root, serveFolder };
const server = await serve();
export const { address } = server;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

/** Ends browser and server; a test file's last words. */
export async function close() {
  await browser.close();
  server.close();
}

/** The page of the last test, for the next one that asks for the same kind: what the browser has loaded and compiled
 * is used again. */
let kept;

/** What the service worker keeps would outlast a test: only its own tests have one. */
function withoutServiceWorker() {
  delete Navigator.prototype.serviceWorker;
}

/** The browser remembers that the guide of the first start was shown: it is for people. */
export function withoutGuide() {
  try {
    localStorage.setItem("descent.guide", "seen");
  } catch {
    // A page without an origin of its own shows none.
  }
}

/** Opens the page and waits until it can be used.
 * `work` gets the page; afterwards nothing may have gone wrong unseen but what `expected` matches. `init` is a function to
 * run before the page's own scripts, with its argument. `guide` lets the guide of the first start come. */
export async function onPage(options, work) {
  const { hash = "", init, expected } = options;
  const { page, troubles } = await openPage(options, init);
  try {
    await page.goto(address + hash);
    await page.evaluate(() => window.descent.ready);
    await page.waitForSelector(hash.includes("optimizers") ? "#race-play" : hash.includes("lessons") ? ".lesson-text h1, .lesson-home a" : ".column");
    await work(page);
    assert.deepEqual(troubles.filter((trouble) => !expected?.test(trouble)), []);
  } catch (error) {
    await discard();
    throw error;
  }
  if (init) await discard();
  else await clear(page);
}

/** The kept page if it is of this kind, else a new one. */
async function openPage({ width = 1440, height = 900, locale = "en-US", colorScheme = "light", touch = false, reducedMotion, guide = false }, init) {
  const kind = JSON.stringify([width, height, locale, colorScheme, touch, reducedMotion, guide]);
  if (kept && !init && kept.kind === kind) return kept;
  await discard();
  const context = await browser.newContext({
    viewport: { width, height }, locale, colorScheme, hasTouch: touch, isMobile: touch, reducedMotion, acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && troubles.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const own = request.url().startsWith(address) || /^(data|blob):/.test(request.url());
    if (!own) troubles.push(`request to elsewhere: ${request.url()}`);
  });
  await page.addInitScript(withoutServiceWorker);
  if (!guide) await page.addInitScript(withoutGuide);
  if (init) await page.addInitScript(...init);
  kept = { kind, context, page, troubles };
  return kept;
}

async function discard() {
  await kept?.context.close();
  kept = undefined;
}

/** Leaves nothing of a test to the next: no other pages, nothing stored, nothing running. */
async function clear(page) {
  const { context, troubles } = kept;
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
  await page.goto("about:blank");
  page.removeAllListeners("download");
  page.removeAllListeners("dialog");
  page.removeAllListeners("filechooser");
  await page.unrouteAll();
  troubles.length = 0;
}

/** Asks again and again until the answer fulfils a condition, and returns it. */
export async function until(ask, condition = Boolean, timeout = 15_000) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (condition(answer)) return answer;
    assert.ok(Date.now() < deadline, `it is ${JSON.stringify(answer)} after ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Waits until the number an element shows fulfils a condition. */
export const untilNumber = (page, selector, condition, timeout) =>
  until(async () => Number.parseFloat((await page.textContent(selector)).replaceAll("\u2009", "")), condition, timeout);

/** Opens the menu of a part of the page, unless it is open. */
export async function openMenu(page, part) {
  const closed = page.locator(`${part} .menu:not([open]) > summary`).first();
  if (await closed.count()) await closed.click();
}

/** Waits until nothing on the page fades or moves any longer. */
export async function settled(page) {
  await drawn(page);
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running" || animation.effect.getComputedTiming().endTime === Infinity));
}

/** Waits until all that the page had to draw is drawn. */
export const drawn = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Pixels by which the page is wider than the screen. A phone makes `innerWidth` as wide as the page. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The run of this moment, after all that was asked of the page before. */
export async function snapshot(page) {
  await page.evaluate(() => window.descent.fingerprint());
  await drawn(page);
  return page.evaluate(() => window.descent.snapshot());
}
export const load = (page, partial) => page.evaluate((config) => window.descent.load(config), partial);
export const step = (page, batches) => page.evaluate((count) => window.descent.step(count), batches);
export const fingerprint = (page) => page.evaluate(() => window.descent.fingerprint());

/** From the playground to the loss surface of its network, by the menu beside the output. */
export async function showSurface(page) {
  const button = page.locator("[data-part=show-surface]");
  await page.locator("[data-figure=output] details.menu summary >> nth=0").waitFor();
  if (!(await button.isVisible())) await page.click("[data-figure=output] details.menu summary >> nth=0");
  await button.click();
}

/** Draws a line over the pad of the digits, by shares of it. */
export async function stroke(page, points) {
  const box = await page.locator(".pad").boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
  await page.mouse.up();
}
