// Tables as people have them: pasted, in odd layouts, with names that mean something to a program.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, onPage, openMenu, step, tooWide, until } from "./harness.js";

after(close);

const rows = (/** @type {(row: number) => string} */ row, count = 40) => Array.from({ length: count }, (_, index) => row(index)).join("\n");

/** Opens the dialog for one's own table. */
async function openDialog(page) {
  await page.click('[data-tab="task"]');
  await page.click("#open-table");
}

/** Opens the dialog and gives it a file. */
async function chooseFile(page, name, content) {
  if (!(await page.isVisible("#import-table"))) await openDialog(page);
  await page.setInputFiles("#table-file", { name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.waitForFunction((shown) => document.querySelector("#import-table")?.textContent.includes(shown), name);
}

const text = (page, selector = "#import-table") => page.textContent(selector);
const selected = (page, selector) => page.$eval(selector, (select) => select.value);

test("lines that are pasted are read at once, typed ones with the button", async () => {
  await onPage({}, async (page) => {
    await openDialog(page);
    await page.evaluate((lines) => navigator.clipboard.writeText(lines), `size;price\n${rows((row) => `${row},5;${2 * row},25`)}`);
    await page.focus("#table-paste");
    await page.keyboard.press("ControlOrMeta+V");
    await page.waitForSelector("#use-table");
    assert.match(await text(page), /40 rows, 2 columns/);
    assert.equal(await selected(page, "#table-delimiter"), "semicolon");
    assert.equal(await selected(page, '[data-decimal="size"]'), "comma");
    await page.fill("#table-paste", `a,b\n${rows((row) => `${row},${row % 3}`, 20)}`);
    assert.match(await text(page), /40 rows/, "typing alone reads nothing");
    await page.click("#read-pasted");
    await until(() => text(page), (shown) => shown.includes("20 rows, 2 columns"));
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("pasted"));
  });
});

test("separator, first line and encoding are read again as one chooses, and what cannot be leaves all as it was", async () => {
  await onPage({}, async (page) => {
    await chooseFile(page, "bare.csv", rows((row) => `${row},5;${row % 7},25;${row % 2}`));
    await page.waitForSelector("#use-table");
    assert.equal(await selected(page, "#table-header"), "false");
    assert.match(await text(page), /The first line holds values/);
    await page.selectOption("#table-header", "true");
    await until(() => text(page), (shown) => shown.includes("39 rows, 3 columns"));
    await page.selectOption("#table-header", "false");
    await until(() => text(page), (shown) => shown.includes("40 rows, 3 columns"));
    await page.selectOption("#table-delimiter", "tab");
    await until(() => text(page), (shown) => /only one column.*stays as it was/.test(shown));
    assert.equal(await selected(page, "#table-delimiter"), "semicolon");
    assert.match(await text(page), /40 rows, 3 columns/);

    const korean = Buffer.from("xbAsxq/CoQ0KMTIwLMShxbINCjEzMSzFuA0KMTQyLMShxbINCg==", "base64");
    await chooseFile(page, "korean.csv", Buffer.concat([korean, ...Array(5).fill(korean.subarray(9))]));
    await until(() => selected(page, "#table-encoding"), (encoding) => encoding === "euc-kr");
    assert.match(await text(page), /키/);
    await page.selectOption("#table-encoding", "windows-1252");
    await until(() => text(page), (shown) => shown.includes("Å°"));
    await page.selectOption("#table-encoding", "euc-kr");
    await until(() => text(page), (shown) => shown.includes("특징"));
  });
});

test("the quotation mark is found, can be chosen otherwise, and is in the link", async () => {
  // One word begins with an apostrophe: that speaks against marks that enclose cells, until someone says so.
  const file = `name,size,class\n${rows((row) => `${row === 3 ? "'tis" : `'Kim ${row % 5}'`},${row % 9},${row % 2 ? "x" : "y"}`)}`;
  const bar = (page) => page.evaluate(() => location.hash);
  let hash = "";
  await onPage({}, async (page) => {
    await chooseFile(page, "plain.csv", file.replace("'tis", "'so'"));
    await page.waitForSelector("#use-table");
    assert.equal(await selected(page, "#table-quote"), "single");
    await chooseFile(page, "marks.csv", file);
    await until(() => selected(page, "#table-quote"), (quote) => quote === "double");
    assert.match(await text(page, ".rows"), /'Kim 0'/);
    await page.selectOption("#table-quote", "single");
    await until(() => text(page, ".rows"), (shown) => shown.includes("Kim 0") && !shown.includes("'Kim") && shown.includes("'tis"));
    await page.selectOption("#table-delimiter", "tab");
    await until(() => text(page), (shown) => /only one column.*stays as it was/.test(shown));
    assert.equal(await selected(page, "#table-quote"), "single");
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("marks.csv"));
    assert.equal(await page.evaluate(() => window.descent.experiment().data.quote), "single");
    hash = await until(() => bar(page), (now) => now.length > 1);
  });
  await onPage({ hash }, async (page) => {
    await chooseFile(page, "marks.csv", file);
    await page.waitForSelector("#recalled");
    assert.equal(await selected(page, "#table-quote"), "single");
    assert.match(await text(page, ".rows"), /Kim 0/);
  });
});

