// What a person does with the diagram of layers: by mouse, by keyboard, on a phone; wrong graphs, mends, undo.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, drawn, onPage, root, snapshot, step, stroke, tooWide, until, untilNumber } from "./harness.js";

after(close);

const lenet = ["input", "conv2d", "max_pooling2d", "conv2d", "max_pooling2d", "flatten", "dense", "dense", "dense"];
const experiment = (page) => page.evaluate(() => window.descent.experiment());
const kindsOf = async (page) => (await experiment(page)).network.layers.map(({ layer }) => layer);
const untilKinds = (page, wanted) =>
  page.waitForFunction((kinds) => window.descent.experiment().network.layers.map(({ layer }) => layer).join() === kinds, wanted.join());

/** Chooses the digits as a task, with their usual optimizer, and empties the canvas; `press` is how this person presses. */
async function emptyDigits(page, press) {
  await press('[data-tab="task"]');
  await press('[data-task="digits"]');
  await page.waitForSelector(".pad");
  await press("#show-diagram");
  await press("[data-part=empty]");
  await page.waitForSelector(".stage .empty");
}

/** Gives the layers the filters and units that LeNet-5 has. @param {(name: string) => Promise<void>} choose */
async function sizeAsLeNet(page, choose) {
  for (const [name, argument, value] of [["conv2d_1", "filters", 6], ["conv2d_2", "filters", 16], ["dense_1", "units", 120], ["dense_2", "units", 84]]) {
    await choose(name);
    await page.waitForFunction((wanted) => document.querySelector("[data-part=layer-name]")?.value === wanted, name);
    await page.focus(`[data-argument="${argument}"] input`);
    await page.keyboard.press("Control+a");
    await page.keyboard.type(String(value));
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      ([layer, key, wanted]) => window.descent.experiment().network.layers.find((one) => one.name === layer)[key] === wanted, [name, argument, value],
    );
  }
}

/** Trains until nearly all held-out digits are known. Play is pressed again to stop. */
async function trainDigits(page, press) {
  await press("#play");
  await untilNumber(page, `[data-part="test-metric"]`, (share) => share >= 97, 240_000);
  await press("#play");
}

const saysSeven = (page) => page.waitForFunction(() => document.querySelector("[data-part=said-digit]")?.textContent === "7");

/** Drags one thing onto another, and lets go when that lights up. */
async function drag(page, from, to, lit = ".target") {
  await page.hover(from);
  await page.mouse.down();
  await page.hover(to);
  await page.mouse.move(...(await middle(page, to)), { steps: 2 });
  if (lit) await page.waitForSelector(lit);
  await page.mouse.up();
}

const middle = async (page, selector) => {
  const box = await page.locator(selector).boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test("a network like LeNet is built by mouse from an empty canvas, trained, and says the seven that is drawn", async () => {
  await onPage({ height: 1400 }, async (page) => {
    const press = (selector) => page.click(selector);
    await emptyDigits(page, press);
    await page.locator(".stage").scrollIntoViewIfNeeded();
    // Each kind is dragged onto the layer it comes after; the first onto the empty canvas.
    const built = [];
    for (const kind of lenet) {
      const before = built.at(-1);
      await drag(page, `.palette [data-kind="${kind}"]`, before ? `[data-node="${before}"]` : ".stage .empty", before ? ".node.target" : "");
      await page.waitForFunction((count) => document.querySelectorAll("[data-node]").length === count, built.length + 1);
      built.push(await page.getAttribute('[data-node][aria-pressed="true"]', "data-node"));
      if (before) await page.waitForSelector(`[data-edge="${before}>${built.at(-1)}>0"]`);
    }
    await untilKinds(page, lenet);
    const { network } = await experiment(page);
    assert.deepEqual(network.outputs, ["dense_3"]);
    assert.equal(network.layers.at(-1).units, 10);
    await page.waitForSelector('.edge-shape:text-is("8 × 8 × 8")');
    await sizeAsLeNet(page, (name) => page.click(`[data-node="${name}"]`));
    await page.click('[data-node="conv2d_1"]');
    await page.waitForSelector('.layer-parameters:has-text("3 × 3 × 1 × 6 + 6 = 60")');
    await page.waitForSelector(".layer-picture canvas:visible");
    await trainDigits(page, press);
    await page.locator(".pad").scrollIntoViewIfNeeded();
    await page.click("[data-part=clear-pad]");
    await stroke(page, [[0.3, 0.2], [0.68, 0.2], [0.45, 0.88]]);
    await stroke(page, [[0.36, 0.52], [0.68, 0.52]]);
    await saysSeven(page);
  });
});

test("an act on a layer that went before the page could show it changes nothing", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    const before = await kindsOf(page);
    await page.click('.palette [data-kind="dense"]');
    await page.waitForSelector("[data-part=layer-remove]");
    await page.evaluate(() => {
      document.querySelector("#undo").click();
      document.querySelector("[data-part=layer-remove]").click();
    });
    await untilKinds(page, before);
  });
});

