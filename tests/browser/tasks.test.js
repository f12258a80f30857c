// What a person does with the real tasks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, load, onPage, root, settled, snapshot, step, stroke, tooWide, until, untilNumber } from "./harness.js";

after(close);

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

/** Opens a preset of the shelf. */
async function open(page, preset) {
  await page.click("#open-presets");
  await page.click(`[data-preset="${preset}"]`);
  await page.waitForSelector("[data-part=task]:not([hidden])");
}

/** Opens the dialog for one's own table, and gives it a file. */
async function chooseFile(page, name, content) {
  if (!(await page.isVisible("#import-table"))) {
    await page.click('[data-tab="task"]');
    await page.click("#open-table");
  }
  await page.setInputFiles("#table-file", { name, mimeType: "text/csv", buffer: Buffer.from(content) });
}

test("a seven is drawn on the trained convolutional network and said, and its pixels are explained", async () => {
  await onPage({}, async (page) => {
    await page.click('[data-tab="task"]');
    await page.click('[data-task="digits"]');
    await page.waitForSelector(".pad");
    await page.click("#play");
    await untilNumber(page, `[data-part="test-metric"]`, (share) => share >= 98, 60_000);
    await page.click("#play");
    await page.locator(".pad").scrollIntoViewIfNeeded();
    await page.click("[data-part=clear-pad]");
    await stroke(page, [[0.3, 0.2], [0.68, 0.2], [0.45, 0.88]]);
    await stroke(page, [[0.36, 0.52], [0.68, 0.52]]);
    await page.waitForFunction(() => document.querySelector("[data-part=said-digit]")?.textContent === "7");
    await page.waitForFunction(() => document.querySelector(".digits-mattered h3")?.textContent.includes("7"));
    const painted = await page.$eval("canvas.occlusion", (canvas) => new Set(canvas.getContext("2d").getImageData(0, 0, 8, 8).data).size);
    assert.ok(painted > 4, "the picture of what mattered has shades");
    // The maps of the network follow the drawing, and point back at what they see.
    await page.hover('[data-column="conv_2"] .map');
    await page.waitForSelector('[data-column="image"] .seen');
  });
});

test("every feature map and every channel of a filter can be seen", async () => {
  await onPage({}, async (page) => {
    await page.click('[data-tab="task"]');
    await page.click('[data-task="digits"]');
    await page.waitForSelector('[data-column="conv_2"] .map');
    const config = await page.evaluate(() => window.descent.experiment());
    config.network.layers.find(({ name }) => name === "conv_2").filters = 40;
    await page.evaluate((experiment) => window.descent.load(experiment), config);
    await page.waitForSelector('[data-pager="conv_2"]');
    const maps = () => page.$$eval('[data-column="conv_2"] .map canvas', (all) => all.map(({ dataset }) => Number(dataset.channel)));
    const seen = new Set(await maps());
    const after = page.locator('[data-pager="conv_2"] button').nth(1);
    while (await after.isEnabled()) {
      await after.click();
      for (const channel of await maps()) seen.add(channel);
    }
    assert.equal(seen.size, 40);
    assert.equal((await maps()).length, 8, "only what is shown is painted");
    const filter = () => page.$eval('[data-column="conv_2"] .filter', (canvas) => canvas.toDataURL());
    const mean = await filter();
    await page.selectOption('[data-channels="conv_2"]', "3");
    await page.waitForFunction((before) => document.querySelector('[data-column="conv_2"] .filter').toDataURL() !== before, mean);
  });
});

test("a mistake in the confusion matrix shows the scans it counts", async () => {
  await onPage({}, async (page) => {
    await open(page, "digits_dense");
    await step(page, 60);
    await page.click('[data-more="confusion"]');
    const cell = page.locator(".confusion-matrix .wrong .cell").first();
    await cell.waitFor();
    const count = Number(await cell.textContent());
    const [truth, said] = (await cell.getAttribute("data-cell")).split("-");
    await cell.click();
    await page.waitForFunction((wanted) => document.querySelectorAll(".scan.wrong").length === wanted && document.querySelectorAll(".scan").length === wanted, Math.min(40, count));
    assert.equal((await page.textContent(".scan.wrong .scan-said")).replace(/\s+/g, " ").trim(), `${said} ${truth}`);
  });
});

