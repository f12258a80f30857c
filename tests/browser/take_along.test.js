// The network taken along: its code beside it, and files.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after } from "node:test";
import { close, onPage, until } from "./harness.js";

after(close);

const panel = (page) => page.locator(".take-along");
const code = (page) => panel(page).locator("pre.code").first().textContent();

async function open(page) {
  await page.click('[data-part="code"]');
  await until(() => code(page), (text) => text.includes("import keras"));
}

test("the code stands beside the network, follows what is changed and marks the line", async () => {
  await onPage({}, async (page) => {
    await open(page);
    assert.match(await code(page), /layers\.Dense\(4, activation="tanh", name="hidden_1"\)/);
    assert.equal(await page.getAttribute('[data-part="code"]', "aria-pressed"), "true");
    await page.focus('[data-part="hidden-layers"]');
    await page.keyboard.press("ArrowLeft");
    await until(() => code(page), (text) => !text.includes("hidden_2"));
    await page.keyboard.press("ArrowRight");
    await until(() => code(page), (text) => text.includes("hidden_2"));
    await until(() => panel(page).locator(".changed").allTextContents(), (lines) => lines.some((line) => line.includes("hidden_2")));
    await until(() => panel(page).locator(".changed").count(), (count) => count === 0);
    assert.match(await panel(page).locator("details pre").textContent(), /Model: "sequential"[\s\S]+Total params:/);
  });
});

/** Boxes of parts of the page, by their selectors. */
const boxes = (page, ...selectors) => Promise.all(selectors.map((selector) => page.locator(selector).first().boundingBox()));
const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const cards = [".bar", "[data-part=data]", "#playground > [data-part=network]", "[data-figure=output]", "[data-figure=curves]"];

for (const [width, height] of [[1440, 900], [1920, 1080]]) {
  test(`at ${width} by ${height} the panel is a column of its own: nothing is covered, and the changed line is in view`, async () => {
    await onPage({ width, height }, async (page) => {
      const before = await boxes(page, ...cards);
      await open(page);
      const [own, ...others] = await boxes(page, ".take-along", ...cards);
      for (const [index, other] of others.entries()) assert.ok(!overlap(own, other), `${cards[index]} is covered`);
      for (const box of [own, ...others]) assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
      const [, , network, output] = others;
      assert.ok(network.width > 0.25 * width && output.width > 0.22 * width, "network and output are large enough to be read");
      const pre = panel(page).locator("pre.code").first();
      assert.ok(await pre.evaluate((one) => one.scrollWidth <= one.clientWidth), "whole lines are seen");
      await page.focus("#control-optimizer-learning_rate");
      await page.keyboard.press("PageUp");
      const line = panel(page).locator(".changed", { hasText: "learning_rate=" });
      await line.waitFor();
      const [outer, inner] = [await pre.boundingBox(), await line.boundingBox()];
      assert.ok(inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1);
      await page.click('[data-part="code"]');
      assert.deepEqual(await boxes(page, ...cards), before, "closed, all is as before");
    });
  });
}

test("Escape closes the panel and gives the focus back; the button opens and closes it, too", async () => {
  await onPage({}, async (page) => {
    await open(page);
    await page.keyboard.press("Escape");
    assert.equal(await panel(page).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.part), "code");
    await open(page);
    await page.click('[data-part="code"]');
    assert.equal(await panel(page).count(), 0);
  });
});

test("the same in PyTorch is a tab away, and follows, too", async () => {
  await onPage({}, async (page) => {
    await open(page);
    await panel(page).getByRole("button", { name: "PyTorch", exact: true }).click();
    assert.match(await code(page), /nn\.Sequential\(\n    nn\.Linear\(2, 4\),/);
    await page.focus('[data-part="hidden-layers"]');
    await page.keyboard.press("ArrowLeft");
    await until(() => code(page), (text) => !text.includes("hidden_2"));
    await panel(page).getByRole("button", { name: "Copy" }).click();
    await panel(page).getByRole("button", { name: "Copied" }).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^import numpy as np\nimport torch/);
  });
});