test("a press on the diagram just as it is hidden is an act like any other", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    const before = await kindsOf(page);
    await page.click("#show-columns");
    await page.waitForSelector("[data-part=builder]", { state: "hidden" });
    await page.evaluate(() => document.querySelector('.palette [data-kind="dense"]').click());
    await untilKinds(page, [...before, "dense"]);
  });
});

test("the same network is built by keyboard alone, trained, and says the seven that is inked", async () => {
  await onPage({}, async (page) => {
    const press = async (selector) => {
      await page.focus(selector);
      await page.keyboard.press("Enter");
    };
    await emptyDigits(page, press);
    await page.focus('.palette [data-kind="input"]');
    const order = await page.$$eval(".palette-kinds .kind", (all) => all.map(({ dataset }) => dataset.kind));
    let at = order.indexOf("input");
    for (const [index, kind] of lenet.entries()) {
      for (; at < order.indexOf(kind); at++) await page.keyboard.press("ArrowDown");
      for (; at > order.indexOf(kind); at--) await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await page.waitForFunction((count) => document.querySelectorAll("[data-node]").length === count, index + 1);
    }
    await untilKinds(page, lenet);
    await sizeAsLeNet(page, (name) => press(`[data-node="${name}"]`));
    await trainDigits(page, press);
    await inkSeven(page, press);
    await saysSeven(page);
    await page.focus('[data-node="dense_3"]');
    await page.keyboard.press("ArrowUp");
    await page.waitForSelector('[data-node="dense_2"][aria-pressed="true"]:focus');
    await page.keyboard.press("Delete");
    await untilKinds(page, lenet.slice(0, -1));
    await page.keyboard.press("Control+z");
    await untilKinds(page, lenet);
  });
});

/** Inks a seven, pixel by pixel, as the scans of the data have it. */
async function inkSeven(page, press) {
  await press("[data-part=clear-pad]");
  await page.focus(".pad");
  const rows = ["...###..", "..####..", "....##..", "..####..", "..#####.", "...##...", "...#....", "...#...."];
  const go = async (from, to, back, on) => {
    for (let step = 0; step < Math.abs(to - from); step++) await page.keyboard.press(to < from ? back : on);
  };
  // The pen begins in the middle.
  let [x, y] = [4, 4];
  for (const [row, pixels] of rows.entries()) {
    for (const [column, pixel] of [...pixels].entries()) {
      if (pixel !== "#") continue;
      await go(y, row, "ArrowUp", "ArrowDown");
      await go(x, column, "ArrowLeft", "ArrowRight");
      [x, y] = [column, row];
      await page.keyboard.press("Space");
    }
  }
}