test("a digit is inked by keyboard", async () => {
  await onPage({}, async (page) => {
    await open(page, "digits_dense");
    await page.waitForSelector("[data-part=said-digit]");
    await page.focus(".pad");
    for (const key of ["Space", "ArrowDown", "Space", "ArrowDown", "Space"]) await page.keyboard.press(key);
    await page.waitForFunction(() => document.querySelector(".looked")?.textContent.includes("your drawing"));
  });
});

test("an autoencoder draws digits from a place on its map", async () => {
  await onPage({}, async (page) => {
    await open(page, "digits_autoencoder");
    await step(page, 200);
    const made = () => page.$eval("canvas.made", (canvas) => canvas.toDataURL());
    await page.waitForFunction(() => document.querySelector("canvas.made")?.width === 8);
    const before = await made();
    await page.focus('[data-middle="0"]');
    for (let press = 0; press < 40; press++) await page.keyboard.press("ArrowRight");
    await page.waitForFunction((old) => document.querySelector("canvas.made").toDataURL() !== old, before);
  });
});

test("a network with two outputs learns the price of houses and whether they sell", async () => {
  await onPage({}, async (page) => {
    await open(page, "houses");
    await page.click('[data-more="heads"]');
    await page.click("#play");
    await page.waitForFunction(() => {
      const [price, sold] = [...document.querySelectorAll(".heads tbody tr")].map((row) => row.children[2].textContent);
      return Number(price?.replace("R² ", "")) > 0.9 && Number.parseFloat(sold) > 85;
    }, null, { timeout: 30_000 });
    await page.click("#play");
    // However early a slow machine saw that: what size is worth takes longer to learn.
    await page.evaluate(() => window.descent.step(4000));
    const price = async () => Number.parseFloat(await page.textContent("[data-part=asked-price]"));
    const slider = '[data-ask="axis.size"]';
    const before = await price();
    await page.fill(slider, "60");
    const small = await until(price, (now) => now < 0.8 * before);
    await page.fill(slider, "160");
    const large = await until(price, (now) => now > 1.5 * small);
    // The same is typed, as people write numbers; what is no number is told beside its box.
    const typed = page.locator(".ask-row", { has: page.locator(slider) }).locator("input.typed");
    await typed.fill("60,0");
    await typed.press("Enter");
    assert.ok(Math.abs((await until(price, (now) => now < 0.8 * large)) - small) < 0.2 * small);
    await typed.fill("wide");
    await typed.press("Enter");
    await page.waitForSelector(".ask-row .field-error >> text=is not a number");
    assert.equal(await typed.inputValue(), "60");
    await page.fill(slider, "100");
    await page.waitForFunction(() => !document.querySelector(".ask-row .field-error"));
    assert.equal(await typed.inputValue(), "100");
    await page.fill("[id$=weight-of-sold]", "1/4");
    await page.press("[id$=weight-of-sold]", "Enter");
    assert.equal((await page.evaluate(() => window.descent.experiment())).loss_weights.sold, 0.25);
    await page.fill('[data-weight-of="sold"]', "-2");
    assert.equal((await page.evaluate(() => window.descent.experiment())).loss_weights.sold, 0.01);
    assert.equal(await page.locator("[data-part=training] select[id^=control-loss]").count(), 2);
  });
});

/** Whether all of something is on the screen, and not cut by what it stands in. @param {string} selector */
const isWhole = (page, selector) => page.$eval(selector, (one) => {
  const box = one.getBoundingClientRect();
  const frames = [new DOMRect(0, 0, innerWidth, innerHeight)];
  for (let parent = one.parentElement; parent; parent = parent.parentElement) if (getComputedStyle(parent).overflowY !== "visible") frames.push(parent.getBoundingClientRect());
  return box.width > 0 && frames.every((frame) => box.left >= frame.left - 1 && box.top >= frame.top - 1 && box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1);
});

