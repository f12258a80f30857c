// Labs in someone else's page: the examples in docs, from the same host and from another, and in an iframe.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { close, root, serveFolder, until } from "./harness.js";

const examples = readFileSync(join(root, "docs/embedding.html"), "utf8");
const home = await serveFolder(root);
/** Another host, whose page has styles of its own and takes the script from the first. */
const other = await serveFolder(join(root, "docs"), (path) =>
  path === "/examples" ? examples.replaceAll("../dist/", `${home.address}dist/`).replace("</style>", "button, canvas, .card, h2 { display: none !important; color: lime; --paper: lime; }</style>") : undefined);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
after(async () => {
  await Promise.all([browser.close(), close()]);
  await Promise.all([home.stop(), other.stop()]);
});

/** @param {string} address @param {(page: import("playwright-core").Page) => Promise<void>} work @param {object} [options] */
async function onPage(address, work, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  try {
    await page.goto(address);
    await work(page);
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

const call = (page, id, method, ...given) => page.evaluate(async ([id, method, given]) => {
  await customElements.whenDefined("descent-lab");
  const lab = document.getElementById(id);
  await lab.ready;
  return lab[method](...given);
}, [id, method, given]);

for (const [host, address] of [["the same host", `${home.address}docs/embedding.html`], ["another host, whatever its styles", `${other.address}examples`]]) {
  test(`three labs of one page train each for itself, from ${host}`, () =>
    onPage(address, async (page) => {
      for (const id of ["circle", "spiral", "heard"]) assert.equal((await call(page, id, "snapshot")).step, 0);
      const before = await call(page, "circle", "fingerprint");
      await page.locator("#spiral [data-part=play]").click();
      await until(() => call(page, "spiral", "snapshot"), ({ step }) => step > 20);
      await page.locator("#spiral [data-part=play]").click();
      assert.equal((await call(page, "heard", "step", 150)).step, 150);
      assert.equal(await call(page, "circle", "fingerprint"), before);
      await until(() => page.textContent("#test-loss"), (text) => Number(text) > 0);
      assert.deepEqual(await page.locator("#circle h2").allTextContents(), ["Output", "Loss and accuracy"]);
      assert.deepEqual(await page.locator("#spiral h2").allTextContents(), ["출력 (신경망의 예측)", "손실과 정확도"]);
      assert.deepEqual(await page.locator("#heard button.round").count(), 0);
      for (const id of ["circle", "spiral", "heard"]) {
        await page.locator(`#${id}`).scrollIntoViewIfNeeded();
        const canvas = page.locator(`#${id} [data-figure=output] canvas`).first();
        await until(() => canvas.evaluate((one) => one.width > 0 && new Set(one.getContext("2d").getImageData(0, 0, one.width, one.height).data).size > 4));
        assert.ok(await canvas.isVisible());
      }
      const paper = (id) => page.locator(`#${id} .embedded`).evaluate((one) => getComputedStyle(one).backgroundColor);
      assert.deepEqual(await Promise.all(["spiral", "heard"].map(paper)), ["rgb(20, 22, 27)", "rgb(246, 246, 243)"]);
    }));
}

test("attributes that change are followed, a wrong experiment is told and changes nothing, and what leaves the page stops", () =>
  onPage(`${home.address}docs/embedding.html`, async (page) => {
    await call(page, "circle", "step", 5);
    const set = (name, value) => page.evaluate(([name, value]) => document.getElementById("circle").setAttribute(name, value), [name, value]);
    await set("lang", "ko");
    await page.locator("#circle h2", { hasText: "손실과 정확도" }).waitFor();
    await set("experiment", '{"data": {"dataset": "cirkle"}}');
    await page.locator("#circle .notice", { hasText: "cirkle" }).waitFor();
    assert.equal((await call(page, "circle", "experiment")).data.dataset, "circle");
    assert.equal((await call(page, "circle", "snapshot")).step, 5);
    await set("experiment", "#data.dataset=moons");
    await until(() => call(page, "circle", "experiment"), ({ data }) => data.dataset === "moons");
    await set("figures", "output");
    await page.locator("#circle [data-figure=network]").waitFor({ state: "detached" });
    assert.equal((await call(page, "circle", "experiment")).data.dataset, "moons");
    const link = await page.getAttribute("#circle .open-whole", "href");
    assert.ok(link.startsWith(`${home.address}dist/#d2-playground-`));
    const steps = await page.evaluate(async () => {
      const lab = document.getElementById("circle");
      let told = 0;
      lab.addEventListener("descent-step", () => told++);
      await lab.play();
      await new Promise((resolve) => setTimeout(resolve, 500));
      lab.remove();
      await new Promise((resolve) => setTimeout(resolve, 200));
      const before = told;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { before, after: told };
    });
    assert.ok(steps.before > 0);
    assert.equal(steps.after, steps.before);
    await page.goto(link);
    await page.evaluate(() => window.descent.ready);
    assert.equal(await page.evaluate(() => window.descent.experiment().data.dataset), "moons");
  }));

test("in a sandboxed iframe a lab tells of itself by messages, and hears what it is asked for", () =>
  onPage(`${home.address}docs/embedding.html`, async (page) => {
    await page.evaluate(() => {
      window.heard = [];
      addEventListener("message", ({ data }) => data.descent && window.heard.push(data));
    });
    const iframe = page.locator("iframe");
    await iframe.scrollIntoViewIfNeeded();
    const frame = await (await iframe.elementHandle()).contentFrame();
    await frame.locator("[data-part=play]").waitFor();
    assert.equal(await frame.evaluate(() => self.origin), "null");
    const say = (message) => page.evaluate((message) => document.querySelector("iframe").contentWindow.postMessage(message, "*"), message);
    const last = (kind) => page.evaluate((kind) => window.heard.findLast(({ descent }) => descent === kind) ?? null, kind);
    await say({ descent: "step", value: 30 });
    const { trainLoss, step } = await until(() => last("step"), (told) => told?.step === 30);
    assert.ok(trainLoss > 0 && step === 30);
    await say({ descent: "load", value: { data: { dataset: "nowhere" } } });
    assert.match((await until(() => last("error"))).message, /nowhere/);
    await say({ descent: "play" });
    await until(() => last("step"), (told) => told.step > 40);
    assert.ok((await until(() => last("size"))).height > 200);
  }));

test("the notebook of the examples has an iframe with an address that works", async () => {
  const { cells } = JSON.parse(readFileSync(join(root, "docs/embedding.ipynb"), "utf8"));
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  assert.match(code[0], /IFrame\(DESCENT \+ "embed\.html/);
  const [, path] = code[0].match(/"(embed\.html[^"]+)"/);
  await onPage(`${home.address}dist/${path}`, (page) => page.locator("descent-lab [data-figure=curves]").waitFor());
});
