// Figures saved as pictures, the line for other pages, and what a link shows where it is pasted.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after } from "node:test";
import { address, close, load, onPage, root, step } from "./harness.js";

after(close);

/** Saves a picture; gives its size, that of its figure, and how many colours it has. */
async function save(page, name, figure = name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-picture=${name}]`)]);
  assert.equal(download.suggestedFilename(), `${name}.png`);
  const bytes = readFileSync(await download.path());
  return page.evaluate(async ([base64, figure]) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "image/png" });
    const image = await createImageBitmap(blob);
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { width, height } = document.querySelector(`[data-figure=${figure}]`).getBoundingClientRect();
    const colours = new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
    return { size: [image.width, image.height], wanted: [width, height].map((length) => 2 * (Math.ceil(length) + 16)), colours };
  }, [bytes.toString("base64"), figure]);
}

for (const colorScheme of ["light", "dark"]) {
  test(`every figure is saved as it looks, at twice its size, in ${colorScheme} colours`, () =>
    onPage({ colorScheme }, async (page) => {
      await step(page, 200);
      await page.click('[data-part="code"]');
      await page.locator("[data-picture]").first().waitFor();
      for (const name of ["network", "output", "curves"]) {
        const { size, wanted, colours } = await save(page, name);
        assert.deepEqual(size, wanted, name);
        assert.ok(colours > 100, `${name} has ${colours} colours`);
      }
    }));
}

test("the figure of a task is saved, too", () =>
  onPage({}, async (page) => {
    await load(page, { data: { dataset: "table", file: "iris" } });
    await step(page, 20);
    await page.click('[data-part="code"]');
    await page.locator("[data-picture=task]").waitFor();
    const { size, wanted, colours } = await save(page, "task", "table");
    assert.deepEqual(size, wanted);
    assert.ok(colours > 20);
  }));

test("the line for other pages shows the experiment there", () =>
  onPage({ hash: "#data.dataset=moons" }, async (page) => {
    await page.click('[data-part="code"]');
    const line = await page.locator("[data-part=embed-line]").inputValue();
    const [, src] = line.match(/^<iframe src="([^"]+)"/);
    assert.ok(src.startsWith(`${address}embed.html#`));
    await page.goto(src);
    await page.locator("descent-lab [data-figure=output]").waitFor();
    assert.equal(await page.evaluate(async () => (await document.querySelector("descent-lab").experiment()).data.dataset), "moons");
  }));

/** The address in the line that the notice after "Link" offers. */
async function copiedLine(page) {
  await page.click(".toolbar >> text=Link");
  await page.click("#notice >> text=Copy a line for a web page");
  await page.locator("#notice", { hasText: "The line is copied" }).waitFor();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(line, await page.inputValue("#shared-link"));
  const [, src, title] = line.match(/^<iframe src="([^"]+)".* title="([^"]+)"/);
  return { src: src.replaceAll("&amp;", "&"), title };
}

test("the notice after “Link” offers the line for other pages: a lab of the playground, the whole page of other rooms and of exercises", () =>
  onPage({}, async (page) => {
    await load(page, { data: { dataset: "circle" }, seed: 4 });
    const lab = await copiedLine(page);
    assert.match(lab.src, /\/embed\.html#d2-playground-/);
    assert.equal(lab.title, "Descent");
    await page.click('.rooms a[href^="#optimizers"]');
    await page.locator("#race-play").waitFor();
    const race = await copiedLine(page);
    assert.match(race.src, /\/(index\.html)?#d2-optimizers-/);
    await page.goto("about:blank");
    await page.goto(lab.src);
    await page.locator("descent-lab [data-figure=output]").waitFor();
    assert.deepEqual(await page.evaluate(async () => {
      const { data, seed } = await document.querySelector("descent-lab").experiment();
      return [data.dataset, seed];
    }), ["circle", 4]);
  }));

test("a link that is pasted somewhere has a title, a sentence and a picture that is there", () => {
  const html = readFileSync(join(root, "dist/index.html"), "utf8");
  const meta = (name) => html.match(new RegExp(`<meta (?:property|name)="${name}" content="([^"]+)"`))?.[1];
  assert.match(meta("og:title"), /neural network/);
  assert.match(meta("og:description"), /watch it learn/);
  assert.equal(meta("twitter:card"), "summary_large_image");
  const picture = readFileSync(join(root, "dist", meta("og:image").split("/").at(-1)));
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
});