test("a task's picture, its network, the curve and the numbers are in one view, and nothing of the page scrolls", async () => {
  const pictures = { digits: ".pad", houses: ".house-answer", sentences: ".sentence-verdict", series: ".series-plot", iris: "[data-figure=output] .plane" };
  for (const [width, height] of [[1440, 900], [1280, 720], [1366, 768]]) {
    await onPage({ width, height }, async (page) => {
      await page.click('[data-tab="task"]');
      for (const [task, picture] of Object.entries(pictures)) {
        await page.click(`[data-task="${task}"]`);
        await page.waitForSelector(picture);
        await page.waitForFunction(() => document.querySelector(".layer-column"));
        for (const selector of [picture, "#play", "[data-part=test-loss]", "[data-figure=curves] canvas", ".layer-column .column-head", "#control-learning-rate, [data-part=training] input"]) {
          assert.ok(await isWhole(page, selector), `${width} ${task}: ${selector}`);
        }
        assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight + 1), `${width} ${task}: the page scrolls`);
        const sameCard = () => page.$eval("[data-part=task]", (card) => card.getBoundingClientRect().toJSON());
        const before = await sameCard();
        await page.click("#show-diagram");
        await page.waitForSelector(".stage [data-node]");
        assert.deepEqual(await sameCard(), before, `${width} ${task}: the task stays where it is beside the diagram`);
        assert.ok(await isWhole(page, picture));
        await page.click("#show-columns");
      }
    });
  }
});

test("nothing of the digits spills over or is cut at its side", async () => {
  for (const width of [1280, 1366, 1440, 390]) {
    await onPage({ width, height: 800, touch: width < 500 }, async (page) => {
      await open(page, "digits_conv");
      await page.waitForSelector(".digits-mattered");
      for (const tab of ["mattered", "samples", "confusion"]) {
        await page.$eval(`[data-more="${tab}"]`, (one) => one.click());
        await settled(page);
        assert.deepEqual(await page.$eval("[data-part=task]", (card) => {
          const edge = card.getBoundingClientRect();
          const isScrolled = (one) => one.closest(".table-scroll") !== null;
          return [...card.querySelectorAll("*")].filter((one) => !isScrolled(one) && !one.closest(".visually-hidden") && (one.getBoundingClientRect().right > edge.right + 1 || one.getBoundingClientRect().left < edge.left - 1)).map((one) => one.outerHTML.slice(0, 60));
        }), [], `${width} ${tab}`);
      }
    });
  }
});

test("a phone shows a task that is chosen, and the focus stays where it was", async () => {
  await onPage({ width: 390, height: 844, touch: true, locale: "ko-KR" }, async (page) => {
    await page.tap('[data-tab="task"]');
    await page.tap('[data-task="digits"]');
    await page.waitForSelector(".pad");
    await until(() => page.$eval(".pad", (pad) => pad.getBoundingClientRect().toJSON()), ({ top, bottom }) => top >= 0 && bottom <= 844);
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.dataset.task === "digits"));
    assert.ok((await tooWide(page)) <= 0);
    const small = await page.$$eval("[data-part=task] :is(button, input, select)", (all) => all.map((one) => [one, one.getBoundingClientRect()])
      .filter(([one, { width, height }]) => width > 0 && !one.matches(".scan, .cell") && Math.min(width, height) < 40).map(([one]) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(small, []);
  });
});

