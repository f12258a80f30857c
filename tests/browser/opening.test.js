// What comes back in: weights from safetensors and NumPy, networks from ONNX, and the weights in a file of one's own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { close, fingerprint, load, onPage, snapshot, step, until } from "./harness.js";

after(close);

const experiment = { data: { dataset: "moons" }, optimizer: { optimizer: "adam" }, seed: 3 };
const ready = (page) => page.evaluate(() => window.descent.ready);
const exported = async (page, kind) => Buffer.from(await page.evaluate(async (name) => [...(await window.descent.export(name))], kind));
const choose = (page, name, buffer) => page.setInputFiles("input[type=file]", { name, mimeType: "application/octet-stream", buffer });
const notice = (page, text) => page.waitForSelector(`#notice >> text=${text}`);

/** A trained run. @returns its weights as a file, and their fingerprint */
async function trained(page, kind = "safetensors") {
  await load(page, experiment);
  await step(page, 40);
  return { file: await exported(page, kind), there: await fingerprint(page) };
}

for (const kind of ["safetensors", "npz"]) {
  test(`weights that were saved as ${kind} come back, to the bit, and are undone`, async () => {
    await onPage({}, async (page) => {
      const { file, there } = await trained(page, kind);
      await step(page, 30);
      const later = await fingerprint(page);
      await choose(page, `weights.${kind}`, file);
      await notice(page, `The weights of weights.${kind} are set`);
      assert.equal(await fingerprint(page), there);
      assert.equal((await snapshot(page)).step, 70);
      await page.click("#notice >> text=Undo");
      await until(() => fingerprint(page), (now) => now === later);
      await page.click("#redo");
      await until(() => fingerprint(page), (now) => now === there);
    });
  });
}

test("weights that numpy.savez_compressed wrote are set, and a damaged file of them changes nothing", async () => {
  await onPage({}, async (page) => {
    await load(page, { ...experiment, network: { layers: [
      { name: "input", layer: "input" },
      { name: "hidden", layer: "dense", inputs: ["input"], units: 40 },
      { name: "norm", layer: "batch_normalization", inputs: ["hidden"] },
      { name: "output", layer: "dense", inputs: ["norm"], units: 1, activation: "sigmoid" },
    ], outputs: ["output"] } });
    const file = readFileSync("tests/it/weight_files/compressed.npz");
    const before = await fingerprint(page);
    const damaged = Buffer.from(file);
    damaged[file.indexOf("hidden/kernel.npy") + 60] ^= 1;
    await choose(page, "weights.npz", damaged);
    await notice(page, "it is damaged, or no file of weights (hidden/kernel.npy");
    assert.equal(await fingerprint(page), before);
    await choose(page, "weights.npz", file);
    await notice(page, "The weights of weights.npz are set (321 numbers)");
    assert.notEqual(await fingerprint(page), before);
  });
});

test("a run with weights of a file comes back after a reload, from a link and from its own file", async () => {
  await onPage({}, async (page) => {
    const { file } = await trained(page);
    await load(page, { ...experiment, seed: 8 });
    await step(page, 10);
    await choose(page, "weights.safetensors", file);
    await notice(page, "are set");
    await step(page, 20);
    const end = await fingerprint(page);
    await until(() => page.evaluate(() => JSON.parse(sessionStorage.getItem("descent.run"))), (now) => now?.record.step === 30);
    const link = await page.evaluate(() => window.descent.link({ moment: true }));
    await page.reload();
    await ready(page);
    await until(() => snapshot(page), (now) => now.step === 30);
    assert.equal(await fingerprint(page), end, "after a reload");

    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save")]);
    const text = readFileSync(await download.path(), "utf8");
    await load(page, {});
    await page.evaluate((moment) => window.descent.open(moment), link);
    assert.equal(await fingerprint(page), end, "from the link");
    await load(page, {});
    await choose(page, "run.json", Buffer.from(text));
    await until(() => fingerprint(page), (now) => now === end);
    assert.equal((await snapshot(page)).step, 30, "from the file");
  });
});

test("a file opens to its weights where the replay comes to others, and says so", async () => {
  await onPage({}, async (page) => {
    const { there } = await trained(page);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save")]);
    const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
    assert.match(saved.run.weights, /^[\w-]+$/);
    // Another version would train otherwise, as here another seed does.
    saved.run.experiment.seed = 4;
    await choose(page, "run.json", Buffer.from(JSON.stringify(saved)));
    await notice(page, "The weights in the file have been set");
    assert.equal(await fingerprint(page), there);
    assert.equal((await snapshot(page)).step, 40);
    saved.run.weights = saved.run.weights.slice(0, -8);
    await choose(page, "run.json", Buffer.from(JSON.stringify(saved)));
    await notice(page, "those in the file cannot be used");
    assert.notEqual(await fingerprint(page), there);
  });
});

