// The room of many runs: restarts, sweeps, and from any of them to the playground and back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, fingerprint, load, onPage, root, snapshot, tooWide, until } from "./harness.js";

after(close);

const folder = mkdtempSync(join(tmpdir(), "descent-"));
const room = (page) => page.click(".rooms a >> text=/^(Runs|반복 실험)$/");
const playground = (page) => page.click(".rooms a >> text=/^(Playground|플레이그라운드)$/");
const sweep = (page, plan) => page.evaluate((given) => window.descent.sweep(given), plan);
const done = (page, count) => page.waitForSelector(`.run-state:has-text("${count} runs in")`, { timeout: 60_000 });

/** XOR with few units: some starts find it, some get stuck. */
const stuck = {
  data: { dataset: "exclusive_or", noise: 0.1, samples: 200 },
  network: { layers: [
    { name: "input", layer: "input" }, { name: "hidden", layer: "dense", inputs: ["input"], units: 3, activation: "relu" },
    { name: "output", layer: "dense", inputs: ["hidden"], units: 1, activation: "sigmoid" },
  ], outputs: ["output"] },
  optimizer: { optimizer: "adam", learning_rate: 0.02 }, seed: 4,
};
const goal = { measure: "train_metric", limit: 0.9 };

/** What the core says without a browser. */
function native(experiment, steps) {
  const file = join(folder, "experiment.json");
  writeFileSync(file, JSON.stringify({ version: 2, experiment }));
  return execFileSync(`${root}/target/release/examples/fingerprint`, [file, String(steps)], { encoding: "utf8" }).trim();
}

test("20 restarts come to the weights of native runs, whose success rate is theirs", async () => {
  await onPage({}, async (page) => {
    const rows = await sweep(page, { experiment: stuck, repeats: 20, epochs: 60, goal });
    assert.equal(rows.length, 20);
    for (const { seed, repeat, step, fingerprint: hash } of rows) {
      const seeds = repeat === 0 ? {} : { data: 4, weights: seed, order: seed };
      assert.equal(hash, native({ ...stuck, seeds }, step), `start ${repeat}`);
    }
    const successes = rows.filter(({ success }) => success).length;
    assert.equal(successes, rows.filter(({ trainMetric }) => trainMetric >= 0.9).length);
    assert.ok(successes > 0 && successes < 20, `${successes} of 20 find it`);
    assert.deepEqual(await sweep(page, { experiment: stuck, repeats: 20, epochs: 60, goal }), rows, "again the same");
  });
});

test("from the playground to 20 restarts and back takes a press each, and a run opens as it was", async () => {
  await onPage({}, async (page) => {
    await load(page, stuck);
    await room(page);
    assert.match(await page.textContent(".plan-base"), /XOR · 2–3–1 ReLU · Adam 0\.02/);
    await page.click('[data-plan="restarts"]');
    await page.fill("#sweep-epochs", "60");
    await page.keyboard.press("Enter");
    await page.click('[data-part="start"]');
    await done(page, 20);
    assert.equal(await page.locator(".run-tile").count(), 20);
    assert.match(await page.textContent('[data-part="successes"]'), /^\d+ of 20 \(\d+ %\)$/);
    await page.click('[data-view="table"]');
    await page.click(".runs-table thead >> text=/^Test loss/");
    const losses = () => page.locator(".runs-table tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.querySelectorAll(".digits")[2].textContent)));
    await until(losses, (shown) => shown.length === 20 && shown.every((loss, index) => index === 0 || shown[index - 1] <= loss));
    const worst = Number((await page.textContent('[data-notable="worst"]')).match(/([\d.]+) %/)[1]);
    await page.click('[data-notable="worst"]');
    await page.waitForSelector("#play", { state: "visible" });
    // On its way there it is seen at other steps, too.
    await until(() => snapshot(page), ({ testMetric }) => testMetric !== null && Number((100 * testMetric).toFixed(1)) === worst);
    assert.equal(await page.locator("#notice .warning").count(), 0, "the weights are those of the run");
    await room(page);
    assert.equal(await page.locator(".runs-table tbody tr").count(), 20, "the runs are still there");
  });
});

test("a sweep is stopped, gone on with, opened from its link, and read back as CSV and Markdown", async () => {
  await onPage({}, async (page) => {
    await load(page, stuck);
    await room(page);
    await page.selectOption('[data-part="add-field"]', "width");
    await page.fill("#sweep-vary-0", "1, 2, 8");
    await page.keyboard.press("Enter");
    await page.selectOption('[data-part="add-field"]', "activation");
    await page.fill("#sweep-repeats", "8");
    await page.keyboard.press("Enter");
    await page.fill("#sweep-epochs", "300");
    await page.keyboard.press("Enter");
    await page.click('[data-part="start"]');
    await page.waitForFunction(() => document.querySelector(".runs progress").value >= 3);
    await page.click('[data-part="cancel"]');
    await page.waitForSelector(".run-state:has-text('Stopped at')");
    const stopped = await page.evaluate(() => document.querySelector(".runs progress").value);
    assert.ok(stopped < 72, `${stopped} of 72`);
    await page.click('[data-part="start"]');
    await done(page, 72);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click('[data-part="csv"]')]);
    const csv = readFileSync(await download.path(), "utf8").replace("\ufeff", "");
    const [head, ...lines] = csv.trim().split("\r\n").map((line) => line.split(","));
    const hashes = lines.map((cells) => cells[head.indexOf("fingerprint")]);
    assert.equal(new Set(hashes).size, 72);
    await page.click('[data-part="markdown"]');
    await page.waitForSelector("#notice >> text=copied as Markdown");
    const table = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n");
    assert.equal(table.length, 2 + 9);
    assert.match(table[0], /Units per layer \| Activation \| Runs \| Reach the goal/);
    const link = await page.evaluate(() => window.descent.link());
    assert.match(link, /#d2-runs-/);
    await page.goto("about:blank");
    await page.goto(link);
    await page.evaluate(() => window.descent.ready);
    await page.click('[data-part="start"]');
    await done(page, 72);
    const [again] = await Promise.all([page.waitForEvent("download"), page.click('[data-part="csv"]')]);
    assert.equal(readFileSync(await again.path(), "utf8").replace("\ufeff", ""), csv, "the link gives the same runs");
  });
});