test("nothing of the plane before is left beside a task, whatever makes the page draw again", async () => {
  await onPage({}, async (page) => {
    await step(page, 20);
    assert.ok(await page.locator("[data-figure=output]").isVisible());
    for (const preset of ["digits_dense", "houses", "sentences_pooling"]) {
      await page.evaluate(() => {
        const output = document.querySelector("[data-figure=output]");
        window.seen = { frames: 0, shown: 0 };
        const look = () => {
          const isTask = ![undefined, "plane"].includes(document.querySelector(".room[data-task]")?.dataset.task);
          if (isTask) window.seen.frames += 1;
          if (isTask && output.getClientRects().length > 0) window.seen.shown += 1;
          window.looking = requestAnimationFrame(look);
        };
        look();
      });
      await open(page, preset);
      await page.click("#play");
      for (const width of [1280, 1000, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(250);
      }
      await page.click("#play");
      const { frames, shown } = await page.evaluate(() => (cancelAnimationFrame(window.looking), window.seen));
      assert.ok(frames > 10, `${preset}: ${frames} frames`);
      assert.equal(shown, 0, `${preset}: the plane was shown in ${shown} of ${frames} frames`);
      await load(page, {});
      await page.waitForFunction(() => document.querySelector("[data-figure=output]").getClientRects().length > 0);
    }
  });
});

test("a Korean sentence is scored piece by piece, and unknown pieces are marked", async () => {
  await onPage({ locale: "ko-KR" }, async (page) => {
    await open(page, "sentences_ko");
    await step(page, 400);
    await page.fill("[data-part=own-sentence]", "정말 만족스러웠다");
    await until(() => page.locator(".token-text").allTextContents(), (pieces) => pieces.join(" ") === "정말 만족스 -러웠다");
    await untilNumber(page, "[data-part=sentence-score]", (share) => share > 70);
    await page.fill("[data-part=own-sentence]", "정말 최악이고 실망했다 쿠르릉");
    await page.waitForSelector("[data-part=unknown-words]");
    assert.match(await page.textContent("[data-part=unknown-words]"), /-릉/);
    await untilNumber(page, "[data-part=sentence-score]", (share) => share < 30);
    assert.equal(await page.locator("canvas.state").count(), await page.locator(".token").count());
  });
});

test("who reads Korean gets Korean sentences", async () => {
  for (const [locale, language] of [["ko-KR", "ko"], ["en-US", "en"]]) {
    await onPage({ locale }, async (page) => {
      await page.click('[data-tab="task"]');
      await page.click('[data-task="sentences"]');
      await page.waitForSelector("[data-part=own-sentence]");
      assert.equal((await page.evaluate(() => window.descent.experiment())).data.language, language);
    });
  }
});

test("a sentence in the other language offers to learn that one", async () => {
  await onPage({}, async (page) => {
    await open(page, "sentences_pooling");
    await page.fill("[data-part=own-sentence]", "정말 맛있어요");
    await page.waitForSelector("[data-part=switch-language]");
    await page.evaluate(() => {
      document.querySelector("[data-part=switch-language]").click();
      // As an answer of the network does that comes before the page could show the other language.
      document.querySelector("[data-part=own-sentence]").dispatchEvent(new Event("input"));
    });
    await page.waitForFunction(() => document.querySelector("[data-part=switch-language]") === null);
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.language, "ko");
    assert.equal(await page.inputValue("[data-part=own-sentence]"), "정말 맛있어요");
  });
});

test("words in the picture of a series end within its frame on a phone", async () => {
  await onPage({ width: 390, height: 844 }, async (page) => {
    await page.evaluate(() => {
      window.written = [];
      const write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        if (this.canvas.matches(".series-plot") && this.textAlign === "left") {
          window.written.push({ text, beyond: x + this.measureText(text).width - (this.canvas.clientWidth - 18) });
        }
        return write.call(this, text, x, y);
      };
    });
    await open(page, "series_sines");
    for (const span of ["Last 120 days", "Last 300 days", "Everything"]) await page.click(`[data-part=task] button:text("${span}")`);
    await page.waitForFunction(() => new Set(window.written.map(({ text }) => text)).size === 2);
    assert.deepEqual(await page.evaluate(() => window.written.filter(({ beyond }) => beyond > 0)), []);
  });
});

test("waves are forecast better than tomorrow = today, and a price walk is not", async () => {
  await onPage({}, async (page) => {
    await open(page, "series_sines");
    await step(page, 600);
    await page.waitForFunction(() => document.querySelector("[data-part=series-verdict]")?.classList.contains("hint"));
    await open(page, "series_walk");
    await step(page, 600);
    await page.waitForFunction(() => document.querySelector("[data-part=series-verdict]")?.textContent.includes("chance"));
    await page.fill("#control-data-window", "10");
    await page.waitForFunction(() => document.querySelector("[data-part=task]").textContent.includes("From 10 days"));
  });
});

