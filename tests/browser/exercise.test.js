// An exercise: made by a teacher, solved and handed in by a student, and checked; a forged answer does not count.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createLinks } from "../../www/js/model/link/link.js";
import { close, load, onPage, snapshot, step, until } from "./harness.js";

after(close);

const links = createLinks(["playground", "optimizers", "lessons"]);
const parts = (link) => links.read(link.slice(link.indexOf("#") + 1)).link;
const rate = "[data-part=training] [id$=optimizer-learning_rate]";
const ready = (page) => page.evaluate(() => window.descent.ready);

async function openClass(page) {
  await page.click(".toolbar >> text=Link");
  await page.click("#notice >> text=Make an exercise");
  await page.waitForSelector(".class-dialog [data-field=goals]");
}

/** A link to an exercise on two blobs, as a teacher makes it. */
async function make(page, goals) {
  await load(page, { data: { dataset: "two_gaussians", samples: 60 }, seed: 5 });
  await openClass(page);
  await page.fill(".class-dialog [data-field=text]", "Separate the two classes.");
  await page.fill(".class-dialog [data-field=goals]", goals);
  await page.fill(".class-dialog [data-field=question]", "What did you change?");
  await page.check(".class-dialog [data-list=lock][data-name=data]");
  await page.check(".class-dialog [data-list=hide][data-name=optimizer]");
  await page.click(".class-dialog [data-part=make]");
  await page.waitForSelector(".class-dialog [data-line=link]");
  const link = await page.inputValue(".class-dialog [data-line=link]");
  return link;
}

async function visit(page, link) {
  await page.goto("about:blank");
  await page.goto(link);
  await ready(page);
  await page.waitForSelector(".exercise .goals li");
}

async function handIn(page, name) {
  await page.click(".exercise [data-part=hand-in]");
  await page.fill(".hand-in input", name);
  await page.fill(".hand-in textarea", "=the rate");
  await page.click(".hand-in button");
  await page.waitForSelector(".handed input");
  const link = await page.inputValue(".handed input");
  await page.keyboard.press("Escape");
  return link;
}

async function check(page, text, task = "") {
  await openClass(page);
  await page.click(".class-dialog [data-tab=check]");
  await page.fill(".class-dialog [data-field=task]", task);
  await page.fill(".class-dialog [data-field=answers]", text);
  await page.click(".class-dialog [data-part=check]");
  await page.waitForSelector(".class-dialog [data-part=csv]", { timeout: 30_000 });
  return page.locator(".class-table tbody tr").allTextContents();
}