test("a map, parallel coordinates with a brush and curves show the same runs", async () => {
  await onPage({}, async (page) => {
    await load(page, { ...stuck, optimizer: { optimizer: "sgd", learning_rate: 0.1, momentum: 0 } });
    await room(page);
    await page.selectOption('[data-part="add-field"]', "learning_rate");
    await page.fill("#sweep-vary-0", "0.01, 0.1, 1");
    await page.keyboard.press("Enter");
    await page.selectOption('[data-part="add-field"]', "momentum");
    await page.fill("#sweep-repeats", "2");
    await page.keyboard.press("Enter");
    await page.fill("#sweep-epochs", "10");
    await page.keyboard.press("Enter");
    await page.click('[data-part="start"]');
    await done(page, 24);
    await page.click('[data-view="heatmap"]');
    await page.waitForSelector("button.heat");
    assert.equal(await page.locator("button.heat").count(), 12);
    assert.match(await page.locator("button.heat").first().getAttribute("aria-label"), /Learning rate 0\.01, Momentum 0\.99: mean .* of 2 reach the goal/);
    await page.click('[data-view="parallel"]');
    await page.waitForSelector(".axis-line");
    assert.equal(await page.locator(".axis-line").count(), 3);
    assert.match(await page.textContent(".axis-share"), /^\d+ %$/);
    await page.focus('[data-axis="learning_rate"]');
    await page.keyboard.press("ArrowUp");
    await page.waitForSelector("text=/\\d+ of 24 runs are kept/");
    const kept = await page.locator(".table-scroll:has(.parallel) + .hint").textContent();
    assert.match(kept, /^\s*(8|16) of 24/);
    await page.click('[data-view="curves"]');
    await page.waitForSelector(".run-curves");
    await until(() => page.textContent(".run-curves + .hint"), (text) => /(8|16) runs: test accuracy/.test(text), 5_000);
    await page.click('[data-part="unchoose"]');
    await until(() => page.textContent(".run-curves + .hint"), (text) => /24 runs: test accuracy/.test(text), 5_000);
  });
});

test("a worker killed in the middle of a sweep loses nothing", async () => {
  const init = () => {
    const Native = Worker;
    window.started = [];
    window.Worker = class extends Native {
      constructor(...given) {
        super(...given);
        window.started.push(this);
      }
    };
  };
  await onPage({ init: [init] }, async (page) => {
    const plan = { experiment: stuck, repeats: 24, epochs: 200, goal };
    const rows = await page.evaluate(async (given) => {
      const running = window.descent.sweep(given);
      await new Promise((resolve) => setTimeout(resolve, 300));
      window.started.at(-1).postMessage({ type: "panic", run: 0, id: 1e9 });
      return running;
    }, plan);
    assert.equal(rows.length, 24);
    assert.ok(rows.every(({ failed }) => !failed));
    assert.deepEqual(await sweep(page, plan), rows);
  });
});

