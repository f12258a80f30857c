// The Lessons room: every chapter in both languages opens, its figures train, its exercises and questions can be solved and are not
// solved by themselves, and what a teacher wrote wrongly is told by line.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { close, drawn, onPage, root, tooWide, until } from "./harness.js";
import { createLinks } from "../../www/js/model/link/link.js";
import { questionIn } from "../../www/js/model/lessons/quiz.js";
import { readChapter } from "../../www/js/model/lessons/chapter.js";
import { readFields } from "../../www/js/model/lessons/fields.js";

after(close);

const folder = `${root}www/lessons/`;
const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
const locales = { en: "en-US", ko: "ko-KR" };

const block = (page, name) => page.locator(`.lesson-block[data-name="${name}"]`);
const isDone = (page, name) => block(page, name).locator('[data-part="done"]').count();

/** Scrolls to a block, whose run begins then, and waits until it can train. */
async function show(page, name) {
  await block(page, name).evaluate((element) => element.scrollIntoView({ block: "center" }));
}

/** Tries what is wrong, and then what is right. */
async function answer(page, { name, fields }) {
  const own = block(page, name);
  await show(page, name);
  const question = questionIn(fields);
  const verdict = (kind) => own.locator(`[data-part="verdict"].${kind}`).waitFor();
  if (question.kind === "choice") {
    await own.locator(`[data-choice="${question.choices.findIndex(({ isRight }) => !isRight)}"]`).click();
    await verdict("wrong");
    assert.equal(await isDone(page, name), 0);
    await own.locator(`[data-choice="${question.choices.findIndex(({ isRight }) => isRight)}"]`).click();
  } else if (question.kind === "fill") {
    await own.locator("form button").click();
    await verdict("wrong");
    const gaps = question.pieces.filter((piece) => typeof piece !== "string");
    for (const [index, right] of gaps.entries()) await own.locator(".gap").nth(index).fill(right[0]);
    await own.locator("form button").click();
  } else {
    const right = question.kind === "number" ? String(question.value) : question.formula;
    for (const [text, kind] of [[question.kind === "number" ? String(question.value + 1 + 3 * question.tolerance) : `(${right}) + 1`, "wrong"], [right, "right"]]) {
      await own.locator("form input").fill(text);
      await own.locator("form button").click();
      await verdict(kind);
    }
  }
  await verdict("right");
  assert.equal(await isDone(page, name), 1);
}

/** Trains what an exercise begins with for as long as its model answer, which is not enough, and then tries that answer. */
async function solve(page, { name, fields }) {
  const own = block(page, name);
  await show(page, name);
  const { train } = readFields(fields.solution?.[0].value ?? "", 1).fields;
  await page.evaluate(([name, steps]) => window.descent.lessons.train(name, { steps }), [name, Number(train?.[0].value ?? 1)]);
  await until(() => own.locator(".lesson-goals").getAttribute("data-step"), (step) => Number(step) >= Number(train?.[0].value ?? 1));
  await drawn(page);
  assert.equal(await isDone(page, name), 0, `${name} solves itself`);
  if (fields.predict) {
    assert.ok(await own.locator('[data-part="play"], [data-part="step"]').first().isDisabled(), `${name} waits for a prediction`);
    await own.locator(".lesson-prediction .choices button").first().click();
  }
  await tryAnswer(page, name);
}

async function tryAnswer(page, name) {
  const own = block(page, name);
  await own.locator('[data-part="answer"]').click();
  await own.locator('[data-part="try-answer"]').click();
  await until(() => isDone(page, name), Boolean, 20_000).catch(async (error) => {
    throw new Error(`${name} is not solved by its answer: ${await own.locator(".lesson-goals").textContent()}`, { cause: error });
  });
}

/** Trains the figures of a chapter by their own buttons. */
async function train(page, { name, fields }) {
  const own = block(page, name);
  await show(page, name);
  const play = own.locator('.lesson-transport [data-part="play"]');
  if (!(await play.count())) return;
  await play.click();
  await until(async () => Number((await own.locator('[data-part="step-count"]').textContent()).replaceAll("\u2009", "")) > 0);
  if (fields.race || (await play.getAttribute("aria-label")) === null) return;
  await play.click();
}