test("a bad file leaves the table that was open, and a running one, as they were", async () => {
  await onPage({}, async (page) => {
    await chooseFile(page, "mine.csv", `a,class\n${rows((row) => `${row % 13},${row % 2 ? "x" : "y"}`)}`);
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("mine.csv"));
    await step(page, 3);
    // Another file of the same name is only looked at.
    await chooseFile(page, "mine.csv", `other,kind\n${rows((row) => `${row},${row % 2 ? "p" : "q"}`)}`);
    await until(() => text(page), (shown) => shown.includes("kind"));
    await chooseFile(page, "bad.csv", "a,b\n1,2\n3\n");
    await until(() => text(page), (shown) => /bad\.csv.*Line 3 has 1 cells.*stays as it was/s.test(shown));
    assert.equal(await page.isDisabled("#use-table"), false);
    await page.keyboard.press("Escape");
    await page.selectOption("#control-data-missing", "fill");
    await page.waitForFunction(() => window.descent.experiment().data.missing === "fill");
    await step(page, 3);
    const { data } = await page.evaluate(() => window.descent.experiment());
    assert.deepEqual([data.file, data.target], ["mine.csv", "class"]);
  });
});

test("columns and classes may be called like what a program knows", async () => {
  await onPage({}, async (page) => {
    const names = ["constructor", "__proto__", "toString", "axis.size"];
    await chooseFile(page, "names.csv", `${names.join(",")},class\n${rows((row) => `${row % 5},${row % 7},${row % 3},${row % 11},${["constructor", "__proto__", "answer.yes"][row % 3]}`, 60)}`);
    await page.waitForSelector("#use-table:not([disabled])");
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("names.csv"));
    await step(page, 20);
    const shown = await text(page, "[data-part=task]");
    for (const name of [...names, "answer.yes"]) assert.ok(shown.includes(name), `${name} stays as it is`);
    await page.click("[data-part=two-columns]");
    await page.waitForSelector(".plane-axes");
    await page.waitForFunction(() => document.querySelector("[data-figure=output] .legend")?.textContent.includes("__proto__"));
    await step(page, 5);
  });
});

test("a layer may be called so, too, and learns on", async () => {
  await onPage({}, async (page) => {
    for (const name of ["constructor", "__proto__"]) {
      const config = await page.evaluate(() => window.descent.experiment());
      const output = config.network.outputs[0];
      const text = JSON.stringify(config).replaceAll(`"${output}"`, `"${name}"`);
      await page.evaluate((json) => window.descent.load(JSON.parse(json)), text);
      await step(page, 2);
      await openMenu(page, "[data-part=training]");
      await page.selectOption("#control-loss", "mean_squared_error");
      const losses = await until(() => page.evaluate(() => Object.entries(window.descent.experiment().losses)), ([[, loss]]) => loss === "mean_squared_error");
      assert.deepEqual(losses, [[name, "mean_squared_error"]]);
      await step(page, 2);
    }
  });
});