test("a network for houses with two inputs and two heads is built by hand from an empty canvas, and both heads learn", async () => {
  await onPage({}, async (page) => {
    await page.click('[data-tab="task"]');
    await page.click('[data-task="houses"]');
    await page.click('[data-more="heads"]');
    await page.waitForSelector(".houses-ask");
    await page.click("#show-diagram");
    await page.click("[data-part=empty]");
    await page.waitForSelector(".stage .empty");
    const isChosen = (name) => page.waitForSelector(`[data-node="${name}"][aria-pressed="true"]`);
    const choose = async (name) => (await page.click(`[data-node="${name}"]`), isChosen(name));
    const add = async (kind, name) => (await page.click(`.palette [data-kind="${kind}"]`), isChosen(name));
    await add("input", "input_1");
    await add("input", "input_2");
    await add("embedding", "embedding_1");
    await page.fill("[data-argument=output_dim] :is(input,select)", "2");
    await page.press("[data-argument=output_dim] :is(input,select)", "Enter");
    await add("flatten", "flatten_1");
    await add("concatenate", "concatenate_1");
    await page.waitForSelector('[data-edge="input_1>concatenate_1>1"]');
    await add("dense", "dense_1");
    await add("dense", "dense_2");
    await add("dense", "dense_3");
    await choose("dense_2");
    await page.click('[data-placement="branch"]');
    await add("dense", "dense_4");
    await page.check("[data-part=is-output]");
    await page.fill("[data-argument=units] :is(input,select)", "1");
    await page.press("[data-argument=units] :is(input,select)", "Enter");
    await page.selectOption("[data-argument=activation] :is(input,select)", "sigmoid");
    await page.waitForFunction(() => window.descent.experiment().network.layers.at(-1).activation === "sigmoid");
    await page.waitForSelector("[data-part=discard]:disabled");
    const { network, losses } = await experiment(page);
    assert.deepEqual(network.outputs, ["dense_3", "dense_4"]);
    assert.deepEqual(losses, { dense_3: "mean_squared_error", dense_4: "binary_crossentropy" });
    assert.equal(network.layers.find(({ name }) => name === "embedding_1").input_dim, 12);
    await page.click("#play");
    await page.waitForFunction(() => {
      const [price, sold] = [...document.querySelectorAll(".heads tbody tr")].map((row) => row.children[2].textContent);
      return Number(price?.replace("R² ", "")) > 0.9 && Number.parseFloat(sold) > 85;
    }, null, { timeout: 60_000 });
    await page.click("#play");
    await page.waitForSelector("[data-part=asked-price]");
  });
});

test("a wrong graph is marked and explained while the last good one trains, and a click mends it", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click("#play");
    await page.click('[data-node="hidden_1"]');
    await page.click('.palette [data-kind="lstm"]');
    await page.waitForSelector(".node.unfinished [data-node='lstm_1']");
    assert.match(await page.textContent(".graph-error"), /steps × features.*4/s);
    assert.equal(await page.locator(".node.wrong, .graph-error.asked").count(), 0, "unfinished is not wrong");
    await page.click("[data-part=check]");
    await page.waitForSelector(".node.wrong [data-node='lstm_1']");
    await page.waitForSelector(".graph-error.asked");
    assert.match(await page.textContent(".builder-status"), /lstm_1/);
    assert.equal((await experiment(page)).network.layers.length, 4);
    const { step: then } = await snapshot(page);
    await untilNumber(page, "#step-count", (count) => count > then);
    await page.click('[data-mend="insert_reshape"]');
    await untilKinds(page, ["input", "dense", "reshape", "lstm", "dense", "dense"]);
    await page.waitForSelector(".node.wrong", { state: "detached" });
    const { step: now } = await snapshot(page);
    await untilNumber(page, "#step-count", (count) => count > now);
  });
});

test("who trains while the network is unfinished is told what does not fit", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click('[data-node="hidden_1"]');
    await page.click('.palette [data-kind="lstm"]');
    await page.waitForSelector(".node.unfinished");
    assert.equal(await page.locator(".node.wrong").count(), 0);
    await page.click("#play");
    await page.waitForSelector(".node.wrong");
    await page.click("#play");
  });
});

test("nothing moves while one builds: what is unfinished is said where there is room for it", async () => {
  for (const [width, height] of [[1280, 720], [1366, 768], [1440, 900]]) {
    await onPage({ width, height }, async (page) => {
      await page.click("#show-diagram");
      await page.waitForSelector(".palette [data-kind=dense]");
      const places = () => page.$$eval(".palette [data-kind], .stage, .layer-card, .builder-bar button, [data-figure=output], #show-diagram", (all) => all.map((one) => {
        const { x, y, width: wide, height: high } = one.getBoundingClientRect();
        return [one.dataset.kind ?? one.dataset.part ?? one.className, x, y, wide, high].join(" ");
      }));
      const before = await places();
      const presses = ['[data-part=empty]', '[data-kind="input"]', '[data-kind="dense"]', '[data-kind="dense"]', '[data-node="dense_1"]', '[data-kind="flatten"]', "[data-part=check]", "[data-part=discard]"];
      for (const selector of presses) {
        // A press in the list may scroll it; that is no shift.
        await page.$eval(selector, (one) => one.click());
        await drawn(page);
        await page.$eval(".palette-kinds", (list) => (list.scrollTop = 0));
        assert.deepEqual(await places(), before, `${width}: ${selector}`);
      }
    });
  }
});