const fruit = ["size,weight,kind", ...Array.from({ length: 60 }, (_, row) => `${row % 3 === 0 ? 4 + (row % 5) : 9 + (row % 4)},${100 + row},${row % 3 === 0 ? 1 : 2}.0`)].join("\n");

test("a CSV file is dropped, a mistyped column corrected, and learned", async () => {
  await onPage({}, async (page) => {
    await page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "fruit.csv"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, fruit);
    await page.waitForSelector("#use-table");
    assert.match(await page.textContent("#import-table"), /fruit.csv: 60 rows, 3 columns/);
    assert.match(await page.textContent(".privacy"), /stays in this browser/);
    await page.click('[data-target="kind"]');
    await page.selectOption('[data-kind="kind"]', "number");
    await page.waitForFunction(() => document.querySelector("#problem-type")?.textContent.includes("regression"));
    await page.selectOption('[data-kind="kind"]', "category");
    await page.waitForFunction(() => document.querySelector("#problem-type")?.textContent.includes("binary classification"));
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("fruit.csv"));
    await page.click("#play");
    await untilNumber(page, `[data-part="test-metric"]`, (share) => share === 100, 20_000);
    await page.click("#play");
    await page.waitForSelector("[data-figure=output]:not([hidden]) [data-part=plane]");
    await page.click("[data-part=two-columns]");
    await page.waitForFunction(() => document.querySelector("[data-figure=output] .readout") !== null);
  });
});

test("files that cannot be learned are refused with the line or column and what to do", async () => {
  await onPage({}, async (page) => {
    const rows = (/** @type {(row: number) => string} */ row) => Array.from({ length: 20 }, (_, index) => row(index)).join("\n");
    const wide = Array.from({ length: 1000 }, (_, column) => `c${column}`).join(",");
    /** @type {[string, string | Uint8Array, RegExp][]} */
    const bad = [
      ["empty.csv", "", /The file is empty/],
      ["ragged.csv", `a,b,c\n1,2,3\n4,5\n${rows((row) => `${row},1,2`)}`, /Line 3 has 2 cells, but the first line has 3/],
      ["photo.csv", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0, 10, 1, 2, 0, 255, 10]), /Line 1 has bytes that are not text/],
      ["broken.csv", new Uint8Array([...Buffer.from("a,b\n1,2\n"), 0x81, 0x20, 0x2c, 0x31, 10]), /Line 3 is in an encoding that cannot be read/],
      ["wide.csv", `${wide}\n${rows(() => wide.replaceAll(/c\d+/g, "1"))}`, /1000 columns are too many; at most 500/],
      ["one_class.csv", `a,class\n${rows((row) => `${row},yes`)}`, /Column class has only one class, yes/],
      ["short.csv", "a,b\n1,2\n3,4", /Only 2 rows can be used; at least 10 are needed/],
      ["one_column.csv", `a\n${rows(String)}`, /There is only one column/],
      ["quote.csv", `a,b\n1,"2\n${rows((row) => `${row},1`)}`, /Line 2 opens a quotation mark that is never closed/],
    ];
    for (const [name, content, sentence] of bad) {
      await chooseFile(page, name, content);
      await page.waitForFunction((shown) => document.querySelector(".import-errors p") && !document.querySelector("#import-table p[role=status]") && document.querySelector("#import-table").textContent.includes(shown), name);
      assert.match(await page.textContent(".import-errors"), sentence, name);
      assert.ok((await page.locator("#use-table").count()) === 0 || (await page.isDisabled("#use-table")), name);
    }
    // What can be learned after all is told, and learned.
    await chooseFile(page, "constant.csv", `a,always,class\n${rows((row) => `${row},5,${row < 10 ? "low" : "high"}`)}`);
    await page.waitForSelector("#use-table:not([disabled])");
    assert.match(await page.textContent("#import-table"), /always \(the same value in every row\)/);
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.dataset, "circle");
  });
});