test("dates are shown as dates in the preview and on sliders, and can be typed", async () => {
  await onPage({}, async (page) => {
    await chooseFile(page, "dates.csv", `when,size,class\n${rows((row) => `${(row % 28) + 1}/9/2016,${row % 9},${row % 2 ? "x" : "y"}`)}`);
    await page.waitForSelector("#use-table");
    assert.equal(await selected(page, '[data-order="when"]'), "dmy");
    assert.match(await text(page), /2016-09-01 … 2016-09-28/);
    await page.click("#use-table");
    await page.waitForSelector('[data-ask="when"]');
    await page.fill('[data-ask="when"]', "17046");
    const box = page.locator("[id$=ask-0]");
    await until(() => box.inputValue(), (shown) => shown === "2016-09-02");
    assert.equal(await page.getAttribute('[data-ask="when"]', "aria-valuetext"), "2016-09-02");
    await box.fill("2016. 9. 20.");
    await box.press("Enter");
    await until(() => page.inputValue('[data-ask="when"]'), (days) => days === "17064");
    assert.equal(await box.inputValue(), "2016-09-20");
    for (const nonsense of ["next week", "2016-09-31"]) {
      await box.fill(nonsense);
      await box.press("Enter");
      await until(() => text(page, "[id$=ask-0-error]"), (said) => said.includes(nonsense) && said.includes("It stays at 2016-09-20"));
      assert.equal(await box.inputValue(), "2016-09-20");
      assert.equal(await box.getAttribute("aria-describedby"), await page.getAttribute("[id$=ask-0-error]", "id"));
    }
    await page.fill('[data-ask="when"]', "17047");
    await until(() => page.locator("[id$=ask-0-error]").count(), (count) => count === 0);
  });
});

test("what is missing, left out, wrong or gives the answer away is said", async () => {
  await onPage({}, async (page) => {
    const lines = rows((row) => `${row},${row % 5 === 0 ? "CB"[Number(row % 3 === 0)] : ""},${row === 7 ? "seven" : row === 9 ? "" : `${20 + (row % 30)}.5`},${row % 2 ? "no" : "yes"},${row % 2}`, 60);
    await chooseFile(page, "ship.csv", `id,deck,age,alive,survived\n${lines}`);
    await page.waitForSelector("#use-table");
    const said = await text(page, "#left-out");
    assert.match(said, /id \(only numbers the rows\)/);
    assert.match(said, /deck \(missing in 48 of 60 rows\)/);
    assert.match(await text(page, '[data-says-target="alive"]'), /Says the same as survived/);
    assert.match(await text(page), /line 9 “seven”/);
    assert.match(await text(page, "#import-missing"), /58 of 60 rows remain.*60 of 60 rows remain/s);
    await page.check('[data-use="deck"]');
    await until(() => text(page, "#import-missing"), (shown) => /1\d of 60 rows remain/.test(shown));
    await page.uncheck('[data-use="alive"]');
    await until(() => page.locator("[data-says-target]").count(), (count) => count === 0);
  });
});

test("a word that programs use for a missing value can be a class", async () => {
  await onPage({}, async (page) => {
    await chooseFile(page, "bread.csv", `size,kind\n${rows((row) => `${row % 9},${["Nan", "Inf", "NaN"][row % 3]}`, 60)}`);
    await page.waitForSelector("#use-table");
    const box = page.locator('[data-mark="kind NaN"]');
    assert.equal(await box.isChecked(), false, "beside Inf it is a word");
    await box.check();
    await until(() => text(page, "#problem-type"), (shown) => shown.includes("binary classification"));
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("40 rows"));
  });
});

test("a number that stands for missing values is said, and kept where one says so", async () => {
  await onPage({}, async (page) => {
    const missing = () => page.evaluate(() => window.descent.experiment().data.columns?.find(({ name }) => name === "size")?.missing_value);
    const file = `size,kind\n${rows((row) => `${row % 10 === 0 ? -999 : (row % 9) + 1},${["a", "b"][row % 2]}`, 60)}`;
    await chooseFile(page, "gaps.csv", file);
    await page.waitForSelector("#use-table");
    const box = page.locator('[data-mark="size -999"]');
    assert.equal(await box.isChecked(), true);
    assert.match(await text(page, "#import-table .columns"), /1 … 9.*6 missing.*“-999” \(6\) means missing/s);
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("54 rows"));
    assert.equal(await missing(), -999);
    const link = await page.evaluate(() => window.descent.link());
    await page.evaluate((given) => window.descent.open(given), link);
    assert.equal(await missing(), -999, "the link carries it");
    await chooseFile(page, "gaps.csv", file);
    await page.waitForSelector("#use-table");
    await box.uncheck();
    await until(() => text(page, "#import-table .columns"), (shown) => shown.includes("-999 … 9"));
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
    assert.equal(await missing(), undefined);
  });
});

