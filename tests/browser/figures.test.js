// Figures hang anywhere, any number of times, and leave nothing behind.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";
import { address, close, onPage, root, until } from "./harness.js";

after(close);

/** The page of figures: the head of the built one, with its policy and styles, around a script of its own. */
const html = readFileSync(join(root, "dist/index.html"), "utf8")
  .replace(/<body>[\s\S]*<\/body>/, "<body></body>")
  .replace(/<link rel="(?:modulepreload|expect)"[^>]*>/g, "")
  .replace('class="starting"', "")
  .replace(/(<script type="module" id="main" src=")[^"]*(".* data-styles="([^"]*)")/, '<link rel="stylesheet" href="$3" />$1figures.js$2');
/** The second module and its worker, as they are called in the built page. */
const built = (/** @type {RegExp} */ name) => readdirSync(join(root, "dist")).find((file) => name.test(file));
const desk = { module: built(/^desk-.*\.wasm$/), worker: built(/^desk_worker-.*\.js$/) };
const { outputFiles: [{ text: script }] } = await build({
  entryPoints: [join(root, "tests/browser/figures_page.js")], bundle: true, format: "esm", write: false, target: "chrome97", logLevel: "warning",
  define: { DESK_FILES: JSON.stringify(desk) },
});

async function onFigures(work) {
  await onPage({ height: 3000 }, async (page) => {
    await page.route("**/figures.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.route("**/figures.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    await page.goto(`${address}figures.html`);
    await page.evaluate(() => window.figures.ready);
    await work(page);
  });
}

/** Calls what the page of figures offers. */
const call = (page, method, ...given) => page.evaluate(([name, all]) => window.figures[name](...all), [method, given]);
const look = (page, name) => call(page, "look", name);

/** All but the ids, which no two figures share. */
const seen = ({ ids, ...rest }) => rest;

/** The figures there are: an experiment to show, options that look different, and what a person chooses something with. */
const kinds = {
  curves: { experiment: { data: { dataset: "moons" } }, one: { logLoss: false, metricCurve: true }, other: { logLoss: true, metricCurve: false }, choice: "input[type=checkbox]", menu: true },
  output: { experiment: { data: { dataset: "circle" } }, one: { showTest: false, discretize: false }, other: { showTest: false, discretize: true }, choice: "input[type=checkbox]", menu: true },
  map: { race: { surface: "himmelblau" }, one: { arrows: true }, other: { arrows: false } },
  relief: { race: { surface: "himmelblau" }, one: { isBesideMap: true }, other: { isBesideMap: false } },
  losses: { race: { surface: "himmelblau" }, one: { logLoss: true }, other: { logLoss: false }, choice: "input[type=checkbox]" },
  builder: { experiment: { data: { dataset: "moons" } }, one: { chosen: null }, other: { chosen: { layer: "hidden_1" } }, choice: '[data-node="hidden_2"]', saysChoice: true },
  network: { saysChoice: true, experiment: { data: { dataset: "moons" } }, one: { selected: null }, other: { selected: { kind: "feature", feature: "x1" } }, choice: "button.tile[data-unit]" },
};

/** What a figure of a kind hangs over. @param {string} kind */
const over = (kind) => (kinds[kind].race ? "race" : "first");

/** Begins that, and has something else to show later. @param {string} kind */
const begin = (page, kind, steps) => (kinds[kind].race ? call(page, "race", kinds[kind].race, "race") : call(page, "train", kinds[kind].experiment, steps));
const change = (page, kind, steps) => (kinds[kind].race ? call(page, "race", { surface: steps === 1 ? "beale" : "booth" }, "race") : call(page, "step", steps));

for (const [kind, { one, other, choice, menu }] of Object.entries(kinds)) {
  test(`${kind}: the same figure hangs several times with its own options, in a shadow root too`, async () => {
    await onFigures(async (page) => {
      await begin(page, kind, 300);
      await call(page, "hang", "first", kind, { run: over(kind), options: one });
      await call(page, "hang", "second", kind, { run: over(kind), options: other });
      await call(page, "hang", "shadow", kind, { run: over(kind), options: one, isInShadow: true });
      await change(page, kind, 50);
      await call(page, "putBack", "shadow");
      const [first, second, shadow] = [await look(page, "first"), await look(page, "second"), await look(page, "shadow")];
      assert.ok(first.pictures.length > 0 && !first.pictures.includes("nothing"), "there is something to see");
      assert.notDeepEqual(first.pictures, second.pictures);
      if (!kinds[kind].saysChoice) assert.equal(first.words, second.words);
      assert.deepEqual(seen(shadow), seen(first), "a shadow root makes no difference");
      const ids = [first, second, shadow].flatMap((one) => one.ids);
      assert.equal(new Set(ids).size, ids.length, "no id is there twice");
      await call(page, "set", "second", one);
      assert.deepEqual((await look(page, "second")).pictures, first.pictures, "options can be set");
      assert.deepEqual(await call(page, "heard", "second"), [], "only what a person changes is told");
      assert.deepEqual((await look(page, "first")).pictures, first.pictures);
    });
  });

  if (choice) test(`${kind}: what is chosen in one figure is told and changes no other`, async () => {
    await onFigures(async (page) => {
      await begin(page, kind, 100);
      await call(page, "hang", "first", kind, { run: over(kind), options: one });
      await call(page, "hang", "shadow", kind, { run: over(kind), options: one, isInShadow: true });
      const before = await look(page, "first");
      if (menu) await page.locator('[data-host="shadow"] .menu > summary').click();
      await page.locator(`[data-host="shadow"] ${choice}`).first().click();
      await until(async () => (await look(page, "shadow")).pictures.join() !== before.pictures.join());
      assert.equal((await call(page, "heard", "shadow")).length, 1);
      assert.deepEqual(await call(page, "heard", "first"), []);
      assert.deepEqual(await look(page, "first"), before);
    });
  });

  test(`${kind}: off screen the picture rests while the words go on, and both are there again when it is seen`, async () => {
    await onFigures(async (page) => {
      await begin(page, kind, 100);
      await call(page, "hang", "far", kind, { run: over(kind), options: one });
      await call(page, "hang", "near", kind, { run: over(kind), options: one });
      await page.evaluate(() => Object.assign(document.querySelector('[data-host="far"]').style, { position: "relative", top: "9000px" }));
      await change(page, kind, 1);
      const before = await look(page, "far");
      await change(page, kind, 200);
      const [far, near] = [await look(page, "far"), await look(page, "near")];
      assert.deepEqual(far.pictures, before.pictures);
      assert.notDeepEqual(near.pictures, before.pictures);
      assert.equal(far.words, near.words);
      await page.evaluate(() => document.querySelector('[data-host="far"]').scrollIntoView());
      await until(async () => (await look(page, "far")).pictures.join() === near.pictures.join());
    });
  });

  test(`${kind}: a figure is removed and put back, and what ends leaves nothing behind`, async () => {
    await onFigures(async (page) => {
      await begin(page, kind, 100);
      const before = await call(page, "held");
      await call(page, "hang", "first", kind, { run: over(kind), options: one });
      await call(page, "hang", "shadow", kind, { run: over(kind), options: one, isInShadow: true });
      for (const name of ["first", "shadow"]) await call(page, "remove", name);
      await change(page, kind, 20);
      for (const name of ["shadow", "first"]) await call(page, "putBack", name);
      assert.deepEqual(seen(await look(page, "first")), seen(await look(page, "shadow")));
      await call(page, "hang", "fresh", kind, { run: over(kind), options: one });
      assert.deepEqual(seen(await look(page, "first")), seen(await look(page, "fresh")));
      await call(page, "play", true, over(kind));
      await until(() => look(page, "first"), ({ pictures }) => pictures.length > 0);
      const during = await call(page, "held");
      assert.ok(during.observers > before.observers);
      await call(page, "play", false, over(kind));
      for (const name of ["first", "shadow", "fresh"]) assert.equal(await call(page, "end", name), 0, name);
      await change(page, kind, 1);
      assert.deepEqual(await call(page, "held"), before);
    });
  });
}

/** Figures that ask the second module, and draw when it has answered: options that look different, and what a person chooses with. */
const asking = {
  inspect: { one: { moment: 0 }, other: { moment: 4 }, choice: '[data-part="on"]' },
  health: { one: { layers: true }, other: { layers: false } },
  functions: { one: { show: "activations", activation: null }, other: { show: "activations", activation: "relu" }, choice: '[data-show="losses"]' },
};

/** What a figure shows once it has been answered, and nothing of it changes any more. */
async function settled(page, name) {
  let before = "";
  await until(async () => {
    const { drawn, words } = await look(page, name);
    const now = JSON.stringify([drawn, words]);
    await page.waitForTimeout(600);
    if (now !== before || /Computing/.test(words)) return void (before = now);
    return true;
  });
  const { drawn, words, ids, styles } = await look(page, name);
  return { drawn, words, ids, styles };
}

for (const [kind, { one, other, choice }] of Object.entries(asking)) {
  test(`${kind}: hangs several times with its own options, in a shadow root too, and leaves nothing behind`, async () => {
    await onFigures(async (page) => {
      await call(page, "train", { data: { dataset: "moons" } }, 50);
      const before = await call(page, "held");
      await call(page, "hang", "first", kind, { options: one, width: 800 });
      await call(page, "hang", "second", kind, { options: other, width: 800 });
      await call(page, "hang", "shadow", kind, { options: one, width: 800, isInShadow: true });
      const [first, second, shadow] = [await settled(page, "first"), await settled(page, "second"), await settled(page, "shadow")];
      assert.notDeepEqual([first.drawn, first.words], [second.drawn, second.words]);
      assert.deepEqual(seen(shadow), seen(first), "a shadow root makes no difference");
      const ids = [first, second, shadow].flatMap((one) => one.ids);
      assert.equal(new Set(ids).size, ids.length, "no id is there twice");
      await call(page, "set", "second", one);
      assert.deepEqual((await settled(page, "second")).drawn, first.drawn, "options can be set");
      for (const name of ["first", "second", "shadow"]) assert.deepEqual(await call(page, "heard", name), [], "only what a person changes is told");
      if (choice) {
        await page.locator(`[data-host="shadow"] ${choice}`).first().click();
        await until(async () => (await call(page, "heard", "shadow")).length === 1);
        assert.deepEqual(seen(await settled(page, "first")), seen(first));
      }
      for (const name of ["first", "second", "shadow"]) assert.equal(await call(page, "end", name), 0, name);
      assert.deepEqual(await call(page, "held"), before);
    });
  });
}

test("health: off screen it asks for nothing, and catches up when it is seen", async () => {
  await onFigures(async (page) => {
    await call(page, "train", { data: { dataset: "moons" } }, 50);
    await call(page, "hang", "far", "health", { width: 800 });
    const before = await settled(page, "far");
    await page.evaluate(() => Object.assign(document.querySelector('[data-host="far"]').style, { position: "relative", top: "9000px" }));
    await page.waitForTimeout(300);
    await call(page, "step", 200);
    await page.waitForTimeout(800);
    assert.equal((await look(page, "far")).words, before.words);
    await page.evaluate(() => document.querySelector('[data-host="far"]').scrollIntoView());
    await until(async () => /Step 250/.test((await look(page, "far")).words));
  });
});

/** Presets of the tasks, one for each figure. */
const tasks = { digits: "digits_dense", houses: "houses", sentences: "sentences_pooling", series: "series_sines", table: "table_iris" };
const presets = JSON.parse(readFileSync(join(root, "www/presets/experiments.json"), "utf8"));

for (const [kind, preset] of Object.entries(tasks)) {
  test(`${kind}: a task hangs several times, in a shadow root too, and leaves nothing behind`, async () => {
    await onFigures(async (page) => {
      const { experiment } = presets.find(({ name }) => name === preset);
      await call(page, "train", experiment, 30);
      const before = await call(page, "held");
      for (const [name, isInShadow] of [["first", false], ["shadow", true]]) await call(page, "hang", name, kind, { run: "first", isInShadow });
      await call(page, "step", 20);
      // The map of words turns slowly from where it was, so that it remembers which moments it was drawn at.
      const shown = ({ words, pictures }) => JSON.stringify([words, kind === "sentences" ? pictures.length : pictures]);
      const [first, shadow] = await until(async () => [await look(page, "first"), await look(page, "shadow")],
        ([one, other]) => shown(one) === shown(other) && one.words.length > 0);
      assert.deepEqual(shadow.styles, first.styles, "a shadow root makes no difference");
      const ids = [...first.ids, ...shadow.ids];
      assert.equal(new Set(ids).size, ids.length, "no id is there twice");
      await call(page, "remove", "shadow");
      await call(page, "step", 10);
      await call(page, "putBack", "shadow");
      for (const name of ["first", "shadow"]) assert.equal(await call(page, "end", name), 0, name);
      await call(page, "step", 10);
      await until(() => call(page, "held"), (now) => JSON.stringify(now) === JSON.stringify(before));
    });
  });
}

/** Figures of words alone: a race, options that read differently, and what a person chooses something with. */
const worded = {
  standings: { options: [{ column: "loss", rising: true }, { column: "loss", rising: false }], choice: "th.length .sort" },
  anatomy: { options: [{ arrows: true }, { arrows: false }], choice: "input[type=checkbox]" },
};

for (const [kind, { options, choice }] of Object.entries(worded)) {
  test(`${kind}: hangs several times with its own options and leaves nothing behind`, async () => {
    await onFigures(async (page) => {
      await call(page, "race", { surface: "bowl" }, "race");
      const before = await call(page, "held");
      for (const [name, given, isInShadow] of [["first", options[0], false], ["second", options[1], false], ["shadow", options[0], true]]) {
        await call(page, "hang", name, kind, { run: "race", options: given, isInShadow });
      }
      const all = async () => Promise.all(["first", "second", "shadow"].map((name) => look(page, name)));
      const markup = (name) => page.evaluate((which) => window.figures.part(which, "*").parentElement.innerHTML.replace(/<!--.*?-->/g, ""), name);
      const [first, second, shadow] = await all();
      assert.ok(first.words.length > 40, first.words);
      assert.deepEqual(shadow, first);
      assert.notEqual(`${second.words}${second.styles}${await markup("second")}`, `${first.words}${first.styles}${await markup("first")}`);
      await page.locator(`[data-host="shadow"] ${choice}`).first().click();
      assert.equal((await call(page, "heard", "shadow")).length, 1);
      assert.deepEqual(await call(page, "heard", "first"), []);
      assert.deepEqual((await all())[0], first);
      await call(page, "play", true, "race");
      await call(page, "play", false, "race");
      for (const name of ["first", "second", "shadow"]) assert.equal(await call(page, "end", name), 0, name);
      assert.deepEqual(await call(page, "held"), before);
    });
  });
}

test("contestants: hang twice without an id in common, and what is edited in one shows in the other", () =>
  onFigures(async (page) => {
    await call(page, "race", { surface: "bowl" }, "race");
    const before = await call(page, "held");
    await call(page, "hang", "first", "contestants", { run: "race" });
    await call(page, "hang", "shadow", "contestants", { run: "race", isInShadow: true });
    const both = async () => [await look(page, "first"), await look(page, "shadow")];
    const [first, shadow] = await both();
    assert.deepEqual(seen(shadow), seen(first));
    assert.equal(new Set([...first.ids, ...shadow.ids]).size, first.ids.length + shadow.ids.length);
    await page.locator('[data-host="shadow"] [data-part=add-contestant]').selectOption("lion");
    await until(both, (all) => all.every(({ words }) => words.split("Lion").length > first.words.split("Lion").length));
    for (const name of ["first", "shadow"]) assert.equal(await call(page, "end", name), 0, name);
    assert.deepEqual(await call(page, "held"), before);
  }));

test("a figure that ends in the middle of its picture draws no more of it", () =>
  onFigures(async (page) => {
    await call(page, "race", kinds.relief.race, "race");
    for (const kind of ["relief", "map"]) await call(page, "endAtOnce", kind, "race");
  }));

test("all figures hang six times, each over a run of its own, and none knows of another", async () => {
  await onFigures(async (page) => {
    const names = [];
    for (let copy = 0; copy < 6; copy++) {
      await call(page, "train", { data: { dataset: ["moons", "circle", "exclusive_or", "spiral", "blobs", "circle"][copy] }, seed: copy + 1 }, 60, `run ${copy}`);
      await call(page, "race", { surface: ["himmelblau", "beale", "rosenbrock", "bowl", "saddle", "ackley"][copy] }, `race ${copy}`);
      for (const kind of ["output", "network", "curves", "map"]) {
        const name = `${kind} ${copy}`;
        names.push({ name, kind, copy, run: kind === "map" ? `race ${copy}` : `run ${copy}`, isInShadow: copy === 5, options: copy % 2 ? kinds[kind].other : kinds[kind].one });
        await call(page, "hang", name, kind, names.at(-1));
      }
    }
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    assert.ok((await call(page, "workers")) <= Math.min(cores, 4));

    /** What each shows when it is in sight. */
    async function lookAtAll() {
      const shown = {};
      for (const { name } of names) {
        await call(page, "show", name);
        shown[name] = (await look(page, name)).pictures.join();
      }
      return shown;
    }
    const before = await lookAtAll();
    for (const kind of ["output", "network", "curves", "map"]) assert.equal(new Set(names.filter((one) => one.kind === kind).map(({ name }) => before[name])).size, 6, `${kind}: six different pictures`);
    await call(page, "step", 40, "run 2");
    await call(page, "race", { surface: "booth" }, "race 4");
    const after = await lookAtAll();
    for (const { name, run } of names) {
      const isOfOne = run === "run 2" || run === "race 4";
      assert.equal(after[name] !== before[name], isOfOne, `${name} ${isOfOne ? "follows" : "does not follow"}`);
    }

    /** Bytes in use once all that can be thrown away is. */
    const session = await page.context().newCDPSession(page);
    async function heap() {
      for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize;
    }
    /** Takes a figure away and hangs it again, by turns in the page and in another place, in sight and out of it. */
    async function replace(round) {
      const one = names[round % names.length];
      assert.equal(await call(page, "end", one.name), 0);
      await call(page, "hang", one.name, one.kind, one);
      await call(page, "remove", one.name);
      await call(page, "putBack", one.name);
      await page.evaluate((far) => scrollTo(0, far ? document.body.scrollHeight : 0), round % 2);
    }
    for (let round = 0; round < 24; round++) await replace(round);
    const [heldBefore, heapBefore] = [await call(page, "held"), await heap()];
    for (let round = 0; round < 100; round++) await replace(round);
    const [heldAfter, heapAfter] = [await call(page, "held"), await heap()];
    assert.deepEqual(heldAfter, heldBefore);
    assert.ok(heapAfter < 1.05 * heapBefore, `${heapBefore} bytes became ${heapAfter}`);
    await page.evaluate(() => scrollTo(0, 0));
    assert.deepEqual(await lookAtAll(), after, "all show again what they showed");
  });
});

test("four runs that nobody looks at make together nearly the steps that two make on two workers", async () => {
  await onFigures(async (page) => {
    // By turns in short spans: what else the machine does falls on both alike.
    const spans = Array.from({ length: 12 }, () => [[0, 1, 2, 3], [0, 1], [0, 1, 2, 3], [2, 3]]).flat();
    const { made, workers } = await call(page, "headless", spans, { data: { dataset: "spiral" } }, 120);
    assert.equal(workers, 2);
    // The median: a span in which something else took the machine says nothing of the runs.
    const rates = (count) => made.filter((_, span) => spans[span].length === count).map(({ steps, millis }) => steps / millis).sort((one, other) => one - other);
    const [four, two] = [rates(4), rates(2)].map((all) => all[all.length >> 1]);
    assert.ok(four >= 0.9 * two, `${four.toFixed(1)} steps a millisecond by four runs, ${two.toFixed(1)} by two`);
  });
});

test("a run that nobody has subscribed to computes no pictures and no evaluation, and copies nothing", async () => {
  await onFigures(async (page) => {
    const { sent, workers } = await call(page, "headless", [[0]], { data: { dataset: "moons" } }, 200);
    assert.equal(workers, 1);
    assert.ok(sent.length > 1);
    for (const { pictures, weights, history, heads, train, wrongTrain, confusion, liveWeights, picturesDue, step } of sent) {
      assert.ok(step > 0);
      assert.deepEqual({ pictures, weights, history, wrongTrain, confusion, liveWeights, picturesDue }, { pictures: null, weights: null, history: null, wrongTrain: null, confusion: null, liveWeights: null, picturesDue: false });
      assert.deepEqual([train.loss, heads[0].history], [null, null]);
    }
  });
});