/** A teacher's file, dropped onto the page. */
const drop = (page, text, name = "mine.md") => page.evaluate(([text, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/markdown" }));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}, [text, name]);

/** Goes through a chapter as a reader does. */
async function work(page, name, language) {
  const chapter = readChapter(readFileSync(`${folder}${name}/${language}.md`, "utf8"));
  assert.deepEqual(await page.evaluate((name) => window.descent.lessons.open(name), name), []);
  await page.locator(".lesson-text h1").waitFor();
  for (const one of chapter.blocks) {
    if (one.kind === "quiz") await answer(page, one);
    else if (one.kind === "exercise" && one.fields.goals) await solve(page, one);
    else if (one.kind === "race" && one.fields.goals) {
      await show(page, one.name);
      assert.equal(await isDone(page, one.name), 0, `${one.name} solves itself`);
      await tryAnswer(page, one.name);
    } else if (one.kind === "figure" || one.kind === "race") await train(page, one);
  }
  assert.equal(await page.locator(".lesson-mistakes, .lesson-broken").count(), 0);
  assert.ok((await tooWide(page)) <= 0);
}

for (const [language, locale] of Object.entries(locales)) {
  test(`chapters in ${language}: figures train, exercises and questions are solved by their answers alone`, async (context) => {
    await onPage({ width: 1280, height: 800, locale, hash: "#lessons" }, async (page) => {
      page.setDefaultTimeout(10_000);
      for (const name of names) await context.test(name, () => work(page, name, language));
    });
  });
}

test("a teacher's file is shown at once, and its mistakes by line", async () => {
  await onPage({ hash: "#lessons" }, async (page) => {
    const text = "# My chapter\n\nA neuron.\n\n```figure one\ndata: cirkle\n```\n\n```quiz two\nask: How many?\nright: 1\n```\n\n```figure three\ndata: moons\nhidden: none\n```\n\n```exercise four\ntask: Try.\ngoals: test_accuracy >= 90 %\nstep: Do it | speed > 3\ngoals: tests_loss <= 1\n```\n";
    await drop(page, text);
    await page.locator(".lesson-text h1", { hasText: "My chapter" }).waitFor();
    const told = await until(() => page.locator(".lesson-mistakes li").allTextContents(), (all) => all.length === 4);
    assert.match(told[2], /^Line 22: speed > 3: speed is not one of train_loss, test_loss/);
    assert.match(told[3], /^Line 23: tests_loss <= 1: tests_loss is not one of/);
    assert.match(await block(page, "four").textContent(), /tests_loss is not one of/);
    assert.match(told[0], /^Line 6: data: there is no “cirkle”/);
    assert.match(told[1], /^Line 9: quiz needs “wrong”/);
    assert.equal(await page.locator(".lesson-broken").count(), 2);
    await until(() => block(page, "three").locator('[data-part="play"]').isEnabled());
    await page.setInputFiles('[data-part="open-file"]', { name: "right.md", mimeType: "text/markdown", buffer: Buffer.from("# Another\n\nText.\n") });
    await page.locator(".lesson-text h1", { hasText: "Another" }).waitFor();
    assert.equal(await page.locator(".lesson-mistakes").count(), 0);
  });
});

test("progress is shown and kept, can be cleared, and is not kept where the reader wants none", async () => {
  await onPage({ hash: "#lessons&chapter=01-neuron" }, async (page) => {
    const shown = () => page.locator('.lesson-contents [data-chapter="01-neuron"] .lesson-done').textContent();
    const stored = () => page.evaluate(() => localStorage.getItem("descent.lessons"));
    await block(page, "relu-value").locator("form input").fill("0");
    await block(page, "relu-value").locator("form button").click();
    await until(shown, (text) => text.startsWith("1/"));
    assert.match(await stored(), /relu-value/);
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    await until(shown, (text) => text.startsWith("1/"));
    await page.locator('[data-part="keep"]').uncheck();
    assert.doesNotMatch(await stored(), /relu-value/);
    assert.match(await shown(), /^1/);
    await page.locator('[data-part="forget"]').click();
    await until(shown, (text) => text.startsWith("0/"));
  });
});

test("a number in the text is dragged, drives its figure and ticks off a step; a link lights up what it names", async () => {
  await onPage({ width: 1280, height: 900, hash: "#lessons&chapter=01-neuron" }, async (page) => {
    const weight = page.locator(".dragged").first();
    await weight.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await until(() => block(page, "line").locator('[data-part="play"]').isEnabled());
    const box = await weight.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y, { steps: 5 });
    await page.mouse.up();
    await until(async () => Number(await weight.textContent()) > 0.5);
    await weight.press("ArrowRight");
    await until(() => block(page, "line").locator(".lesson-steps li.met").count(), (count) => count === 1);
    await page.locator(".pointing").first().click();
    assert.equal(await block(page, "line").locator('[data-shows="output"].lit').count(), 1);
  });
});

test("a run out of sight rests, and goes on when it is seen again", async () => {
  await onPage({ width: 1280, height: 800, hash: "#lessons&chapter=01-neuron" }, async (page) => {
    await show(page, "line");
    const steps = async () => Number((await block(page, "line").locator('[data-part="step-count"]').textContent()).replaceAll("\u2009", ""));
    await until(() => block(page, "line").locator('[data-part="play"]').isEnabled());
    await block(page, "line").locator('[data-part="play"]').click();
    await until(steps, (count) => count > 3);
    await page.locator(".lesson-end").evaluate((element) => element.scrollIntoView());
    await page.waitForTimeout(200);
    const rested = await steps();
    await page.waitForTimeout(300);
    assert.equal(await steps(), rested);
    await show(page, "line");
    await until(steps, (count) => count > rested);
  });
});

test("the address names the chapter, and the browser's way back leads to the room before", async () => {
  await onPage({}, async (page) => {
    await page.locator('.rooms a[href^="#lessons"]').click();
    await page.locator(".lesson-contents a").first().click();
    await until(() => page.evaluate(() => location.hash), (hash) => /^#d\d+-lessons-|lessons/.test(hash) && hash.length > 12);
    const link = await page.evaluate(() => window.descent.link());
    await page.goto("about:blank");
    await page.goto(link);
    await page.locator(".lesson-text h1").waitFor();
  });
});

test("XOR by hand: four points, a weight that is set can be undone, and the goals count what the weights do", async () => {
  await onPage({ hash: "#lessons" }, async (page) => {
    await page.evaluate(() => window.descent.lessons.open("x16-perceptrons"));
    const own = block(page, "xor");
    await show(page, "xor");
    await until(() => own.locator(".lesson-goals").getAttribute("data-step"), (step) => step === "0");
    assert.match(await own.locator(".lesson-goals").textContent(), /accuracy = 100 %.*50 %/s);
    await tryAnswer(page, "xor");
    assert.match(await own.locator(".lesson-goals").textContent(), /accuracy = 100 %\s*100 %/);
    await own.locator("[data-unit]").last().click();
    const bias = own.locator('[data-part="weight-typed"]').first();
    await until(() => bias.inputValue(), (value) => value === "-5");
    // What is set twice in a moment is undone at once.
    await page.waitForTimeout(1200);
    await bias.fill("4");
    await bias.press("Enter");
    await until(() => own.locator(".lesson-goals").textContent(), (shown) => /50 %.*best 100 %/s.test(shown));
    await own.locator("h3").first().click();
    await page.keyboard.press("ControlOrMeta+Z");
    await until(() => bias.inputValue(), (value) => value === "-5");
    await until(() => own.locator(".lesson-goals").textContent(), (shown) => /accuracy = 100 %\s*100 %/.test(shown));
    await own.locator('[data-part="redo"]').click();
    await until(() => bias.inputValue(), (value) => value === "4");
    await own.locator('[data-part="undo"]').click();
    await until(() => bias.inputValue(), (value) => value === "-5");
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    await page.evaluate(() => window.descent.lessons.open("x16-perceptrons"));
    await show(page, "xor");
    await until(() => block(page, "xor").locator(".lesson-goals").textContent(), (shown) => /50 %.*best 100 %/s.test(shown));
  });
});

test("of fifteen figures on a page only those in sight train and are laid out", async () => {
  const figure = (/** @type {number} */ index) => `\`\`\`figure f${index}\ndata: ${["circle", "spiral", "moons"][index % 3]}\nhidden: 6 tanh, 4 tanh\nshow: network, output, curves\ncontrols: play\nspeed: 1000\n\`\`\`\n`;
  await onPage({ width: 1280, height: 720, hash: "#lessons" }, async (page) => {
    const buffer = Buffer.from(`# Fifteen\n\n${Array.from({ length: 15 }, (_, index) => figure(index)).join("\n")}`);
    await page.setInputFiles('[data-part="open-file"]', { name: "fifteen.md", mimeType: "text/markdown", buffer });
    await page.locator(".lesson-text h1", { hasText: "Fifteen" }).waitFor();
    for (let index = 0; index < 15; index++) {
      await show(page, `f${index}`);
      const play = block(page, `f${index}`).locator('[data-part="play"]');
      await until(() => play.isEnabled());
      await play.click();
    }
    const counts = async () => (await page.locator('.lesson-block [data-part="step-count"]').allTextContents()).map((text) => Number(text.replaceAll("\u2009", "")));
    const visibility = (/** @type {string} */ name) => block(page, name).evaluate((element) => getComputedStyle(element).contentVisibility);
    await show(page, "f7");
    await page.waitForTimeout(500);
    const before = await counts();
    await until(async () => (await counts())[7], (count) => count > before[7]);
    const after = await counts();
    const moved = after.flatMap((count, index) => (count > before[index] ? [index] : []));
    assert.ok(moved.every((index) => Math.abs(index - 7) <= 1), `${moved} train`);
    await until(() => page.locator(".lesson-block.is-away").count(), (count) => count >= 10);
    assert.deepEqual([await visibility("f0"), await visibility("f7"), await visibility("f14")], ["auto", "visible", "auto"]);
    await page.emulateMedia({ media: "print" });
    assert.equal(await visibility("f0"), "visible");
    await page.emulateMedia({ media: "screen" });
  });
});

test("blocks and links of a chapter take a table along, in the link or from beside the page, and a missing one is told by line", async () => {
  await onPage({ hash: "#lessons", expected: /404/ }, async (page) => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row % 12},${(row * 7) % 11},${row % 12 > 5 ? "tall" : "small"}`).join("\n");
    const heights = `age,arm,size\n${rows}\n`;
    await page.route("**/data/*.csv", (route) => (route.request().url().endsWith("/heights.csv") ? route.fulfill({ contentType: "text/csv", body: heights }) : route.fulfill({ status: 404, body: "" })));
    // What a teacher copies from the playground.
    await page.evaluate((home) => (location.href = `${home}#table=heights.csv&data.target=size`), page.url().split("#")[0]);
    await page.waitForFunction(() => window.descent.experiment().data.file === "heights.csv");
    const content = await page.evaluate(() => window.descent.experiment());
    const links = createLinks(["playground"]);
    const { version } = links.read(new URL(await page.evaluate(() => window.descent.link())).hash.slice(1)).link;
    const within = `#${links.write({ room: "playground", version, content, view: {}, table: { name: "heights.csv", text: heights } })}`;
    await page.evaluate(() => (location.hash = "#lessons"));
    await page.locator(".lesson-contents").waitFor();
    await drop(page, `# Heights

[the table](${within}) and [the same](#table=heights.csv)

\`\`\`figure within
link: ${within}
hidden: 3 relu
\`\`\`

\`\`\`exercise beside
task: Train.
link: #table=heights.csv&data.standardize=false
goals: train_accuracy >= 90 %
solution:
  train: 1500
\`\`\`

\`\`\`figure gone
link: #table=gone.csv
\`\`\`
`);
    for (const name of ["within", "beside"]) {
      await show(page, name);
      await until(() => block(page, name).locator('[data-part="step"], [data-part="play"]').first().isEnabled());
    }
    await show(page, "gone");
    assert.match((await until(() => page.locator(".lesson-mistakes li").allTextContents(), (all) => all.length === 1))[0], /^Line 19: .*data\/gone\.csv does not lie beside this page/);
    await show(page, "beside");
    await block(page, "beside").locator('[data-part="answer"]').click();
    await block(page, "beside").locator('[data-part="try-answer"]').click();
    await until(() => isDone(page, "beside"), Boolean, 20_000);

    // On in the playground, and from there to somebody else, who has neither the chapter nor the file.
    await block(page, "within").locator('[data-part="open"]').click();
    await page.waitForFunction(() => window.descent.experiment().data.file === "heights.csv");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
    const link = await page.evaluate(() => window.descent.link());
    assert.deepEqual(links.read(new URL(link).hash.slice(1)).link.table, { name: "heights.csv", text: heights });
    await page.goBack();
    for (const words of ["the table", "the same"]) {
      await page.locator(".lesson-text a", { hasText: words }).click();
      await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
      await page.goBack();
      await page.locator(".lesson-text h1", { hasText: "Heights" }).waitFor();
    }
  });
});

test("links of a chapter open a plan of many runs", async () => {
  for (const [chapter, runs] of [["x05-l2", 5], ["x08-restarts", 32], ["x12-comparing-networks", 60], ["x14-one-three-five", 60], ["x18-regression", 54]]) {
    await onPage({ hash: `#lessons&chapter=${chapter}` }, async (page) => {
      await page.locator('.lesson-text a[href^="#runs&"]').click();
      await page.locator("#runs", { hasText: `Train ${runs} runs` }).waitFor();
      assert.equal(await page.locator("#notice .notice").count(), 0);
    });
  }
});

test("links of a chapter open runs side by side, and plans again after them", async () => {
  await onPage({ hash: "#lessons&chapter=x06-l1" }, async (page) => {
    await page.locator('.lesson-text a[href^="#runs&"]').click();
    await page.waitForFunction(() => document.querySelectorAll("#runs [data-part=compare] canvas").length >= 5);
    const table = page.locator("#runs [data-part=compare] table");
    await until(() => table.innerText(), (text) => /L1\s+0\s+0\s+0\s+0\.01\s+0\.1/.test(text) && /L2\s+0\s+0\.01\s+0\.1\s+0\s+0/.test(text));
    assert.doesNotMatch(await table.innerText(), /subgradient/, "zeros are exact");
    await page.evaluate(() => (location.hash = "#lessons&chapter=x08-restarts"));
    await page.locator('.lesson-text a[href^="#runs&"]').click();
    await page.locator("#runs button:visible", { hasText: "Train 32 runs" }).waitFor();
  });
});

test("a chapter that is dropped after the playground was open is shown, and taken for no table", async () => {
  await onPage({}, async (page) => {
    await drop(page, "# Mine\n\nText.\n");
    await page.locator(".lesson-text h1", { hasText: "Mine" }).waitFor();
    assert.equal(await page.locator("dialog[open]").count(), 0);
  });
});

test("on paper the answers of questions and exercises stand where they are wanted, and nowhere else", async () => {
  await onPage({ hash: "#lessons&chapter=01-neuron" }, async (page) => {
    await page.evaluate(() => {
      window.print = () => {
        const shown = [...document.querySelectorAll(".lesson-text .lesson-answer, .lesson-text .lesson-teacher")].filter((one) => one.checkVisibility());
        window.printed = shown.map((one) => one.textContent);
      };
    });
    await page.emulateMedia({ media: "print" });
    const printed = async (button) => {
      await page.evaluate((at) => {
        window.printed = null;
        document.querySelectorAll(".lesson-tools button")[at].click();
      }, button);
      return until(() => page.evaluate(() => window.printed));
    };
    assert.deepEqual(await printed(0), []);
    const answers = (await printed(1)).map((text) => text.replace(/\s+/g, " "));
    for (const right of [/Answer 0 /, /weight.*bias/, /learning rate of 0\.1/, /One neuron with a sigmoid/]) assert.ok(answers.some((text) => right.test(text)), String(right));
    await page.emulateMedia({ media: null });
  });
});