test("thirteen classes have a letter each, in the order of their numbers, and their matrix stays in its card", async () => {
  for (const width of [1280, 390]) {
    await onPage({ width, height: 720 }, async (page) => {
      const labels = [...Array(12).keys()].map((label) => label + 1).concat(40);
      await chooseFile(page, "many.csv", `x,y,label\n${rows((row) => `${(row * 7) % 23}.5,${(row * 5) % 19},${labels[row % 13]}`, 390)}`);
      await page.waitForSelector("#use-table:not([disabled])");
      await page.click("#use-table");
      await page.click('[data-more="confusion"]');
      await page.waitForSelector(".confusion-matrix");
      await step(page, 5);
      const heads = await page.$$eval(".confusion-matrix thead th", (all) => all.map((head) => head.textContent));
      assert.deepEqual(heads, labels.map(String));
      const marks = await page.$$eval("[data-figure=output] .key-dot", (dots) => dots.map((dot) => `${dot.textContent} ${getComputedStyle(dot).backgroundColor}`));
      assert.equal(new Set(marks).size, 13);
      assert.equal(new Set(marks.map((mark) => mark.split(" ")[0])).size, 13);
      const beyond = await page.$eval(".table-confusion", (card) => card.querySelector(".table-scroll").getBoundingClientRect().right - card.getBoundingClientRect().right);
      assert.ok(beyond <= 1, `${beyond} pixels beyond its card`);
      assert.ok((await tooWide(page)) <= 0);
    });
  }
});

test("a sentence is the same in composed and decomposed Hangul", async () => {
  await onPage({ locale: "ko-KR" }, async (page) => {
    await page.click("#open-presets");
    await page.click('[data-preset="sentences_ko"]');
    await page.waitForSelector("[data-part=own-sentence]");
    await step(page, 60);
    const read = async (/** @type {string} */ sentence) => {
      await page.fill("[data-part=own-sentence]", "");
      await page.fill("[data-part=own-sentence]", sentence);
      await page.waitForFunction(() => document.querySelectorAll(".token").length === 5);
      return page.$$eval(".token, [data-part=sentence-score]", (all) => all.map((one) => one.textContent.trim().normalize("NFC")));
    };
    const sentence = "이 영화 정말 재미있다";
    assert.deepEqual(await read(sentence.normalize("NFD")), await read(sentence));
  });
});

test("the settings of a link read its file as they did where it was made", async () => {
  const file = rows((row) => `${row},125\t${row % 3},5\t${row % 2 ? "a" : "b"}`);
  let hash = "";
  await onPage({}, async (page) => {
    await chooseFile(page, "mine.csv", file);
    await page.waitForSelector("#use-table");
    await page.selectOption('[data-decimal="column_1"]', "point");
    await until(() => text(page), (shown) => shown.includes("125 … 39"));
    await page.click("#use-table");
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("mine.csv"));
    hash = await until(() => page.evaluate(() => location.hash), (now) => now.length > 1);
  });
  await onPage({ hash }, async (page) => {
    await chooseFile(page, "mine.csv", file);
    await page.waitForSelector("#recalled");
    assert.equal(await selected(page, '[data-decimal="column_1"]'), "point");
    await page.click("#use-table");
    await page.waitForFunction(() => window.descent.experiment().data.file === "mine.csv");
    await step(page, 3);
  });
});

const heights = rows((row) => `${row % 12},${(row * 7) % 11},${row % 12 > 5 ? "tall" : "small"}`, 60);
const experiment = (page) => page.evaluate(() => window.descent.experiment().data);
const said = (page) => page.textContent("#notice");

/** Trains on a table of one's own. */
async function useTable(page, name, content) {
  await chooseFile(page, name, content);
  await page.click("#use-table");
  await page.waitForFunction((shown) => window.descent.experiment().data.file === shown, name);
  await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
}

/** What a link of the notice has brought to the clipboard. */
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Another visitor opens a link. */
async function visit(page, link) {
  await page.goto("about:blank");
  await page.goto(link);
  await page.evaluate(() => window.descent.ready);
}

