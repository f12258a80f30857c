// The page without a network: kept by its service worker, through an update with the server gone.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { close, root, serveFolder, withoutGuide } from "./harness.js";

const temporary = mkdtempSync(join(tmpdir(), "descent-offline-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
after(async () => {
  await Promise.all([browser.close(), close()]);
  rmSync(temporary, { recursive: true });
});

const dist = join(root, "dist");
const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);

/** The built page as a version whose title says so. One of its scripts has another name in each version. */
function version(name) {
  const folder = join(temporary, name);
  cpSync(dist, folder, { recursive: true, filter: (path) => !path.endsWith(".map") });
  const [views] = readdirSync(folder).filter((file) => /^link-\w+\.js$/.test(file));
  const renamed = `link-${name.toUpperCase().padEnd(8, "0")}.js`;
  const worker = readFileSync(join(folder, "sw.js"), "utf8");
  const texts = readdirSync(folder).filter((file) => /\.(js|html)$/.test(file) && file !== "sw.js");
  const changed = texts.filter((file) => readFileSync(join(folder, file), "utf8").includes(views));
  for (const file of [...changed, "index.html"]) {
    const text = readFileSync(join(folder, file), "utf8").replaceAll(views, renamed);
    writeFileSync(join(folder, file), file === "index.html" ? text.replace("<html ", `<html data-version="${name}" `) : text);
  }
  writeFileSync(join(folder, renamed), readFileSync(join(folder, views)));
  rmSync(join(folder, views));
  const kept = worker.replaceAll(views, renamed).replace(/"([^"]+)":"([0-9a-f]{16})"/g, (_, file) => `"${file}":"${hash(readFileSync(join(folder, file === "./" ? "index.html" : file)))}"`);
  writeFileSync(join(folder, "sw.js"), kept.replace(/version:"[0-9a-f]+"/, `version:"${name}"`));
  return folder;
}

const shown = (page) => page.evaluate(() => document.documentElement.dataset.version);
const ready = (page) => page.evaluate(() => window.descent.ready);
const trains = async (page) => (await page.evaluate(() => window.descent.step(30))).step >= 30;

test("a page once opened opens and trains without a server; a new version is offered, taken whole, and kept in its place", async () => {
  const [first, second] = ["one", "two"].map(version);
  const server = await serveFolder(first);
  const context = await browser.newContext({ locale: "en-US" });
  await context.addInitScript(withoutGuide);
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  await page.goto(server.address);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);

  await server.stop();
  await page.reload();
  await ready(page);
  assert.equal(await shown(page), "one");
  assert.ok(await trains(page));
  // What was never shown is there, too: another room, data, the second module, the other language.
  await page.evaluate(() => window.descent.load({ data: { dataset: "table", file: "wine" } }));
  assert.ok(await trains(page));
  assert.match(await page.evaluate(() => window.descent.export("keras")), /import keras/);
  await page.click('.rooms a[href^="#optimizers"]');
  await page.waitForSelector("#race-play:enabled");
  await page.click('.toolbar button[lang="ko"]');
  await page.waitForSelector('.toolbar button[lang="en"]');
  await page.click('.toolbar button[lang="en"]');
  await page.goto(`${server.address}#data.dataset=spiral`);
  await ready(page);

  await server.start(second);
  const other = await context.newPage();
  await other.goto(`${server.address}#data.dataset=moons`);
  await ready(other);
  await page.reload();
  await ready(page);
  assert.deepEqual([await shown(page), await shown(other)], ["one", "one"], "nobody has asked for the new one");
  const take = page.getByRole("button", { name: "Use the new version" });
  await take.waitFor({ timeout: 30_000 });
  assert.equal(await shown(page), "one");
  await server.stop();
  await Promise.all([page.waitForEvent("load"), take.click()]);
  await ready(page);
  assert.equal(await shown(page), "two");
  assert.equal(await page.evaluate(() => window.descent.experiment().data.dataset), "spiral");
  assert.ok(await trains(page));
  // A tab of the old version goes on with the old one's files.
  assert.equal(await shown(other), "one");
  assert.ok(await trains(other));
  assert.match(await other.evaluate(() => window.descent.link()), /#d2-playground-/);
  await other.reload();
  await ready(other);
  assert.equal(await shown(other), "two");
  assert.ok(await trains(other));
  assert.deepEqual(troubles, []);
  await context.close();
});

test("a version whose files are not all of it is not taken", async () => {
  const folder = version("mixed");
  writeFileSync(join(folder, "index.html"), `${readFileSync(join(folder, "index.html"), "utf8")}<!-- of a later version -->`);
  const server = await serveFolder(folder);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.address);
  await ready(page);
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("sw.js");
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    while (["installing", "parsed"].includes(worker.state)) await new Promise((resolve) => setTimeout(resolve, 50));
    return worker.state;
  });
  assert.equal(state, "redundant");
  await context.close();
  await server.stop();
});

test("the page can be installed: its manifest names icons that are there", async () => {
  const server = await serveFolder(dist);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.address);
  const href = await page.getAttribute('link[rel="manifest"]', "href");
  const manifest = JSON.parse(readFileSync(join(dist, href), "utf8"));
  for (const { src, sizes, type } of manifest.icons) {
    const bytes = readFileSync(join(dist, src));
    if (type === "image/png") assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes);
  }
  const session = await context.newCDPSession(page);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  await context.close();
  await server.stop();
});