test("the code is copied", async () => {
  await onPage({}, async (page) => {
    await open(page);
    await panel(page).getByRole("button", { name: "Copy" }).click();
    await panel(page).getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await code(page)).replace(/\n$/, ""));
  });
});

test("every file is saved by its name, while it trains, too", async () => {
  await onPage({}, async (page) => {
    await open(page);
    await page.click("#play");
    const heads = { keras: "import keras", pytorch: "import numpy", notebook: "{", onnx: "\x08\x08\x12\x07Descent", npz: "PK", safetensors: null, data: "PK", data_csv: "set,x_1,x_2,y\n", csv: "epoch,loss,val_loss,accuracy,val_accuracy\n" };
    for (const [kind, head] of Object.entries(heads)) {
      const saved = page.waitForEvent("download");
      await panel(page).locator(`[data-kind="${kind}"]`).click();
      const download = await saved;
      const name = (await panel(page).locator(`[data-kind="${kind}"]`).textContent()).trim();
      assert.equal(download.suggestedFilename(), name);
      const bytes = readFileSync(await download.path());
      if (head) assert.ok(bytes.toString("latin1").startsWith(head), `${kind}: ${bytes.subarray(0, 60).toString("latin1")}`);
    }
  });
});

test("scripts get text or bytes", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => window.descent.step(50));
    const got = await page.evaluate(async () => {
      const kinds = ["keras", "csv", "data_csv", "experiment", "npz", "data", "safetensors", "pytorch", "notebook", "onnx"];
      const all = await Promise.all(kinds.map((kind) => window.descent.export(kind)));
      return all.map((one) => (typeof one === "string" ? one : [...one.slice(0, 2)]));
    });
    assert.match(got[0], /^import keras/);
    assert.match(got[7], /model = nn\.Sequential\(/);
    const cells = JSON.parse(got[8]).cells;
    assert.match(cells[0].source.join(""), /^# A network from Descent\n[^]*\(http:\/\/[^)]+#d2-/, "the notebook says where it is from");
    assert.deepEqual(cells.map((cell) => cell.cell_type), ["markdown", ...Array(5).fill(["markdown", "code"]).flat()]);
    assert.deepEqual(got[9], [8, 8], "the version of the file's format");
    assert.ok(got[1].split("\n").length > 3, got[1]);
    assert.match(got[2], /^set,x_1,x_2,y\n(train,.+\n)+(test,.+\n)+$/);
    const { version, room, experiment, run } = JSON.parse(got[3]);
    assert.deepEqual([version, room, experiment.data.dataset ?? "circle", run.step], [2, "playground", "circle", 50], "it is the file that is saved");
    assert.deepEqual(got.slice(4, 6), [[80, 75], [80, 75]]);
  });
});

test("where the second module does not come, the panel says so, and the next change asks again", async () => {
  await onPage({ expected: /desk-\w+\.wasm|404/ }, async (page) => {
    await page.route("**/desk-*.wasm", (route) => route.fulfill({ status: 404 }));
    await page.click('[data-part="code"]');
    await panel(page).getByRole("alert").getByText(/desk-\w+\.wasm/).waitFor();
    await page.unroute("**/desk-*.wasm");
    await page.focus('[data-part="hidden-layers"]');
    await page.keyboard.press("ArrowLeft");
    await until(() => code(page), (text) => text.includes("import keras"));
    assert.equal(await panel(page).getByRole("alert").count(), 0);
  });
});

test("in Korean the panel is Korean, and the code stays code", async () => {
  await onPage({ locale: "ko-KR" }, async (page) => {
    await open(page);
    await panel(page).getByRole("heading", { name: "내보내기" }).waitFor();
    await panel(page).getByRole("button", { name: "복사" }).waitFor();
  });
});