test("a table of 100,000 rows is opened and learned, and one over 20 MB is refused with its size", async () => {
  await onPage({}, async (page) => {
    const lines = Array.from({ length: 100_000 }, (_, row) => {
      const [size, age] = [(row * 7919) % 1000, (row * 104_729) % 97];
      return `${size},${age},${(size * age) % 13},town ${row % 20},${size > 10 * age ? "dear" : "cheap"}`;
    });
    const content = ["size,age,rest,place,price", ...lines].join("\n");
    assert.ok(content.length > 2e6 && content.length < 20e6);
    await chooseFile(page, "large.csv", content);
    await page.waitForSelector("#use-table:not([disabled])", { timeout: 120_000 });
    assert.match(await page.textContent("#import-table"), /large\.csv: 100,?000 rows, 5 columns/);
    await page.click('[data-target="price"]');
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("large.csv"), null, { timeout: 120_000 });
    await page.click("#play");
    await untilNumber(page, `[data-part="test-metric"]`, (share) => share > 85, 120_000);
    await page.click("#play");
    const tooMuch = `${content}\n`.repeat(Math.ceil((20 * 1024 * 1024) / content.length) + 1);
    await chooseFile(page, "huge.csv", tooMuch);
    await page.waitForSelector(".import-errors p");
    assert.match(await page.textContent(".import-errors"), /20 MB/);
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.file, "large.csv");
  });
});

test("a Korean file in EUC-KR is read as it was written", async () => {
  await onPage({}, async (page) => {
    // "키,등급" and then "큼" or "작음", as Korean spreadsheets save them.
    const head = [0xc5, 0xb0, 0x2c, 0xb5, 0xee, 0xb1, 0xde, 10];
    const words = [[0xc5, 0xad], [0xc0, 0xdb, 0xc0, 0xbd]];
    const lines = Array.from({ length: 20 }, (_, row) => [...Buffer.from(`${row},`), ...words[row % 2], 10]).flat();
    await chooseFile(page, "키.csv", new Uint8Array([...head, ...lines]));
    await page.waitForSelector("#use-table:not([disabled])");
    const text = await page.textContent("#import-table");
    assert.match(text, /EUC-KR/);
    assert.match(text, /작음/);
  });
});

test("missing values are named, and left out or filled by choice", async () => {
  await onPage({}, async (page) => {
    const lines = Array.from({ length: 30 }, (_, row) => `${row % 5 === 0 ? "" : row},${row < 15 ? "a" : "b"}`);
    await chooseFile(page, "gaps.csv", ["value,class", ...lines].join("\n"));
    await page.waitForSelector("#import-missing");
    assert.match(await page.textContent(".missing-choice"), /value \(6\)/);
    await page.selectOption("#import-missing", "fill");
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("30 rows"));
    await page.selectOption("#control-data-missing", "drop_rows");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("24 rows"));
  });
});

test("a link to a table that is not here says which file is missing, and opens what can be opened", async () => {
  const columns = JSON.stringify([{ name: "a", kind: "number" }, { name: "b", kind: "number" }]);
  await onPage({ hash: `#data.dataset=table&data.file=mine.csv&data.target=b&data.columns=${columns}` }, async (page) => {
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("The file mine.csv is not here"));
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.dataset, "circle");
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 20);
  });
});

