// Figures hang anywhere, any number of times, and leave nothing behind.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
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
  .replace(/(<script type="module" id="main" src=")[^"]*/, "$1figures.js");
const { outputFiles: [{ text: script }] } = await build({
  entryPoints: [join(root, "tests/browser/figures_page.js")], bundle: true, format: "esm", write: false, target: "chrome97", logLevel: "warning",
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
  curves: { experiment: { data: { dataset: "moons" } }, one: { logLoss: false, metricCurve: true }, other: { logLoss: true, metricCurve: false }, choice: "input[type=checkbox]" },
  output: { experiment: { data: { dataset: "circle" } }, one: { showTest: false, discretize: false }, other: { showTest: true, discretize: true }, choice: "input[type=checkbox]" },
  network: { experiment: { data: { dataset: "moons" } }, one: { selected: null }, other: { selected: { kind: "feature", feature: "x1" } }, choice: "button.tile[data-unit]" },
};

for (const [kind, { experiment, one, other, choice }] of Object.entries(kinds)) {
  test(`${kind}: the same figure hangs several times with its own options, in a shadow root too`, async () => {
    await onFigures(async (page) => {
      await call(page, "train", experiment, 300);
      await call(page, "hang", "first", kind, { options: one });
      await call(page, "hang", "second", kind, { options: other });
      await call(page, "hang", "shadow", kind, { options: one, isInShadow: true });
      await call(page, "step", 50);
      await call(page, "putBack", "shadow");
      const [first, second, shadow] = [await look(page, "first"), await look(page, "second"), await look(page, "shadow")];
      assert.ok(first.pictures.length > 0 && !first.pictures.includes("nothing"), "there is something to see");
      assert.notDeepEqual(first.pictures, second.pictures);
      if (kind !== "network") assert.equal(first.words, second.words);
      assert.deepEqual(seen(shadow), seen(first), "a shadow root makes no difference");
      const ids = [first, second, shadow].flatMap((one) => one.ids);
      assert.equal(new Set(ids).size, ids.length, "no id is there twice");
      await call(page, "set", "second", one);
      assert.deepEqual((await look(page, "second")).pictures, first.pictures, "options can be set");
      assert.deepEqual(await call(page, "heard", "second"), [], "only what a person changes is told");
      assert.deepEqual((await look(page, "first")).pictures, first.pictures);
    });
  });

  test(`${kind}: what is chosen in one figure is told and changes no other`, async () => {
    await onFigures(async (page) => {
      await call(page, "train", experiment, 100);
      await call(page, "hang", "first", kind, { options: one });
      await call(page, "hang", "shadow", kind, { options: one, isInShadow: true });
      const before = await look(page, "first");
      await page.locator(`[data-host="shadow"] ${choice}`).first().click();
      await until(async () => (await look(page, "shadow")).pictures.join() !== before.pictures.join());
      assert.equal((await call(page, "heard", "shadow")).length, 1);
      assert.deepEqual(await call(page, "heard", "first"), []);
      assert.deepEqual(await look(page, "first"), before);
    });
  });

  test(`${kind}: off screen the picture rests while the words go on, and both are there again when it is seen`, async () => {
    await onFigures(async (page) => {
      await call(page, "train", experiment, 100);
      await call(page, "hang", "far", kind, { options: one });
      await call(page, "hang", "near", kind, { options: one });
      await page.evaluate(() => Object.assign(document.querySelector('[data-host="far"]').style, { position: "relative", top: "9000px" }));
      await call(page, "step", 1);
      const before = await look(page, "far");
      await call(page, "step", 200);
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
      await call(page, "train", experiment, 100);
      const before = await call(page, "held");
      await call(page, "hang", "first", kind, { options: one });
      await call(page, "hang", "shadow", kind, { options: one, isInShadow: true });
      for (const name of ["first", "shadow"]) await call(page, "remove", name);
      await call(page, "step", 20);
      for (const name of ["shadow", "first"]) await call(page, "putBack", name);
      assert.deepEqual(seen(await look(page, "first")), seen(await look(page, "shadow")));
      await call(page, "hang", "fresh", kind, { options: one });
      assert.deepEqual(seen(await look(page, "first")), seen(await look(page, "fresh")));
      await call(page, "play", true);
      await until(() => look(page, "first"), ({ pictures }) => pictures.length > 0);
      const during = await call(page, "held");
      assert.ok(during.observers > before.observers);
      await call(page, "play", false);
      for (const name of ["first", "shadow", "fresh"]) assert.equal(await call(page, "end", name), 0, name);
      await call(page, "step", 1);
      assert.deepEqual(await call(page, "held"), before);
    });
  });
}