test("the card of a layer is whole at every width", async () => {
  for (const [width, height, locale] of [[1280, 720, "en-US"], [1366, 768, "ko-KR"], [390, 844, "ko-KR"], [1920, 1080, "en-US"]]) {
    await onPage({ width, height, locale, touch: width < 500 }, async (page) => {
      await page.click('[data-tab="task"]');
      await page.click('[data-task="digits"]');
      await page.waitForSelector(".pad");
      await page.click("#show-diagram");
      for (const name of ["conv_1", "flat", "hidden", "digit"]) {
        await page.waitForSelector(`[data-node="${name}"]`, { state: "attached" });
        await page.$eval(`[data-node="${name}"]`, (one) => one.click());
        await drawn(page);
        assert.deepEqual(await page.$eval(".layer-card", (card) => {
          const edge = card.getBoundingClientRect();
          return [...card.querySelectorAll("button, input, select, h3, canvas:not([hidden]), code")].filter((one) => {
            const box = one.getBoundingClientRect();
            const isCut = one.matches("input.number, h3, code") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== "inline";
            return box.width > 0 && (box.left < edge.left - 1 || box.right > edge.right + 1 || isCut || (one.matches("select, input.number") && box.width < 40));
          }).map((one) => one.outerHTML.slice(0, 80));
        }), [], `${width} ${name}`);
      }
    });
  }
});

test("in line, a dropout dropped on a layer goes into the line", async () => {
  await onPage({ height: 1100 }, async (page) => {
    await page.click("#show-diagram");
    await drag(page, '.palette [data-kind="dropout"]', '[data-node="hidden_1"]');
    await untilKinds(page, ["input", "dense", "dropout", "dense", "dense"]);
    const inputs = async () => (await experiment(page)).network.layers.map(({ inputs: from }) => from.length);
    assert.deepEqual(await inputs(), [0, 1, 1, 1, 1]);
    assert.equal((await experiment(page)).network.layers[3].inputs[0], "dropout_1");
  });
});

test("an output of the wrong size is mended with the units of the data", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click('[data-node="output"]');
    await page.fill("[data-argument=units] :is(input,select)", "3");
    await page.press("[data-argument=units] :is(input,select)", "Enter");
    await page.waitForSelector(".node.unfinished [data-node='output']");
    await page.click('[data-mend="set_width"]');
    await page.waitForSelector("[data-part=discard]:disabled");
    assert.equal((await experiment(page)).network.layers[3].units, 1);
  });
});

test("a branch is built, joined and cut by dragging", async () => {
  await onPage({ height: 1100 }, async (page) => {
    await page.click("#show-diagram");
    await drag(page, '.palette [data-kind="dropout"]', '[data-edge="hidden_1>hidden_2>0"]');
    await untilKinds(page, ["input", "dense", "dropout", "dense", "dense"]);
    await page.click('[data-edge="hidden_2>output>0"]');
    await page.click('.palette [data-kind="add"]');
    await page.waitForSelector(".node.unfinished [data-node='add_1']");
    await drag(page, '.node:has([data-node="hidden_1"]) .port', '[data-node="add_1"]');
    await page.waitForFunction(() => window.descent.experiment().network.layers.find(({ name }) => name === "add_1")?.inputs.length === 2);
    await page.click('[data-disconnect="hidden_1"]');
    await page.waitForSelector(".node.unfinished [data-node='add_1']");
    await page.click("[data-part=discard]");
    await page.waitForSelector("[data-part=discard]:disabled");
  });
});

test("everything is undone back to the start and done again", async () => {
  await onPage({}, async (page) => {
    const start = await experiment(page);
    await page.fill("[data-part=hidden-layers]", "3");
    await page.click('[data-dataset="spiral"]');
    await page.selectOption("#control-optimizer", "adam");
    await page.click("#show-diagram");
    await page.click('[data-node="hidden_1"]');
    await page.click('.palette [data-kind="lstm"]');
    await page.waitForSelector(".node.unfinished");
    await page.click("[data-part=layer-remove]");
    await page.waitForSelector(".node.unfinished", { state: "detached" });
    const end = await experiment(page);
    while (!(await page.isDisabled("#undo"))) {
      await page.keyboard.press("Control+z");
      await drawn(page);
    }
    assert.deepEqual(await experiment(page), start);
    while (!(await page.isDisabled("#redo"))) {
      await page.keyboard.press("Control+Shift+z");
      await drawn(page);
    }
    assert.deepEqual(await experiment(page), end);
    await step(page, 5);
  });
});

