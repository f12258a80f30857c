// The record of a run: it comes back after a reload, from a link to a moment and from JSON, to the same bits.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { close, fingerprint, load, onPage, snapshot, step, until } from "./harness.js";

after(close);

const ready = (page) => page.evaluate(() => window.descent.ready);
const experiment = { data: { dataset: "moons" }, optimizer: { optimizer: "adam" }, seed: 3 };
const rate = "[data-part=training] [id$=optimizer-learning_rate]";
const kept = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("descent.run")));
/** Waits until what is kept of the run is of a step. */
const keptAt = (page, at) => until(() => kept(page), (now) => now?.record.step === at, 10_000);

/** A run with two changes on its way. @returns where it is, and its fingerprint */
async function changedRun(page) {
  await load(page, experiment);
  await step(page, 120);
  await page.fill(rate, "-2");
  await step(page, 80);
  await page.fill(rate, "-2.7");
  await step(page, 100);
  return fingerprint(page);
}

test("a run with changes on its way comes back after a reload, to the bit, and starts over at a press", async () => {
  await onPage({}, async (page) => {
    const end = await changedRun(page);
    await keptAt(page, 300);
    await page.reload();
    await ready(page);
    await until(() => snapshot(page), (now) => now.step === 300);
    assert.equal(await fingerprint(page), end);
    assert.equal(await page.evaluate(() => window.descent.experiment().optimizer.learning_rate), 0.002);
    await page.waitForSelector("#notice >> text=at step 300");
    await page.evaluate(() => window.descent.seek(100));
    assert.equal(await page.evaluate(() => window.descent.experiment().optimizer.learning_rate), 0.001, "its past is there, too");
    await page.evaluate(() => window.descent.seek(300));
    await page.click("#notice >> text=Start over");
    await until(() => snapshot(page), (now) => now.step === 0);
  });
});

test("a file has the run with the changes on its way, and opens it at the same weights", async () => {
  await onPage({}, async (page) => {
    await ready(page);
    const end = await changedRun(page);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save")]);
    const text = readFileSync(await download.path(), "utf8");
    const { run, experiment: saved } = JSON.parse(text);
    assert.deepEqual([run.step, run.edits.length, run.fingerprint, saved.optimizer.learning_rate], [300, 2, end, 0.002]);
    await load(page, { seed: 9 });
    const choose = (content) => page.setInputFiles("input[type=file]", { name: "run.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await choose(text);
    await until(() => snapshot(page), (now) => now.step === 300);
    assert.equal(await fingerprint(page), end);
    await choose(text.replace(`"step": 300`, `"step": -1`));
    await page.waitForSelector(".notice.error, .notice.warning");
    assert.equal((await snapshot(page)).step, 0, "what is wrong with the run is told, and the experiment begins anew");
  });
});

test("a run that was scrubbed back comes back there, with what came later", async () => {
  await onPage({}, async (page) => {
    await load(page, experiment);
    await step(page, 200);
    await page.evaluate(() => window.descent.seek(70));
    const there = await fingerprint(page);
    await keptAt(page, 70);
    await page.reload();
    await ready(page);
    // On its way to step 200 it may be seen at step 70, too.
    await until(() => page.getAttribute("[data-figure=curves] [data-part=scrub]", "max"), (furthest) => furthest === "200");
    await until(() => snapshot(page), (now) => now.step === 70);
    assert.equal(await fingerprint(page), there);
  });
});

test("a tab that is put away while it trains has its run when it is back", async () => {
  await onPage({}, async (page) => {
    await load(page, experiment);
    await page.evaluate(() => window.descent.play());
    const { step: first } = await until(() => snapshot(page), (now) => now.step > 500);
    await until(() => kept(page), (now) => now?.record.step > first);
    await page.reload();
    await ready(page);
    const { record } = await kept(page);
    await until(() => snapshot(page), (now) => now.step === record.step);
    const back = await fingerprint(page);
    await load(page, experiment);
    await step(page, record.step);
    assert.equal(await fingerprint(page), back);
  });
});

test("whoever opens a link anew begins at its start", async () => {
  await onPage({}, async (page) => {
    await load(page, experiment);
    await step(page, 50);
    await keptAt(page, 50);
    await page.waitForFunction(() => location.hash.startsWith("#d2-"));
    const url = page.url();
    await page.goto("about:blank");
    await page.goto(url);
    await ready(page);
    assert.equal((await snapshot(page)).step, 0);
  });
});

test("a link to a moment opens the run there, and the ordinary one at its start", async () => {
  await onPage({}, async (page) => {
    const end = await changedRun(page);
    const [plain, moment] = await page.evaluate(async () => [await window.descent.link(), await window.descent.link({ moment: true })]);
    assert.match(moment, /#d2-playground-[\w-]+$/);
    await page.goto("about:blank");
    await page.goto(moment);
    await ready(page);
    await until(() => snapshot(page), (now) => now.step === 300);
    assert.equal(await fingerprint(page), end);
    await page.evaluate((link) => window.descent.open(link), plain);
    assert.equal((await snapshot(page)).step, 0);
    await page.evaluate((link) => window.descent.open(link), moment);
    assert.equal(await fingerprint(page), end, "a script has it once it is open");
  });
});

test("the button for the link offers the moment once the run has begun", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    const copy = () => page.click("text=Copy link");
    await copy();
    await page.waitForSelector("#notice >> text=The link is copied");
    assert.equal(await page.locator("#notice >> text=Copy a link to step").count(), 0);
    await step(page, 20);
    await copy();
    await page.click("#notice >> text=Copy a link to step 20");
    await page.waitForSelector("#notice >> text=It opens the run at step 20.");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.evaluate(() => window.descent.link({ moment: true })));
  });
});

test("a link written by hand names a step", async () => {
  await onPage({ hash: "#data.dataset=moons&seed=5&step=150" }, async (page) => {
    await until(() => snapshot(page), (now) => now.step === 150);
    const there = await fingerprint(page);
    await page.evaluate((link) => window.descent.open(link), "#data.dataset=moons&seed=5");
    await step(page, 150);
    assert.equal(await fingerprint(page), there);
  });
  await onPage({ hash: "#seed=5&step=soon" }, async (page) => {
    await page.waitForSelector("#notice >> text=its record cannot be read");
    assert.equal((await snapshot(page)).step, 0);
  });
});

test("a record of other weights, of a newer version or with a wrong field is told", async () => {
  await onPage({}, async (page) => {
    await load(page, experiment);
    await step(page, 30);
    await keptAt(page, 30);
    const { record } = await kept(page);
    await page.waitForFunction(() => location.hash.startsWith("#d2-"));
    const again = async (change) => {
      await page.evaluate((changed) => sessionStorage.setItem("descent.run", JSON.stringify({ address: location.hash, record: changed })), { ...record, ...change });
      // What the page keeps as it goes is not what is to be read.
      await page.evaluate(() => (Storage.prototype.setItem = Storage.prototype.removeItem = () => {}));
      await page.reload();
      await ready(page);
    };
    await again({ fingerprint: "0123456789abcdef" });
    await page.waitForSelector("#notice >> text=its weights are not those it had");
    await again({ version: 99 });
    await page.waitForSelector("#notice >> text=a newer version of Descent");
    await again({ experiment: { optimizer: { optimizer: "sgd", learning_rate: "fast" } } });
    await page.waitForSelector("#notice >> text=could not be brought back");
    assert.equal((await snapshot(page)).step, 0);
  });
});