test("opening the file that a link misses brings back what the link set", async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 7},${row % 2 ? "yes" : "no"}`).join("\n");
  let hash = "";
  await onPage({}, async (page) => {
    await chooseFile(page, "mine.csv", `a,b,answer\n${rows}`);
    await page.waitForSelector("#use-table:not([disabled])");
    await page.click('[data-target="b"]');
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("mine.csv"));
    await page.click("#show-diagram");
    await page.locator('.node-body').nth(1).click();
    await page.fill("[data-argument=units] :is(input,select)", "11");
    await page.press("[data-argument=units] :is(input,select)", "Enter");
    await page.waitForFunction(() => window.descent.experiment().network.layers[1].units === 11);
    await page.click("#show-columns");
    hash = await page.evaluate(async () => new URL(await window.descent.link()).hash);
  });
  await onPage({ hash }, async (page) => {
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("mine.csv is not here"));
    await chooseFile(page, "mine.csv", `a,b,answer\n${rows}`);
    await page.waitForSelector("#recalled");
    await page.click("#use-table");
    await page.waitForFunction(() => window.descent.experiment().data.file === "mine.csv");
    const { data, network } = await page.evaluate(() => window.descent.experiment());
    assert.equal(data.target, "b");
    assert.equal(network.layers[1].units, 11);
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("mine.csv"));
    await step(page, 5);
  });
});

test("a change of a table that leaves too few rows is refused, and training goes on", async () => {
  await onPage({}, async (page) => {
    const lines = Array.from({ length: 30 }, (_, row) => `${row < 8 ? row : ""},${row},${row % 2 ? "a" : "b"}`);
    await chooseFile(page, "gaps.csv", ["rare,value,class", ...lines].join("\n"));
    await page.check('[data-use="rare"]');
    await page.waitForSelector("#import-missing");
    await page.selectOption("#import-missing", "fill");
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("30 rows"));
    await page.selectOption("#control-data-missing", "drop_rows");
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("Only 8 rows can be used"));
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.missing, "fill");
    await step(page, 5);
  });
});

test("a formula makes classes or a surface, and a wrong one is marked at its character", async () => {
  await onPage({}, async (page) => {
    await page.click('[data-dataset="function"]');
    await page.fill("#formula", "x^2 + y^2 < 9");
    await page.click("#play");
    await untilNumber(page, `[data-part="train-metric"]`, (share) => share > 85);
    await page.fill("#formula", "y > sinn(x)");
    await page.waitForSelector("#formula-error");
    assert.match(await page.textContent("#formula-error"), /Character 5: .*sinn/);
    assert.equal(await page.textContent("#formula-error mark"), "sinn");
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.formula, "x^2 + y^2 < 9");
    await page.fill("#formula", "sin(x) * cos(y)");
    await page.waitForFunction(async () => (await window.descent.experiment()).losses.output === "mean_squared_error");
    await page.click("#play");
  });
});

const presets = ["digits_conv", "digits_autoencoder", "houses", "sentences_lstm", "series_sines", "table_iris", "table_diabetes"];

for (const [colorScheme, locale] of [["light", "en-US"], ["dark", "ko-KR"]]) {
  test(`axe finds nothing serious in any task (${colorScheme}, ${locale})`, async () => {
    await onPage({ colorScheme, locale }, async (page) => {
      await page.evaluate(axe);
      const troubles = async () => {
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`);
      };
      for (const preset of presets) {
        await open(page, preset);
        await step(page, 20);
        await settled(page);
        assert.deepEqual(await troubles(), [], preset);
        assert.doesNotMatch(await page.textContent("main#playground"), /\b(task|table|axis|answer|layer|field|network|series|digits|column)\.[a-z_]+|\{\w+\}/, preset);
      }
      await chooseFile(page, "fruit.csv", fruit);
      await page.waitForSelector("#use-table");
      assert.deepEqual(await troubles(), []);
    });
  });
}

test("no task is wider than its card on a projector or a laptop", async () => {
  for (const [width, height, locale] of [[1280, 720, "en-US"], [1440, 900, "ko-KR"]]) {
    await onPage({ width, height, locale }, async (page) => {
      for (const preset of presets) {
        await open(page, preset);
        await settled(page);
        const wide = await page.$eval("[data-part=task]", (task) => task.scrollWidth - task.clientWidth);
        assert.ok(wide <= 0, `${preset} at ${width}: ${wide} pixels too wide`);
      }
    });
  }
});

test("no task is wider than a phone, and each trains by touch", async () => {
  await onPage({ width: 390, height: 844, touch: true }, async (page) => {
    for (const preset of presets) {
      await open(page, preset);
      await settled(page);
      const wide = await tooWide(page);
      assert.ok(wide <= 0, `${preset}: ${wide} pixels too wide`);
      await page.tap("#play");
      const { step: before } = await snapshot(page);
      await untilNumber(page, "#step-count", (count) => count > before);
      await page.tap("#play");
    }
  });
});