test("the two views are of one network, and one goes back and forth without loss", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click('[data-node="hidden_1"]');
    await page.fill("[data-argument=units] :is(input,select)", "7");
    await page.press("[data-argument=units] :is(input,select)", "Enter");
    const before = await experiment(page);
    await page.click("#show-columns");
    await page.waitForFunction(() => document.querySelectorAll('[data-figure=network] [data-layer="hidden_1"]').length === 7);
    await page.click("#show-diagram");
    assert.deepEqual(await experiment(page), before);
    await page.click('[data-block="residual"]');
    await page.waitForSelector("#show-columns:disabled");
    await step(page, 5);
  });
});

test("every kind of layer can be added and set up, and whatever comes of it the page lives", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.waitForSelector(".palette [data-kind]");
    const kinds = await page.$$eval(".palette [data-kind]", (all) => all.map(({ dataset }) => dataset.kind));
    assert.equal(kinds.length, 29);
    for (const kind of kinds) {
      await page.click('[data-node="hidden_1"]');
      await page.click(`.palette [data-kind="${kind}"]`);
      await page.waitForSelector(`[data-node="${kind}_1"][aria-pressed="true"]`);
      const table = await page.$$eval(".layer-card [data-argument]", (all) => all.length);
      if (/conv|dense|lstm|embedding/.test(kind)) assert.ok(table > 0, kind);
      await page.click("#undo");
      await page.waitForSelector(`[data-node="${kind}_1"]`, { state: "detached" });
    }
    await step(page, 5);
  });
});