test("a plan that takes another experiment no longer varies what that has not", async () => {
  await onPage({}, async (page) => {
    await load(page, { ...stuck, optimizer: { optimizer: "sgd", learning_rate: 0.1 } });
    await room(page);
    for (const field of ["momentum", "width"]) await page.selectOption('[data-part="add-field"]', field);
    await page.waitForSelector('[data-vary="momentum"]');
    await playground(page);
    await load(page, stuck);
    await room(page);
    await page.click('[data-part="take"]');
    await page.waitForSelector('[data-vary="momentum"]', { state: "detached" });
    assert.equal(await page.locator("[data-vary]").count(), 1);
  });
});

test("without test samples a goal of the test is told to be none, and nothing is called the best", async () => {
  await onPage({}, async (page) => {
    await load(page, { ...stuck, data: { ...stuck.data, train_fraction: 1 } });
    await room(page);
    await page.waitForSelector('[data-part="no-test"]');
    await page.fill("#sweep-repeats", "3");
    await page.keyboard.press("Enter");
    await page.click('[data-part="start"]');
    await done(page, 3);
    assert.equal(await page.locator("[data-notable]").count(), 0);
    await page.selectOption('[data-part="measure"]', "train_metric");
    await page.waitForSelector('[data-notable="best"]');
    assert.equal(await page.locator('[data-part="no-test"]').count(), 0);
  });
});

test("a summary names what goes in only where features do", async () => {
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "sentences" } });
    await room(page);
    assert.doesNotMatch(await page.textContent(".plan-base"), /\b0–/);
  });
});

test("what is wrong with a plan is told beside it, and changes nothing", async () => {
  await onPage({}, async (page) => {
    await room(page);
    await page.fill("#sweep-repeats", "1000");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#sweep-repeats-error");
    assert.equal(await page.inputValue("#sweep-repeats"), "20");
    await page.selectOption('[data-part="add-field"]', "learning_rate");
    await page.fill("#sweep-vary-0", "0.1, fast");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#sweep-vary-0-error");
    await page.selectOption('[data-vary="learning_rate"] select', "log");
    for (const [end, value] of [["from", "0"], ["to", "1000"], ["count", "1"]]) {
      await page.fill(`#sweep-vary-0-${end}`, value);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`#sweep-vary-0-${end}-error`);
    }
    await page.selectOption('[data-part="draws"]', "random");
    await page.waitForSelector("#sweep-vary-0-count", { state: "detached" });
    const message = await page.evaluate(() => window.descent.sweep({ vary: [{ field: "width", values: [0] }] }).catch((error) => error.message));
    assert.match(message, /vary\[0\]\.values\[0\]/);
  });
});

for (const [width, height] of [[1280, 720], [1440, 900], [390, 844]]) {
  for (const locale of ["en-US", "ko-KR"]) {
    test(`the room fits ${width} by ${height} in ${locale}`, async () => {
      await onPage({ width, height, locale, touch: width < 500 }, async (page) => {
        await room(page);
        await page.click('[data-plan="spiral"]');
        await page.fill("#sweep-epochs", "1");
        await page.keyboard.press("Enter");
        await page.click('[data-part="start"]');
        await page.waitForFunction(() => document.querySelector(".runs progress").value === 81);
        for (const view of ["tiles", "table", "heatmap", "parallel", "curves"]) {
          await page.click(`[data-view="${view}"]`);
          assert.equal(await tooWide(page), 0, view);
          if (view === "heatmap" || view === "parallel") await page.waitForSelector(view === "heatmap" ? ".heat-name.up" : ".axis-name", { state: "attached" });
          if (view === "heatmap") assert.equal(await page.locator(".heat-name.up span").evaluate((name) => getComputedStyle(name).textOrientation), "sideways", "no letter stands on its head");
          if (view !== "parallel") continue;
          const names = await page.locator(".axis-name").evaluateAll((all) => all.map((name) => name.getBoundingClientRect()).map(({ left, right }) => [left, right]));
          assert.equal(names.length, 4);
          assert.ok(names.every(([left], index) => index === 0 || names[index - 1][1] <= left), `names of axes overlap: ${names}`);
        }
        await page.click('[data-mode="compare"]');
        await page.waitForSelector(".compared");
        assert.equal(await tooWide(page), 0, "side by side");
        assert.doesNotMatch(await page.textContent("#runs"), /(sweep|compare|field)\.\w|undefined|NaN/);
      });
    });
  }
}

