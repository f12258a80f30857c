// One visit to the page over a line of a given speed, until the first picture is there.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/** A browser to visit with. @param {string[]} [options] */
export const launch = (options = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...options,
    ],
  });

/** Lines as Chrome's developer tools know them; bytes a second and milliseconds. */
export const lines = {
  "no limit": null,
  "10 Mbit/s": { latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 },
  "Fast 3G": { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 },
};

/** Runs in the page before anything else, which is the start page, the Optimizers room or a task: notes what is painted and what moves, and when the first picture is there. */
function watch(kind) {
  const seen = { firstPaint: 0, firstPicture: 0, shift: 0, shifts: [] };
  window.load_ = seen;
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") seen.firstPaint = startTime;
  }).observe({ type: "paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      seen.shift += entry.value;
      seen.shifts.push({ value: entry.value, at: entry.startTime, of: entry.sources.map(({ node, previousRect, currentRect }) => `${node?.id || node?.className || node?.nodeName} ${Math.round(previousRect.x)},${Math.round(previousRect.y)} -> ${Math.round(currentRect.x)},${Math.round(currentRect.y)}`) });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const isPainted = (canvas) => {
    if (!canvas?.width || !canvas.height || !canvas.clientWidth) return false;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 3; at < data.length; at += 4) if (data[at]) return true;
    return false;
  };
  /** The network is drawn and can be trained, or the race is drawn and can be run. */
  const isThere = () => {
    if (kind === "optimizers") return document.querySelector("#race-play:enabled") && isPainted(document.querySelector("[data-figure=map] canvas"));
    if (!document.querySelector("#play:enabled")) return false;
    if (kind === "task") return isPainted(document.querySelector("[data-part=task] canvas"));
    const tiles = [...document.querySelectorAll("[data-figure=network] .tile canvas")];
    return tiles.length > 0 && tiles.every(isPainted);
  };
  const look = () => {
    if (!isThere()) return requestAnimationFrame(look);
    seen.firstPicture = performance.now();
  };
  requestAnimationFrame(look);
}

/** The link that opens a preset. @param {import("playwright-core").Browser} browser @param {string} address @param {string} name */
export async function linkTo(browser, address, name) {
  const presets = JSON.parse(readFileSync(new URL("../../www/presets/experiments.json", import.meta.url), "utf8"));
  const { experiment } = presets.find((preset) => preset.name === name);
  const page = await browser.newPage();
  await page.goto(address);
  await page.evaluate(() => window.descent.ready);
  await page.evaluate((partial) => window.descent.load(partial), experiment);
  await page.waitForFunction(() => location.hash);
  const { hash } = new URL(page.url());
  await page.close();
  return hash;
}

/** @param {import("playwright-core").BrowserContext} context @param {Awaited<ReturnType<typeof import("./server.js").serve>>} server
 * @param {{ latency: number, downloadThroughput: number, uploadThroughput: number } | null} line @param {string} [hash] */
export async function visit(context, server, line, hash = "") {
  const page = await context.newPage();
  const kind = hash === "" ? "start" : hash.includes("optimizers") ? "optimizers" : "task";
  await page.addInitScript(watch, kind);
  // The guide of the first start is for people.
  await page.addInitScript(() => localStorage.setItem("descent.guide", "seen"));
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  if (line) await session.send("Network.emulateNetworkConditions", { offline: false, ...line });
  server.taken();
  await page.goto(server.address + hash, { waitUntil: "commit" });
  const deadline = Date.now() + 60_000;
  while (!(await page.evaluate(() => window.load_?.firstPicture))) {
    if (Date.now() > deadline) throw new Error(`no picture after a minute: ${await page.evaluate(() => document.body?.innerText.slice(0, 500))}`);
    await page.waitForTimeout(25);
  }
  await page.waitForTimeout(1200);
  const seen = await page.evaluate(() => ({ ...window.load_, began: performance.timeOrigin }));
  const asked = server.taken().filter(({ at }) => at <= seen.began + seen.firstPicture);
  const roomMillis = kind === "start" ? await openRoom(page) : null;
  const plays = kind === "optimizers" || (await trains(page));
  await page.close();
  const sum = (name) => asked.reduce((total, entry) => total + entry[name], 0);
  return { ...seen, plays, roomMillis, asked, requests: asked.length, brotli: sum("brotli"), gzip: sum("gzip") };
}

/** Milliseconds from a press on the other room until its map is drawn, and back again. */
async function openRoom(page) {
  const millis = await page.evaluate(async () => {
    const start = performance.now();
    const link = document.querySelector('.rooms a[href*="optimizers"]');
    if (!link) return null;
    link.click();
    const isDrawn = () => {
      const map = document.querySelector("[data-figure=map] canvas");
      return document.querySelector("#race-play")?.checkVisibility() && map?.clientWidth > 0 && map.width === Math.round(map.clientWidth * devicePixelRatio);
    };
    while (!isDrawn()) await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  });
  if (millis !== null) await page.click(".rooms a >> nth=0");
  return millis;
}

/** Whether Play trains. */
async function trains(page) {
  await page.click("#play");
  await page.waitForFunction(() => Number.parseInt(document.querySelector("#step-count").textContent) > 0, null, { timeout: 10_000 });
  return true;
}
