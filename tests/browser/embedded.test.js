// Labs in someone else's page: the examples in docs, from the same host and from another, and in an iframe.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { createLinks } from "../../www/js/model/link/link.js";
import { close, root, serveFolder, until } from "./harness.js";

const examples = readFileSync(join(root, "docs/embedding.html"), "utf8");
const home = await serveFolder(root);
/** Another host, whose page has styles of its own and takes the script from the first. */
const restyled = examples.replaceAll("../dist/", `${home.address}dist/`).replace("</style>", "button, canvas, .card, h2 { display: none !important; color: lime; --paper: lime; }</style>");
const alone = `<!doctype html><html lang="ko"><script src="${home.address}dist/descent-lab.js" defer></script><descent-lab></descent-lab></html>`;
const other = await serveFolder(join(root, "docs"), (path) => ({ "/examples": restyled, "/alone": alone })[path]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
after(async () => {
  await Promise.all([browser.close(), close()]);
  await Promise.all([home.stop(), other.stop()]);
});

/** @param {string} address @param {(page: import("playwright-core").Page) => Promise<void>} work
 * @param {any} [options] of the browser; `expected` are troubles that are part of it */
async function onPage(address, work, { expected, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  try {
    await page.goto(address);
    await work(page);
    assert.deepEqual(troubles.filter((trouble) => !expected?.test(trouble)), []);
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
    await call(page, "circle", "step", 7);
    await set("figures", "output curves");
    await page.locator("#circle [data-figure=network]").waitFor({ state: "detached" });
    await page.locator("#circle [data-figure=curves] canvas").waitFor();
    await set("controls", "play open");
    await page.locator("#circle [data-part=reset]").waitFor({ state: "detached" });
    assert.equal((await call(page, "circle", "experiment")).data.dataset, "moons");
    assert.equal((await call(page, "circle", "snapshot")).step, 7, "the run goes on");
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

test("a lab whose module does not come says so in its place", () =>
  onPage("about:blank", async (page) => {
    await page.route(/core-.*\.wasm$/, (route) => route.fulfill({ status: 503, headers: { "access-control-allow-origin": "*" }, body: "" }));
    await page.addInitScript(() => addEventListener("descent-error", ({ detail }) => (window.heard = detail.message)));
    await page.goto(`${other.address}alone`);
    const words = await page.locator("descent-lab [role=alert]").textContent();
    assert.match(words, /^Descent의 일부를 불러오지 못했습니다: core-\w+\.wasm/);
    assert.equal(await page.evaluate(() => window.heard), words);
  }, { expected: /503/ }));

test("a lab takes the table of its link along, in the link or from beside its script, and hands it on", () =>
  onPage(`${other.address}examples`, async (page) => {
    const heights = `age,arm,size\n${Array.from({ length: 60 }, (_, row) => `${row % 12},${(row * 7) % 11},${row % 12 > 5 ? "tall" : "small"}`).join("\n")}\n`;
    const fetched = [];
    await page.route("**/data/*.csv", (route) => {
      fetched.push(route.request().url());
      return route.fulfill({ contentType: "text/csv", headers: { "access-control-allow-origin": "*" }, body: heights });
    });
    assert.equal((await call(page, "table", "experiment")).data.file, "fruit.csv");
    await call(page, "circle", "snapshot");
    const set = (id, value) => page.evaluate(([id, value]) => document.getElementById(id).setAttribute("experiment", value), [id, value]);
    await set("circle", "#table=heights.csv&data.target=size");
    await until(() => call(page, "circle", "experiment"), ({ data }) => data.file === "heights.csv");
    assert.deepEqual(fetched, [`${home.address}dist/data/heights.csv`]);
    const beside = await call(page, "circle", "link");
    const links = createLinks(["playground"]);
    const { version } = links.read(new URL(beside).hash.slice(1)).link;
    const content = await call(page, "circle", "experiment");
    const write = (table) => `#${links.write({ room: "playground", version, content, view: {}, table })}`;
    const within = write({ name: "heights.csv", text: heights });
    await set("heard", within);
    await until(() => call(page, "heard", "experiment"), ({ data }) => data.file === "heights.csv");
    for (const id of ["circle", "heard"]) await call(page, id, "step", 20);
    assert.equal(await call(page, "circle", "fingerprint"), await call(page, "heard", "fingerprint"), "the same rows");
    const tables = [beside, await call(page, "heard", "link")].map((link) => links.read(new URL(link).hash.slice(1)).link.table);
    assert.deepEqual(tables, [{ name: "heights.csv" }, { name: "heights.csv", text: heights }]);
    await set("heard", write({ name: "heights.csv", text: "age\n" }));
    await page.locator("#heard .notice", { hasText: "heights.csv" }).waitFor();
    await call(page, "circle", "load", { data: { dataset: "moons" } });
    assert.equal(links.read(new URL(await call(page, "circle", "link")).hash.slice(1)).link.table, undefined);
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

/** Every goal that a lab of the page tells of, by the lab's id. */
const hearGoals = (page) => page.evaluate(() => {
  window.goals = [];
  document.addEventListener("descent-goal", ({ target, detail }) => window.goals.push({ id: target.id, ...detail }));
});

test("a lab with goals tells of each once in a run, with its words and the step; the others tell of none", () =>
  onPage(`${home.address}docs/embedding.html`, async (page) => {
    await hearGoals(page);
    const goals = () => page.evaluate(() => window.goals);
    await page.locator("#exercise .goals li").nth(1).waitFor();
    for (const id of ["circle", "heard", "exercise"]) await call(page, id, "step", 20);
    const { step } = await call(page, "exercise", "step", 120);
    const [first, second] = (await until(goals, (told) => told.length === 2)).sort((a, b) => a.index - b.index);
    assert.deepEqual([first.id, first.goal, first.quantity, first.target], ["exercise", "training loss ≤ 0.2", "train_loss", 0.2]);
    assert.ok(first.value <= 0.2 && first.step > 0 && first.step <= step);
    assert.equal(second.goal, "epochs ≥ 3");
    await until(() => page.locator("#exercise .goals .reached").count(), (count) => count === 2);
    assert.match(await page.textContent("#goals-reached"), /training loss ≤ 0\.2 at step \d+/);
    await call(page, "exercise", "step", 10);
    await call(page, "exercise", "reset");
    await until(() => page.locator("#exercise .goals .reached").count(), (count) => count === 0);
    assert.equal((await goals()).length, 2, "each is told once");
    await call(page, "exercise", "step", 140);
    assert.deepEqual(new Set((await until(goals, (told) => told.length === 4)).map(({ id }) => id)), new Set(["exercise"]));
  }));

test("an exercise brings its task, its goals and what is fixed from its link, also in an iframe; goals that cannot be read are told", () =>
  onPage(`${home.address}docs/embedding.html`, async (page) => {
    const task = { text: "Separate the two classes.", goals: "epoch >= 1", lock: ["play"], language: null };
    const file = JSON.stringify({ version: 2, experiment: { data: { dataset: "two_gaussians", samples: 60 } }, task });
    await page.evaluate((file) => document.getElementById("circle").setAttribute("experiment", file), file);
    await page.locator("#circle .embedded-exercise", { hasText: "Separate the two classes." }).waitFor();
    await call(page, "circle", "play");
    await page.locator("#circle .notice").waitFor();
    assert.equal((await call(page, "circle", "snapshot")).step, 0, "it is fixed that it does not train by itself");
    const link = await call(page, "circle", "link");
    await page.evaluate((hash) => {
      window.heard = [];
      addEventListener("message", ({ data }) => data.descent && window.heard.push(data));
      const frame = document.querySelector("iframe");
      frame.src = `../dist/embed.html?again${hash}`;
    }, new URL(link).hash);
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const heard = (kind) => page.evaluate((kind) => window.heard.filter(({ descent }) => descent === kind), kind);
    await until(() => heard("ready"), (told) => told.length > 0);
    await page.evaluate(() => document.querySelector("iframe").contentWindow.postMessage({ descent: "step", value: 40 }, "*"));
    const [goal] = await until(() => heard("goal"), (told) => told.length > 0);
    assert.equal(goal.goal, "epochs ≥ 1");
    await page.evaluate(() => document.getElementById("heard").setAttribute("goals", "test_lost <= 1"));
    await page.locator("#heard .field-error", { hasText: "test_lost" }).waitFor();
  }));

/** What the frames of a notebook show, as Python says it; only `IFrame` is another. */
function framesOf(notebook) {
  const { cells } = JSON.parse(readFileSync(join(root, notebook), "utf8"));
  assert.deepEqual(cells.map(({ id }) => /^[\w-]{1,64}$/.test(id ?? "")), cells.map(() => true), "the format wants an id of each cell");
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  const stub = "import sys, types\nframes = []\nmodule = types.ModuleType('IPython.display')\nmodule.IFrame = lambda src, **size: frames.append(src)\nsys.modules['IPython'] = types.ModuleType('IPython')\nsys.modules['IPython.display'] = module\n";
  const { stdout, error, stderr } = spawnSync("python3", ["-c", `${stub}${code.join("\n")}\nprint("\\n".join(frames))`], { encoding: "utf8" });
  if (error) return null;
  assert.equal(stderr, "");
  return stdout.trim().split("\n");
}

test("the frames of the notebook among the examples have addresses that work", async (context) => {
  const frames = framesOf("docs/embedding.ipynb");
  if (!frames) return context.skip("there is no python3 here");
  assert.equal(frames.length, 3);
  const shown = [];
  for (const address of frames) {
    await onPage(address.replace("http://localhost:8080/", `${home.address}dist/`), async (page) => {
      await page.locator("descent-lab [data-figure=output]").waitFor();
      if (address.includes("goals=")) await page.locator("descent-lab .goals li").nth(1).waitFor();
      shown.push(await page.evaluate(async () => {
        const { data, seed } = await document.querySelector("descent-lab").experiment();
        return [data.dataset, seed, document.querySelector("descent-lab").shadowRoot.querySelectorAll(".goals li").length];
      }));
    });
  }
  assert.deepEqual(shown, [["moons", 1, 0], ["spiral", 7, 0], ["circle", 1, 2]]);
});