test("a run is pinned, trained again with another activation beside it, and opens as it is", async () => {
  await onPage({}, async (page) => {
    await load(page, stuck);
    await room(page);
    await page.click('[data-mode="compare"]');
    await page.waitForSelector('[data-run="A"]');
    await page.selectOption('[data-part="another-field"]', "activation");
    await page.selectOption('select[data-part="another"]', "tanh");
    await page.waitForSelector('[data-run="B"]');
    const steps = () => page.locator('.compared [data-part="step"]').allTextContents();
    await page.click('[data-part="compare-play"]');
    await until(steps, (all) => all.every((one) => Number(one.replace(",", "")) > 200), 20_000);
    await page.click('[data-part="compare-play"]');
    await until(steps, ([first, second]) => first === second, 10_000);
    assert.match(await page.textContent(".compare-table"), /Activation\s*ReLU\s*tanh/);
    await page.selectOption('[data-part="compare-measure"]', { label: "training accuracy" });
    await page.waitForSelector('.compare-curves[aria-label="Curves of 2 runs: training accuracy over the epochs"]');
    const at = await page.locator('[data-run="B"]').evaluate((run) => {
      // Read and pressed at once: a block of steps may still be on its way.
      const step = Number(run.querySelector('[data-part="step"]').textContent.replace(",", ""));
      run.querySelector('[data-part="open"]').click();
      return step;
    });
    await until(() => snapshot(page), (now) => now.step === at);
    const there = await fingerprint(page);
    const network = { ...stuck.network, layers: stuck.network.layers.map((layer) => (layer.name === "hidden" ? { ...layer, activation: "tanh" } : layer)) };
    await load(page, { ...stuck, network });
    await page.evaluate((count) => window.descent.step(count), at);
    assert.equal(await fingerprint(page), there);
  });
});

test("six runs stand side by side, are in the link, and stay when another plan is begun", async () => {
  await onPage({}, async (page) => {
    await room(page);
    await page.click('[data-mode="compare"]');
    await page.waitForSelector('[data-run="A"]');
    await page.selectOption('[data-part="another-field"]', "learning_rate");
    for (const [index, rate] of ["0.01", "0.03", "0.3", "1", "3"].entries()) {
      await page.fill('input[data-part="another"]', rate);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`[data-run="${"BCDEF"[index]}"]`);
    }
    assert.ok(await page.isDisabled('input[data-part="another"]'), "six at most");
    const link = await page.evaluate(() => window.descent.link());
    await page.goto("about:blank");
    await page.goto(link);
    await page.evaluate(() => window.descent.ready);
    await page.waitForSelector('[data-run="F"]');
    await page.click('[data-mode="plan"]');
    await page.click('[data-plan="phase"]');
    await page.click('[data-mode="compare"]');
    await page.waitForSelector('[data-run="F"]');
  });
});

test("fingerprints stay those of the playground", async () => {
  await onPage({}, async (page) => {
    await load(page, stuck);
    const [row] = await sweep(page, { experiment: stuck, repeats: 1, epochs: 3 });
    await page.evaluate((count) => window.descent.step(count), row.step);
    assert.equal(await fingerprint(page), row.fingerprint);
    await playground(page);
  });
});

test("a press in the playground puts its run beside others, once, and as many as there is room for", async () => {
  await onPage({}, async (page) => {
    const pinned = () => page.locator(".compared").count();
    await load(page, stuck);
    await page.click("[data-figure=curves] [data-part=compare]");
    await page.waitForSelector(".compared");
    assert.ok(page.url().includes("runs"), page.url());
    await playground(page);
    await page.click("[data-figure=curves] [data-part=compare]");
    await page.waitForSelector("#runs:visible .compared");
    assert.equal(await pinned(), 1, "the same is there once");
    for (let count = 2; count <= 7; count++) {
      await load(page, { ...stuck, seed: 10 + count });
      await playground(page);
      await page.click("[data-figure=curves] [data-part=compare]");
      await until(pinned, (now) => now === Math.min(count, 6), 10_000);
    }
    assert.match(await page.textContent("#notice"), /6 runs are compared already/);
    await page.click('[data-part="compare-play"]');
    await until(() => page.locator('.compared [data-part="step"]').allTextContents(), (all) => all.every((step) => Number(step) > 20), 30_000);
  });
});
