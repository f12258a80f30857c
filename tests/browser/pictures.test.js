// Figures saved as pictures, the line for other pages, and what a link shows where it is pasted.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after } from "node:test";
import { painted } from "../../xtask/share.js";
import { address, close, load, onPage, root, step } from "./harness.js";

after(close);

/** Saves a picture; gives its size, that of its figure, and how many colours it has. */
async function save(page, name, figure = name, room = "main:not([hidden])") {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`${room} [data-picture=${name}]`)]);
  assert.equal(download.suggestedFilename(), `${name}.png`);
  const bytes = readFileSync(await download.path());
  return page.evaluate(async ([base64, selector]) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "image/png" });
    const image = await createImageBitmap(blob);
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { width, height } = document.querySelector(selector).getBoundingClientRect();
    const colours = new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
    return { size: [image.width, image.height], wanted: [width, height].map((length) => 2 * (Math.ceil(length) + 16)), colours };
  }, [bytes.toString("base64"), `${room} [data-figure=${figure}]`]);
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

/** Saves a figure as SVG; gives how it looks where nothing of the page is, and its text. */
async function saveVector(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-vector=${name}]`)]);
  assert.equal(download.suggestedFilename(), `${name}.svg`);
  const text = readFileSync(await download.path(), "utf8");
  const found = await page.evaluate(async (text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return {
      isWrong: read.querySelector("parsererror") !== null, foreign: read.querySelectorAll("foreignObject, [class], [style]").length, words: [...read.querySelectorAll("text")].map(({ textContent }) => textContent),
      images: read.querySelectorAll("image").length, longest: Math.max(0, ...[...read.querySelectorAll("path")].map((path) => path.getAttribute("d").match(/-?[\d.]+/g)?.length ?? 0)),
      shapes: read.querySelectorAll("rect, path, polyline, circle, line").length, colours: new Set(new Uint32Array(data.buffer)).size, corner: data[3],
    };
  }, text);
  assert.deepEqual([found.isWrong, found.foreign, found.corner], [false, 0, 255], `${name}: a file of its own, with a ground`);
  return found;
}

test("figures of lines and letters are saved as SVG, too, which needs nothing of the page; painted ones say that they are PNG only", () =>
  onPage({}, async (page) => {
    await step(page, 100);
    await page.click('[data-part="code"]');
    await page.locator("[data-picture=network]").waitFor();
    assert.deepEqual(await page.locator(".pictures-list li", { hasText: "PNG only" }).locator("button").allTextContents(), ["output.png"]);
    const painted = () => page.evaluate(() => [...document.querySelectorAll("#playground canvas")].map((canvas) => canvas.toDataURL()).join());
    const before = await painted();
    const [network, curves] = [await saveVector(page, "network"), await saveVector(page, "curves")];
    assert.equal(network.images, 19, "units are small pictures between lines");
    assert.ok(network.shapes > 30 && network.words.join(" ").includes("Hidden 1"), `${network.shapes} shapes`);
    assert.equal(curves.images, 0);
    assert.ok(["Epoch", "Loss", "0.60"].every((word) => curves.words.includes(word)), curves.words.join(" "));
    assert.ok(curves.longest > 10, `a curve of ${curves.longest} numbers`);
    assert.equal(await painted(), before, "the page looks as before");
    const views = { Diagram: ["diagram", /Dense/], Inspect: ["inspect", /Input and target/], Health: ["health", /Gradient/], Functions: ["functions", /^Derivative$/m] };
    for (const [view, [name, word]] of Object.entries(views)) {
      await page.locator("[data-part=views] button", { hasText: view }).click();
      await page.locator(`[data-vector=${name}]`).waitFor();
      if (name === "inspect") await page.locator(".inspect-network").waitFor();
      if (name === "health") await page.locator(".health-histogram").first().waitFor();
      if (name === "functions") await page.waitForFunction(() => document.querySelectorAll(".functions-plot .count:not([height='0'])").length > 2);
      const { words, shapes, colours } = await saveVector(page, name);
      assert.match(words.join("\n"), word);
      assert.ok(shapes > 8 && colours > 20, `${name}: ${shapes} shapes, ${colours} colours`);
    }
  }));

test("the Optimizers room saves its map, relief, curves and standings from a menu", () =>
  onPage({ hash: "#optimizers" }, async (page) => {
    await page.locator("#race-play:enabled").waitFor();
    await page.evaluate(() => window.descent.optimizers.step(60));
    await page.click(".viewbar .pictures-menu summary");
    await page.locator(".viewbar [data-picture=map]").waitFor();
    assert.deepEqual(await page.locator(".viewbar [data-picture]").evaluateAll((all) => all.map(({ dataset }) => dataset.picture)), ["map", "relief", "losses", "standings", "anatomy"]);
    for (const name of ["map", "relief", "losses", "standings"]) {
      const { size, wanted, colours } = await save(page, name);
      assert.deepEqual(size, wanted, name);
      assert.ok(colours > 20, `${name} has ${colours} colours`);
    }
    assert.match((await saveVector(page, "standings")).words.join(" "), /Momentum/);
    assert.ok((await saveVector(page, "losses")).longest > 200);
  }));

test("the Runs room saves the view that it shows, all but the small pictures as SVG, too", () =>
  onPage({}, async (page) => {
    await page.click(".rooms a >> text=Runs");
    for (const [index, [field, values]] of [["learning_rate", "0.03, 0.3"], ["width", "1, 4"]].entries()) {
      await page.selectOption("[data-part=add-field]", field);
      await page.fill(`#sweep-vary-${index}`, values);
      await page.keyboard.press("Enter");
    }
    for (const [field, value] of [["repeats", "1"], ["epochs", "3"]]) {
      await page.fill(`#sweep-${field}`, value);
      await page.keyboard.press("Enter");
    }
    await page.click("[data-part=start]");
    await page.waitForSelector('.run-state:has-text("4 runs in")');
    for (const [view, name, isVector] of [["tiles", "runs", false], ["table", "table", true], ["heatmap", "heatmap", true], ["parallel", "parallel", true], ["curves", "curves", true]]) {
      await page.click(`#runs [data-view=${view}]`);
      await page.click("#runs .pictures-menu summary");
      await page.locator(`#runs [data-picture=${name}]`).waitFor();
      const { size, wanted, colours } = await save(page, name, `run-${view}`, "#runs");
      assert.deepEqual(size, wanted, name);
      assert.ok(colours > 20, `${name} has ${colours} colours`);
      assert.equal(await page.locator(`#runs [data-vector=${name}]`).count(), isVector ? 1 : 0, name);
      if (name === "heatmap" || name === "parallel") assert.match((await saveVector(page, name)).words.join(" "), /Learning rate/);
      if (name === "curves") assert.ok((await saveVector(page, name)).longest > 6);
      await page.keyboard.press("Escape");
    }
  }));