test("an exercise is made, solved, handed in and replayed; a forged one is refused", async () => {
  await onPage({}, async (page) => {
    const task = await make(page, "train_loss <= 0.2, epoch <= 60");
    assert.match(await page.inputValue(".class-dialog [data-line=embed]"), /^<iframe src="http/);
    await page.click(".class-dialog [data-part=qr]");
    await page.waitForSelector(".class-qr path");

    await visit(page, task);
    assert.match(await page.textContent(".exercise"), /Separate the two classes\..*Fixed here: data set/s);
    assert.equal(await page.isVisible("[data-part=training] #control-optimizer"), false);
    await page.fill(rate, "0");
    await step(page, 4);
    await page.waitForFunction(() => document.querySelectorAll(".exercise .goals .reached").length === 1);
    await step(page, 150);
    await until(() => page.locator(".exercise .goals .reached").count(), (count) => count === 2);
    const answer = await handIn(page, "Mina");
    const { step: at } = await snapshot(page);

    await visit(page, answer);
    assert.match(await page.textContent(".handed-by"), /Mina =the rate/);
    await until(() => page.locator(".exercise .goals .reached").count(), (count) => count === 2);
    assert.equal((await snapshot(page)).step, at);

    const honest = parts(answer);
    assert.equal(honest.journal.step, at);
    const forged = (change) => {
      const link = structuredClone(honest);
      change(link);
      return `http://x/#${links.write(link)}`;
    };
    const early = forged((link) => { link.journal.step = 4; link.answers.name = "Early"; });
    const easy = forged((link) => { link.exercise.goals = "epoch >= 0"; link.answers.name = "Easy"; });
    const other = forged((link) => { link.journal.experiment.data.noise = 0; link.answers.name = "Other"; });
    const none = forged((link) => { delete link.journal; link.answers.name = "None"; });
    const rows = await check(page, [answer, early, easy, other, none, answer.slice(0, -9)].join("\n"), task);
    assert.match(rows[0], /Mina.*All goals reached.*✓ training loss ≤ 0\.2.*=the rate/s);
    assert.match(rows[1], /Early.*Not counted.*other weights/s);
    assert.match(rows[2], /Easy.*training loss ≤ 0\.2/s);
    assert.match(rows[3], /Other.*Not counted.*data set/s);
    assert.match(rows[4], /None.*no run/s);
    assert.match(rows[5], /characters are missing/);
    const download = page.waitForEvent("download");
    await page.click(".class-dialog [data-part=csv]");
    const saved = await (await download).createReadStream();
    let csv = "";
    for await (const part of saved) csv += part;
    assert.match(csv, /Mina,All goals reached\./);
    assert.match(csv, /,'=the rate,/, "a table program reads no formula");
  });
});

test("what an exercise fixes cannot be changed, and a weight that is set by hand is said so", async () => {
  await onPage({}, async (page) => {
    const task = await make(page, "train_loss <= 10");
    await visit(page, task);
    const before = await page.evaluate(() => window.descent.experiment().data.noise);
    await page.fill("[data-part=data] [id$=data-noise]", "0.4");
    await page.waitForSelector("#notice >> text=This exercise fixes it");
    assert.equal(await page.evaluate(() => window.descent.experiment().data.noise), before);
    await step(page, 3);
    const answer = await handIn(page, "Jun");
    const byHand = parts(answer);
    byHand.journal.edits = [...(byHand.journal.edits ?? []), { step: byHand.journal.step, edit: { set_parameter: { index: 0, value: 0.5 } } }];
    delete byHand.journal.fingerprint;
    const byFile = parts(answer);
    // The network that the page begins with has so many weights.
    const count = 37;
    byFile.journal.edits = [{ step: byFile.journal.step, edit: { set_parameters: Buffer.alloc(4 * count).toString("base64url") } }];
    delete byFile.journal.fingerprint;
    const rows = await check(page, `${answer}\nhttp://x/#${links.write(byHand)}\nhttp://x/#${links.write(byFile)}`);
    assert.match(rows[0], /All goals reached/);
    assert.doesNotMatch(rows[0], /by hand/);
    assert.match(rows[1], /by hand: 1\./);
    assert.match(rows[2], new RegExp(`by hand: ${count}\\.`), "those of a file count, too");
  });
});

test("fixed data keep their points; links in lines are put together, and a replay without end is skipped", async () => {
  await onPage({}, async (page) => {
    const task = await make(page, "train_loss <= 0.2");
    await visit(page, task);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("n");
    await page.waitForSelector("#notice >> text=This exercise fixes it");
    assert.equal(await page.evaluate(() => window.descent.experiment().seed), 5);
    await step(page, 150);
    const answer = await handIn(page, "Mina");
    const forged = (change) => {
      const link = parts(answer);
      change(link);
      return `http://x/#${links.write(link)}`;
    };
    const lines = `${answer.slice(0, -80)}=\n> ${answer.slice(-80, -20)}\n> ${answer.slice(-20)}\n\nRegards`;
    const seed = forged((link) => { link.journal.experiment.seed = 6; link.answers.name = "Seed"; });
    const odd = forged((link) => { link.journal.edits = [{ step: 3, edit: null }]; link.answers.name = "Odd"; });
    const rows = await check(page, [lines, seed, odd].join("\n\n"), task);
    assert.match(rows[0], /Mina.*All goals reached/s);
    assert.match(rows[1], /Seed.*Not counted.*data set/s);
    assert.match(rows[2], /Odd.*cannot be read/s);
    assert.equal(await page.locator(".class-form [role=alert]").count(), 0);
    const easy = forged((link) => { link.exercise.goals = "epoch >= 0"; });
    await page.fill(".class-dialog [data-field=task]", "");
    await page.fill(".class-dialog [data-field=answers]", `${answer} ${easy}`);
    await page.click(".class-dialog [data-part=check]");
    await page.waitForSelector(".class-form [role=alert] >> text=2 different tasks");
    const endless = forged((link) => { link.journal.step = 1e12; link.answers.name = "Endless"; });
    await page.fill(".class-dialog [data-field=answers]", `${endless} ${answer}`);
    await page.click(".class-dialog [data-part=check]");
    await page.click(".class-dialog [data-part=skip]");
    await page.waitForSelector(".class-dialog [data-part=csv]");
    const [first, second] = await page.locator(".class-table tbody tr").allTextContents();
    assert.match(first, /Endless.*Skipped/s);
    assert.match(second, /Mina.*All goals reached/s);
  });
});

test("goals that cannot be read are told by the word", async () => {
  await onPage({}, async (page) => {
    await openClass(page);
    await page.fill(".class-dialog [data-field=goals]", "tests_loss <= 1");
    await page.click(".class-dialog [data-part=make]");
    assert.match(await page.textContent(".class-dialog .field-error"), /tests_loss is not one of train_loss, test_loss/);
  });
});

test("an exercise opens in its language", async () => {
  await onPage({}, async (page) => {
    await openClass(page);
    await page.fill(".class-dialog [data-field=goals]", "accuracy >= 95 %");
    await page.selectOption(".class-dialog [data-field=language]", "ko");
    await page.click(".class-dialog [data-part=make]");
    const link = await page.inputValue(".class-dialog [data-line=link]");
    await visit(page, link);
    await until(() => page.evaluate(() => document.documentElement.lang), (lang) => lang === "ko");
    assert.match(await page.textContent(".exercise .goals"), /정확도 ≥ 95 %/);
  });
});

test("what an exercise hides is not there, features that are not in use among it, and comes back when one leaves", async () => {
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "circle", features: ["x1", "x1_x2"] }, seed: 5 });
    await openClass(page);
    await page.fill(".class-dialog [data-field=goals]", "accuracy >= 95 %");
    const names = await page.$$eval(".class-dialog [data-list=hide]", (boxes) => boxes.map(({ dataset }) => dataset.name));
    for (const name of names) await page.check(`.class-dialog [data-list=hide][data-name=${name}]`);
    await page.click(".class-dialog [data-part=make]");
    const link = await page.inputValue(".class-dialog [data-line=link]");
    await visit(page, link);
    const features = () => page.$$eval("[data-figure=network] [data-feature]", (tiles) => tiles.map((tile) => [tile.dataset.feature, tile.disabled]));
    await until(features, (shown) => shown.length === 2);
    assert.deepEqual(await features(), [["x1", true], ["x1_x2", true]]);
    const parts = {
      play: "#play", data: "[data-part=data] .datasets", seed: "[data-part=data] .seeds, [data-part=data] .seed", layers: "[data-part=hidden-layers]", activation: "[data-part=network] [data-activation]",
      learning_rate: rate, optimizer: "#control-optimizer", batch_size: "#control-batch-size", regularization: "#control-regularization", loss: "[data-part=training] .further > summary",
      presets: "#open-presets", views: "#show-diagram", code: "[data-part=network] [data-part=code]", features: ".add-feature",
    };
    assert.deepEqual([...Object.keys(parts), "weights"].sort(), [...names].sort());
    for (const [name, selector] of Object.entries(parts)) assert.equal(await page.locator(selector).first().isVisible(), false, name);
    const unit = page.locator("[data-figure=network] [data-unit]").first();
    await unit.click();
    await page.waitForSelector(".unit-card .card-words");
    assert.equal(await page.locator(".unit-card .weight-editor").first().isVisible(), false);
    await page.keyboard.press("Escape");
    // The curves begin at the squares that are there.
    const edges = await page.$eval("[data-figure=network] canvas.edges", (canvas) => canvas.getBoundingClientRect().height);
    assert.ok(edges > 100);
    await page.click(".exercise [data-part=leave]");
    await until(features, (shown) => shown.length > 4);
    for (const [name, selector] of Object.entries(parts)) assert.equal(await page.locator(selector).first().isVisible(), true, name);
  });
});
