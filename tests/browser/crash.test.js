// The core panics: in the worker, in the page, and again and again.

import assert from "node:assert/strict";
import test, { after } from "node:test";
import { close, fingerprint, onPage, untilNumber } from "./harness.js";

after(close);

const notice = (page) => page.locator(".notice");
const where = /src\/wasm\/mod\.rs:\d+:\d+/;

/** The report of a notice, unfolded, as it is copied. */
async function copiedReport(page) {
  await notice(page).getByText("What went wrong").click();
  const shown = await notice(page).getByRole("textbox").inputValue();
  await notice(page).getByRole("button", { name: "Copy with the experiment" }).click();
  await notice(page).getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, shown);
  return copied;
}

/** Keeps the page's workers and its instance of the core at hand. A worker panics after being configured with the seed. */
function prepare(fatalSeed) {
  window.workers = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.workers.push(this);
    }
    postMessage(message, ...rest) {
      super.postMessage(message, ...rest);
      if (message.type === "configure" && message.experiment.seed === fatalSeed) super.postMessage({ type: "panic", id: 0 });
    }
  };
  const keep = (instance) => {
    window.core = instance.exports;
    return instance;
  };
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...given) => keep(await instantiate(...given));
  WebAssembly.Instance = new Proxy(Instance, { construct: (target, given) => keep(new target(...given)) });
}

test("a panic in the worker is told with its place, and can be copied together with the experiment", async () => {
  await onPage({ hash: "#seed=5", init: [prepare] }, async (page) => {
    const fresh = await fingerprint(page);
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 20);
    await page.evaluate(() => window.workers.at(-1).postMessage({ type: "panic", id: 0 }));
    await notice(page).getByText("An error in Descent stopped the training.").waitFor();
    const report = await copiedReport(page);
    assert.match(report, /a test asked for a panic/);
    assert.match(report, where);
    assert.equal(JSON.parse(report.split("\n").at(-1)).seed, 5);
    await untilNumber(page, "#step-count", (count) => count === 0);
    assert.equal(await fingerprint(page), fresh, "the run is back at its beginning");
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 20);
  });
});

test("a table of one's own is there again after a panic of the worker", async () => {
  await onPage({ init: [prepare] }, async (page) => {
    await page.click('[data-tab="task"]');
    await page.click("#open-table");
    const lines = Array.from({ length: 60 }, (_, row) => `${row};${3 * row},5`);
    const buffer = Buffer.from(`size;price\n${lines.join("\n")}`);
    await page.setInputFiles("#table-file", { name: "own.csv", mimeType: "text/csv", buffer });
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("own.csv"));
    const fresh = await fingerprint(page);
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 20);
    await page.evaluate(() => window.workers.at(-1).postMessage({ type: "panic", id: 0 }));
    await notice(page).getByText("An error in Descent stopped the training.").waitFor();
    await untilNumber(page, "#step-count", (count) => count === 0);
    assert.equal(await fingerprint(page), fresh, "the run on the table is back at its beginning");
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 20);
  });
});

test("an experiment whose worker dies right after every restart is not restarted for ever, and stays in the link", async () => {
  await onPage({ init: [prepare, 13] }, async (page) => {
    await page.evaluate(() => void window.descent.load({ seed: 13 }).catch(() => {}));
    await notice(page).getByText("The training stopped again right after its restart").waitFor();
    const started = await page.evaluate(() => window.workers.length);
    await page.waitForURL(await page.evaluate(() => window.descent.link()));
    assert.equal(started, 3, "the first, the one that took its place, and one that waits");
    // Every question finds a worker without an experiment: that is no new death.
    await page.evaluate(() => window.descent.step(1).catch(() => {}));
    await page.evaluate(() => window.descent.load({ seed: 14 }));
    assert.equal((await page.evaluate(() => window.descent.step(3))).step, 3, "another experiment runs");
  });
});

test("a panic in the page's own instance is told likewise", async () => {
  await onPage({ hash: "#seed=7", init: [prepare], expected: /a test asked for a panic/ }, async (page) => {
    await page.evaluate(() => void setTimeout(() => window.core.provokePanic()));
    await notice(page).getByText("reload the page to continue").waitFor();
    const report = await copiedReport(page);
    assert.match(report, where);
    assert.equal(JSON.parse(report.split("\n").at(-1)).seed, 7);
  });
});