test("a copied link carries a small table, and leaves it out where one asks for that or it is too large", async () => {
  await onPage({}, async (page) => {
    await useTable(page, "heights.csv", `age,arm,size\n${heights}`);
    await step(page, 5);
    const before = await page.evaluate(() => window.descent.fingerprint());
    await page.click(".toolbar >> text=Link");
    await until(() => said(page), (shown) => /carries the table heights\.csv/.test(shown));
    const within = await copied(page);
    await page.click("#notice >> text=Copy without the table");
    await until(() => said(page), (shown) => /without the table/.test(shown) && /heights\.csv/.test(shown));
    const without = await copied(page);

    await visit(page, within);
    await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
    assert.equal((await experiment(page)).file, "heights.csv");
    await step(page, 5);
    assert.equal(await page.evaluate(() => window.descent.fingerprint()), before, "the same rows");
    await page.selectOption("#control-data-missing", "fill");
    const hash = await until(() => page.evaluate(() => location.hash), (now) => now !== new URL(within).hash && now.length > 1);
    await visit(page, new URL(hash, within).href);
    await page.waitForFunction(() => window.descent.experiment().data.missing === "fill", undefined, { timeout: 5000 });

    await visit(page, without);
    await until(() => said(page), (shown) => /heights\.csv is not here/.test(shown));

    const noise = rows((row) => `${Math.sin(row * 1e4).toFixed(14)},${Math.cos(row * 7e3).toFixed(14)},${row % 2 ? "a" : "b"}`, 900);
    await chooseFile(page, "large.csv", `x,y,class\n${noise}`);
    await page.click("#use-table");
    await page.waitForFunction(() => window.descent.experiment().data.file === "large.csv");
    await page.click(".toolbar >> text=Link");
    await until(() => said(page), (shown) => /large\.csv the link would have [\d,]+ characters, and 8,192 are the most/.test(shown));
  });
});

test("an exercise brings its table along, or names one beside the page, and its answers are replayed with it", async () => {
  const csv = `age,arm,size\n${heights}`;
  await onPage({}, async (page) => {
    await page.route("**/data/heights.csv", (route) => route.fulfill({ contentType: "text/csv", body: csv }));
    await useTable(page, "heights.csv", csv);
    await page.click(".toolbar >> text=Link");
    await page.click("#notice >> text=Make an exercise");
    await page.fill(".class-dialog [data-field=goals]", "train_loss <= 10");
    const made = async (way) => {
      await page.check(`.class-dialog [data-way=${way}]`);
      await page.click(".class-dialog [data-part=make]");
      return page.inputValue(".class-dialog [data-line=link]");
    };
    const tasks = [await made("within"), await made("beside")];
    assert.ok(tasks[1].length < tasks[0].length);
    for (const task of tasks) {
      await visit(page, task);
      await page.waitForSelector(".exercise .goals li");
      await page.waitForFunction(() => document.querySelector("[data-part=task]")?.textContent.includes("60 rows"));
      await step(page, 4);
      await until(() => page.locator(".exercise .goals .reached").count(), (count) => count === 1);
      await page.click(".exercise [data-part=hand-in]");
      await page.fill(".hand-in input", "Mina");
      await page.click(".hand-in button");
      const answer = await page.inputValue(".handed input");
      await page.keyboard.press("Escape");
      await page.click(".toolbar >> text=Link");
      await page.click("#notice >> text=Make an exercise");
      await page.click(".class-dialog [data-tab=check]");
      await page.fill(".class-dialog [data-field=answers]", answer);
      await page.click(".class-dialog [data-part=check]");
      await page.waitForSelector(".class-dialog [data-part=csv]", { timeout: 30_000 });
      assert.match(await page.textContent(".class-table tbody tr"), /Mina.*All goals reached/s);
    }
  });
});

test("a link written by hand names a table beside the page; one that is missing or wrong is told by its name", async () => {
  const answers = { "heights.csv": `age,arm,size\n${heights}`, "broken.csv": "a,b\n1,2\n3\n", "page.csv": null };
  await onPage({ expected: /404/ }, async (page) => {
    await page.route("**/data/*.csv", (route) => {
      const body = answers[new URL(route.request().url()).pathname.split("/").pop()];
      if (body === undefined) return route.fulfill({ status: 404, body: "" });
      return body === null ? route.fulfill({ contentType: "text/html", body: "<p>not here</p>" }) : route.fulfill({ contentType: "text/csv", body });
    });
    const home = page.url().split("#")[0];
    await visit(page, `${home}#table=heights.csv&data.target=age&data.standardize=false`);
    await page.waitForFunction(() => window.descent.experiment().data.file === "heights.csv");
    const { target, standardize } = await experiment(page);
    assert.deepEqual([target, standardize], ["age", false]);
    await step(page, 2);
    for (const [name, told] of [["gone.csv", /data\/gone\.csv does not lie beside this page/], ["page.csv", /data\/page\.csv does not lie/], ["broken.csv", /broken\.csv cannot be used\. Line 3 has 1 cells/], ["../secret.csv", /“\.\.\/secret\.csv” is no name/]]) {
      await visit(page, `${home}#table=${name}`);
      await until(() => said(page), (shown) => told.test(shown));
      assert.notEqual((await experiment(page)).dataset, "table");
    }
    await visit(page, `${home}#table=heights.csv&data.target=weight`);
    await until(() => said(page), (shown) => /weight/.test(shown));
  });
});