/** What a video shows at shares of its length: its size, how long it is, and how its first and last frame differ. */
const watched = (page, bytes) => page.evaluate(async (base64) => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "video/webm" }));
  const heard = (kind) => new Promise((resolve, reject) => (video.addEventListener(kind, resolve, { once: true }), video.addEventListener("error", () => reject(video.error), { once: true })));
  await heard("loadeddata");
  const context = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext("2d", { willReadFrequently: true });
  const at = async (share) => {
    const sought = heard("seeked");
    video.currentTime = share * video.duration;
    await sought;
    context.drawImage(video, 0, 0);
    return context.getImageData(0, 0, video.videoWidth, video.videoHeight).data;
  };
  const [first, last] = [await at(0.02), await at(0.9)];
  let [changed, colours] = [0, new Set()];
  for (let index = 0; index < first.length; index += 4) {
    changed += Math.abs(first[index] - last[index]) > 24 ? 1 : 0;
    colours.add(last[index]);
  }
  return { duration: video.duration, size: [video.videoWidth, video.videoHeight], changed: changed / (first.length / 4), colours: colours.size };
}, bytes.toString("base64"));

test("a run is recorded as a video of the chosen figures, which plays, is as long as it took, and changes", () =>
  onPage({}, async (page) => {
    await page.click('[data-part="code"]');
    await page.locator("[data-record=network]").uncheck();
    const box = await page.locator("[data-figure=output]").boundingBox();
    await page.click("[data-part=record]");
    await page.locator(".recording label", { hasText: /Recording: [3-9] of 60 s/ }).waitFor();
    assert.ok((await page.evaluate(() => window.descent.snapshot().step)) > 0, "the run was started, too");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-part=stop-recording]")]);
    assert.equal(download.suggestedFilename(), "descent-run.webm");
    await page.locator(".recording", { hasText: "descent-run.webm is saved" }).waitFor();
    const { duration, size, changed, colours } = await watched(page, readFileSync(await download.path()));
    assert.ok(duration > 2.5 && duration < 30, `${duration} s`);
    assert.ok(size[0] >= box.width && size[1] > box.height, `${size}`);
    assert.ok(changed > 0.004 && colours > 20, `${changed} of it changes, ${colours} colours`);
    await page.click(".recording button");
    assert.equal(await page.locator(".recording").count(), 0);
  }));

test("a recording that is discarded leaves nothing, and where the browser cannot record the list says so", () =>
  onPage({}, async (page) => {
    await page.click('[data-part="code"]');
    await page.locator("[data-part=record]").waitFor();
    let saved = 0;
    page.on("download", () => saved++);
    await page.click("[data-part=record]");
    await page.locator(".recording label", { hasText: "Recording" }).waitFor();
    await page.click("[data-part=discard-recording]");
    await page.locator(".recording").waitFor({ state: "detached" });
    assert.equal(saved, 0);
    await page.evaluate(() => delete window.MediaRecorder);
    await page.locator("[data-part=views] button", { hasText: "Diagram" }).click();
    await page.locator(".pictures-list", { hasText: "This browser cannot record" }).waitFor();
    assert.equal(await page.locator("[data-part=record]").count(), 0);
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

test("a link that is pasted somewhere has a title, a sentence and a picture that the build made", async () => {
  const html = readFileSync(join(root, "dist/index.html"), "utf8");
  const meta = (name) => html.match(new RegExp(`<meta (?:property|name)="${name}" content="([^"]+)"`))?.[1];
  assert.match(meta("og:title"), /neural network/);
  assert.match(meta("og:description"), /watch it learn/);
  assert.equal(meta("twitter:card"), "summary_large_image");
  const picture = readFileSync(join(root, "dist", meta("og:image").split("/").at(-1)));
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [1200, 630]);
  const [first, second] = [await painted("first"), await painted("second")];
  assert.ok(first.equals(second), "made again, by a run of its own, it has the same bytes");
  assert.ok(picture.equals(first), "it is of the page as it is");
});