test("weights that do not fit are named tensor by tensor, and change nothing", async () => {
  await onPage({}, async (page) => {
    const { file } = await trained(page);
    await load(page, { ...experiment, network: { layers: [
      { name: "input", layer: "input" },
      { name: "hidden_1", layer: "dense", inputs: ["input"], units: 3, activation: "tanh" },
      { name: "output", layer: "dense", inputs: ["hidden_1"], units: 1, activation: "sigmoid" },
    ], outputs: ["output"] } });
    const before = await fingerprint(page);
    await choose(page, "weights.safetensors", file);
    const rows = page.locator(".opening-problems tbody tr");
    await until(() => rows.count(), (count) => count > 0);
    const all = (await rows.allTextContents()).join("\n");
    assert.match(all, /hidden_1\/kernel\s*It has the shape 2 × 4; the network needs 2 × 3\./);
    assert.match(all, /hidden_2\/kernel\s*The network has no tensor of this name/);
    assert.equal(await fingerprint(page), before);
    await page.keyboard.press("Escape");
    await until(() => page.locator(".opening-problems").count(), (count) => count === 0);
    await choose(page, "weights.safetensors", file.subarray(0, 60));
    await notice(page, "it is damaged, or no file of weights");
    assert.equal(await fingerprint(page), before);
    assert.equal(await page.isEnabled("#undo"), true);
  });
});

test("a network of an ONNX file opens with the experiment it came from, or on the data there are", async () => {
  await onPage({}, async (page) => {
    const { file, there } = await trained(page, "onnx");
    await load(page, { data: { dataset: "circle" } });
    await choose(page, "network.onnx", file);
    await notice(page, "The experiment that network.onnx came from is open");
    assert.equal(await fingerprint(page), there);
    assert.equal(await page.evaluate(() => window.descent.experiment().data.dataset), "moons");

    // What only Descent writes has another name: the operators alone become the layers.
    const foreign = Buffer.from(file.toString("latin1").replace("\x04link\x12", "\x04lino\x12").replace("\x07network\x12", "\x07Network\x12"), "latin1");
    await load(page, { data: { dataset: "circle" } });
    await choose(page, "network.onnx", foreign);
    await notice(page, "on the data there were");
    assert.equal(await fingerprint(page), there);
    const { data, network } = await page.evaluate(() => window.descent.experiment());
    assert.equal(data.dataset, "circle");
    assert.deepEqual(network.layers.map(({ layer }) => layer), ["input", "dense", "dense", "dense"]);
    await step(page, 5);
    assert.notEqual(await fingerprint(page), there, "it trains");
  });
});

for (const [name, loaded] of [
  ["an image", { data: { dataset: "digits" }, network: { layers: [
    { name: "image", layer: "input" },
    { name: "edges", layer: "conv2d", inputs: ["image"], filters: 4, kernel_size: 3, padding: "same", activation: "relu" },
    { name: "pool", layer: "max_pooling2d", inputs: ["edges"] },
    { name: "norm", layer: "batch_normalization", inputs: ["pool"] },
    { name: "flat", layer: "flatten", inputs: ["norm"] },
    { name: "digit", layer: "dense", inputs: ["flat"], units: 10, activation: "softmax" },
  ], outputs: ["digit"] }, losses: { digit: "categorical_crossentropy" } }],
]) {
  test(`a network for ${name} is read from its operators, too`, async () => {
    await onPage({}, async (page) => {
      await load(page, loaded);
      await step(page, 3);
      const file = await exported(page, "onnx");
      const there = await fingerprint(page);
      const foreign = Buffer.from(file.toString("latin1").replace("\x04link\x12", "\x04lino\x12").replace("\x07network\x12", "\x07Network\x12"), "latin1");
      await step(page, 3);
      await choose(page, "network.onnx", foreign);
      await notice(page, "on the data there were");
      assert.equal(await fingerprint(page), there);
      await load(page, {});
      await choose(page, "network.onnx", foreign);
      await notice(page, "That does not fit the present data");
      assert.match(await page.textContent("#notice"), /takes “image” \(8 × 8 × 1\) and gives “digit” \(10\)|takes .*8 × 8/);
    });
  });
}

test("what there is no layer for is named by its node, and changes nothing", async () => {
  await onPage({}, async (page) => {
    const { file, there } = await trained(page, "onnx");
    const foreign = Buffer.from(file.toString("latin1").replaceAll('"\x04Tanh', '"\x04Cosh').replace("\x07network\x12", "\x07Network\x12"), "latin1");
    assert.notDeepEqual(foreign, file);
    await choose(page, "network.onnx", foreign);
    await until(() => page.locator(".opening-problems tbody tr").count(), (count) => count === 2);
    assert.match(await page.textContent(".opening-problems tbody"), /No layer computes Cosh/);
    assert.equal(await fingerprint(page), there);
    await page.keyboard.press("Escape");
    await choose(page, "network.onnx", file.subarray(0, 50));
    await page.waitForSelector("#notice >> text=/damaged|no layer/");
    assert.equal(await fingerprint(page), there);
  });
});
