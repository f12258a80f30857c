// Links and files: an experiment that is passed on is the same run, to the last bit.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { address, close, fingerprint, load, onPage, root, step } from "./harness.js";

after(close);

const experiments = [
  {},
  { data: { dataset: "spiral", arms: 4, noise: 0.1, samples: 333 }, optimizer: { optimizer: "adam" }, seed: 9 },
  { data: { dataset: "ripple", features: ["x1", "sin_x2", "radius"] }, training: { batch_size: 7 }, optimizer: { optimizer: "nadam" } },
  {
    data: { dataset: "discs" }, optimizer: { optimizer: "rmsprop", centered: true, momentum: 0.5 },
    network: {
      layers: [
        { name: "x", layer: "input" },
        { name: "a", layer: "dense", inputs: ["x"], units: 5, activation: "gelu", kernel_initializer: "orthogonal" },
        { name: "b", layer: "dense", inputs: ["a"], units: 7, activation: "mish", kernel_regularizer: { l1: 0.001 } },
        { name: "drop", layer: "dropout", inputs: ["b"], rate: 0.3 },
        { name: "y", layer: "dense", inputs: ["drop"], units: 3, activation: "sigmoid" },
      ],
      outputs: ["y"],
    },
  },
];

/** The hash that the core prints when it runs without a browser. */
function native(experiment, steps) {
  const file = join(mkdtempSync(join(tmpdir(), "descent-")), "experiment.json");
  writeFileSync(file, JSON.stringify(experiment));
  return execFileSync(join(root, "target/release/examples/fingerprint"), [file, String(steps)]).toString().trim();
}

test("the page and the core without a browser agree to the last bit", async () => {
  await onPage({}, async (page) => {
    for (const experiment of experiments) {
      await load(page, experiment);
      await step(page, 150);
      assert.equal(await fingerprint(page), native(experiment, 150), JSON.stringify(experiment));
    }
  });
});

test("a link that is opened again gives the same run", async () => {
  await onPage({}, async (page) => {
    for (const experiment of experiments) {
      const before = page.url();
      await load(page, experiment);
      await step(page, 40);
      const first = await fingerprint(page);
      if (experiment !== experiments[0]) await page.waitForURL((url) => url.href !== before);
      await page.reload();
      await page.evaluate(() => window.descent.ready);
      await step(page, 40);
      assert.equal(await fingerprint(page), first, page.url());
    }
  });
});

test("the link holds only what differs from the default, and is copied by a button", async () => {
  await onPage({}, async (page) => {
    await load(page, { seed: 5 });
    await page.waitForURL(`${address}#seed=5`);
    await load(page, {});
    await page.waitForURL((url) => url.hash === "");
    await page.selectOption("#control-optimizer", "adam");
    await page.click("text=Copy link");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, `${address}#optimizer.optimizer=adam`);
  });
});

test("a broken link opens the default and names what was wrong", async () => {
  for (const [hash, part] of [
    ["#data.noise=9", "data.noise: 9 is not between 0 and 0.5"],
    ["#nonsense", "nonsense"],
    ["#data.dataset=donut", "donut"],
    ["#optimizer.optimizer=adam&optimizer.beta_9=1", "beta_9"],
    ["#network.layers=[]", "network.layers"],
    ['#network.outputs=["y"]&network.layers=[{"name":"x","layer":"input"},{"name":"y","layer":"dense","inputs":["z"]}]', "z"],
    ['#network.outputs=["y"]&network.layers=[{"name":"x","layer":"input"},{"name":"y","layer":"dense","inputs":["x"],"units":1e30}]', "units"],
    ["#seed=-1", "seed"],
  ]) {
    await onPage({ hash }, async (page) => {
      const note = await page.textContent("#notice");
      assert.ok(note.includes("The link could not be read") && note.includes(part), `${hash}: ${note}`);
      assert.equal((await page.evaluate(() => window.descent.experiment())).data.noise, 0.1);
      await step(page, 5);
    });
  }
});

test("an experiment is saved to a file and opened from it, and a wrong file changes nothing", async () => {
  await onPage({ hash: "#data.dataset=moons&seed=12" }, async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save")]);
    const text = readFileSync(await download.path(), "utf8");
    assert.equal(JSON.parse(text).seed, 12);
    const choose = (content) => page.setInputFiles("input[type=file]", { name: "e.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await choose('{"seed": 77}');
    await page.waitForFunction(() => document.querySelector("#seed").value === "77");
    for (const wrong of ["not json", '{"sed": 1}', '{"data": {"samples": 1}}', "[]", "null"]) {
      await choose(wrong);
      await page.waitForSelector(".notice.error");
      assert.equal(await page.inputValue("#seed"), "77");
      await page.click('[aria-label="Close this note"]');
    }
    await choose(text);
    await page.waitForFunction(() => document.querySelector("#seed").value === "12");
  });
});

test("a file that is dropped onto the page is opened", async () => {
  await onPage({}, async (page) => {
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"seed": 31}'], "e.json", { type: "application/json" }));
      return data;
    });
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await page.waitForFunction(() => document.querySelector("#seed").value === "31");
  });
});