test("axe finds nothing serious in the builder, and no word is missing", async () => {
  const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  for (const [locale, colorScheme] of [["en-US", "light"], ["ko-KR", "dark"]]) {
    await onPage({ locale, colorScheme }, async (page) => {
      await page.click("#show-diagram");
      await page.click('[data-node="hidden_1"]');
      await page.click('.palette [data-kind="lstm"]');
      await page.click("[data-part=check]");
      await page.waitForSelector(".node.wrong");
      await page.click(".layer-card summary");
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(".playground [data-part=network]", { resultTypes: ["violations"] }));
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4)}`), []);
      const text = await page.textContent(".playground [data-part=network]");
      assert.doesNotMatch(text, /\b(builder|layer|argument|graph_error|mend|family|holds|data_part|block)\.[a-z_]+|\{\w+\}/);
    });
  }
});

test("a batch normalisation says so where a batch has one example, beside the layer and beside the batch size", async () => {
  for (const [locale, sentence] of [["en-US", /only one sample.*beta/], ["ko-KR", /샘플이 하나뿐.*베타/]]) {
    await onPage({ locale }, async (page) => {
      await page.click("#show-diagram");
      await page.click('[data-node="hidden_1"]');
      await page.click('.palette [data-kind="batch_normalization"]');
      await page.waitForSelector('[data-node="batch_normalization_1"][aria-pressed="true"]');
      assert.equal(await page.locator("[data-part=one-example], #batch-of-one").count(), 0);
      await page.selectOption("#control-batch-size", "1");
      await page.waitForSelector("[data-part=one-example]");
      assert.match(await page.textContent("[data-part=one-example]"), sentence);
      assert.match(await page.textContent("#batch-of-one"), sentence);
      await step(page, 5);
    });
  }
});

test("the picture of a dropout flashes while it trains, and lets all pass when it does not", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click('[data-node="hidden_1"]');
    await page.click('.palette [data-kind="dropout"]');
    await page.waitForSelector('[data-node="dropout_1"][aria-pressed="true"]');
    await page.fill("[data-argument=rate] :is(input,select)", "0.5");
    await page.press("[data-argument=rate] :is(input,select)", "Enter");
    const colours = () => page.$eval(".layer-picture canvas", (canvas) => {
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      return [...new Set(new Uint32Array(data.buffer))].filter((colour) => colour !== 0).length;
    });
    const untilColours = (wanted) => until(colours, (count) => count === wanted);
    await untilColours(1);
    await page.click("#play");
    const pictures = new Set();
    while (pictures.size < 3) {
      await untilColours(2);
      pictures.add(await page.$eval(".layer-picture canvas", (canvas) => canvas.toDataURL()));
    }
    await page.click("#play");
    await untilColours(1);
  });
});

test("the palette is one stop of the tab key, and arrows go through it", async () => {
  await onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.waitForSelector('.palette [data-kind="input"]');
    const stops = () => page.$$eval(".palette-kinds .kind", (all) => all.filter(({ tabIndex }) => tabIndex === 0).map(({ dataset }) => dataset.kind ?? dataset.block));
    assert.deepEqual(await stops(), ["input"]);
    await page.focus('.palette [data-kind="input"]');
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.activeElement?.dataset.block === "inception");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.querySelector('[data-kind="dense"]').tabIndex === 0);
    assert.deepEqual(await stops(), ["dense"]);
  });
});

test("on a phone a layer is added and set up by touch, and nothing is too wide", async () => {
  await onPage({ width: 390, height: 800, touch: true }, async (page) => {
    await page.tap("#show-diagram");
    await page.tap('[data-node="hidden_1"]');
    await page.tap('.palette [data-kind="dropout"]');
    await untilKinds(page, ["input", "dense", "dropout", "dense", "dense"]);
    await page.tap("[data-part=layer-remove]");
    await untilKinds(page, ["input", "dense", "dense", "dense"]);
    assert.ok((await tooWide(page)) <= 0);
  });
});

test("on a phone the card of a layer opens over the foot of the screen, below what it is of", async () => {
  await onPage({ width: 390, height: 844, touch: true, locale: "ko-KR" }, async (page) => {
    await page.tap("#show-diagram");
    for (const name of ["hidden_1", "output"]) {
      await page.tap(`[data-node="${name}"]`);
      await page.waitForSelector(".layer-head");
      const boxes = () => page.evaluate((layer) => [".layer-card", `[data-node="${layer}"]`].map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()), name);
      await page.waitForFunction((layer) => document.querySelector(`[data-node="${layer}"]`).getBoundingClientRect().bottom <= document.querySelector(".layer-card").getBoundingClientRect().top, name);
      const [card, node] = await boxes();
      assert.ok(card.bottom <= 844 && card.height > 150 && node.top >= 0, JSON.stringify({ card, node }));
      await page.locator(".layer-head button").last().tap();
      await page.waitForSelector(".layer-head", { state: "detached" });
    }
  });
});

test("a finger that rests on a kind drags it onto an edge, and two fingers zoom the diagram", async () => {
  await onPage({ width: 390, height: 1400, touch: true }, async (page) => {
    await page.tap("#show-diagram");
    const touch = await page.context().newCDPSession(page);
    const send = (type, ...points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    await page.locator(".builder-main").scrollIntoViewIfNeeded();
    const [x, y] = await middle(page, '.palette [data-kind="dropout"]');
    const [toX, toY] = await middle(page, '[data-edge="hidden_1>hidden_2>0"]');
    await send("touchStart", [x, y]);
    await page.waitForSelector(".ghost");
    await send("touchMove", [(x + toX) / 2, (y + toY) / 2]);
    await send("touchMove", [toX, toY]);
    await page.waitForSelector(".edge-point.target");
    await send("touchEnd");
    await untilKinds(page, ["input", "dense", "dropout", "dense", "dense"]);
    const zoom = () => page.$eval(".world-size", (sheet) => Number(sheet.style.getPropertyValue("--zoom")));
    const before = await zoom();
    // The card of the new layer lies over the foot of the screen: the fingers are above it.
    const [stageX] = await middle(page, ".stage");
    const stageY = (await page.locator(".stage").boundingBox()).y + 100;
    await send("touchStart", [stageX - 30, stageY], [stageX + 30, stageY]);
    for (const reach of [40, 60, 80]) await send("touchMove", [stageX - reach, stageY], [stageX + reach, stageY]);
    await send("touchEnd");
    await page.waitForFunction((old) => Number(document.querySelector(".world-size").style.getPropertyValue("--zoom")) > 1.3 * old, before);
  });
});
