// Links of TensorFlow Playground: opened by a script or from the address bar they train as they do there. The losses were
// computed by its own code.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, fingerprint, onPage, snapshot, until } from "./harness.js";

after(close);

const home = "https://playground.tensorflow.org/#";
const circle = "activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.59704&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false";
const sparse = "activation=tanh&regularization=L1&batchSize=7&dataset=xor&learningRate=0.01&regularizationRate=0.1&noise=30&networkShape=&seed=0.57899&percTrainData=20&x=true&y=true&xTimesY=true&xSquared=true&ySquared=true&problem=classification";
const plane = "problem=regression&regDataset=reg-plane&noise=20&networkShape=&initZero=true&seed=0.2";

/** A link, its losses at the start, after one epoch, and after more. */
const golden = [
  { link: circle, start: [0.4994400967795191, 0.5011900890290666], one: [0.49757837808668, 0.49811584841551], epochs: 200, later: [0.00292424671549, 0.003007660807381] },
  { link: sparse, start: [0.6310013802282181, 0.4674444818866613], one: [0.2906413187556, 0.22119234895869], epochs: 500, later: [0.14084889426212, 0.15609361549278] },
  { link: plane, start: [0.13145266613823492, 0.12689988404556066], one: [0.00455792002757, 0.0048471704917], epochs: 10, later: [0.00455784482724, 0.0048465356211] },
];

const open = (page, link) => page.evaluate((text) => window.descent.open(text), link);
const epochs = (page, count) => page.evaluate((n) => window.descent.epochs(n), count);

function near({ trainLoss, testLoss }, expected, tolerance, what) {
  for (const [index, loss] of [trainLoss, testLoss].entries()) {
    assert.ok(Math.abs(loss - expected[index]) <= tolerance * expected[index], `${what}: ${loss} instead of ${expected[index]}`);
  }
}

test("the golden links have the losses of the page they come from", async () => {
  await onPage({}, async (page) => {
    for (const { link, start, one, epochs: count, later } of golden) {
      await open(page, home + link);
      near(await snapshot(page), start, 1e-4, "at the start");
      const first = await epochs(page, 1);
      assert.equal(first.epoch, 1);
      near(first, one, 1e-4, "after an epoch");
      near(await epochs(page, count - 1), later, 0.02, `after ${count} epochs`);
    }
  });
});

test("a damaged link of a fork opens from the address bar, round-trips through our own, and can be written back", async () => {
  await onPage({ hash: `#${circle.replaceAll("&reg", "®")}!)` }, async (page) => {
    assert.match(await page.textContent("#notice"), /TensorFlow Playground/);
    near(await snapshot(page), golden[0].start, 1e-4, "damaged");
    await epochs(page, 3);
    const [there, bits] = [await page.evaluate(() => window.descent.link()), await fingerprint(page)];
    await open(page, there);
    await epochs(page, 3);
    assert.equal(await fingerprint(page), bits);
    await page.click(".toolbar >> text=Link");
    await page.click("#notice >> text=Make an exercise");
    const back = await page.inputValue(".class-dialog [data-line=tfp]");
    await page.keyboard.press("Escape");
    await open(page, back);
    near(await snapshot(page), golden[0].start, 1e-4, "written back");
  });
});

test("a link within one of a mail program or a search engine opens as what it carries, pasted or by script", async () => {
  await onPage({}, async (page) => {
    const paste = (text) => page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await paste(`https://www.google.com/url?q=${encodeURIComponent(home + circle)}&sa=D`);
    await page.waitForFunction(() => window.descent.experiment().data.seed === "0.59704");
    near(await snapshot(page), golden[0].start, 1e-4, "pasted");
    const own = await page.evaluate(() => window.descent.link());
    await open(page, home + plane);
    await open(page, `https://eur01.safelinks.example.com/?url=${encodeURIComponent(own)}&data=05%7C02`);
    near(await snapshot(page), golden[0].start, 1e-4, "by script");
  });
});

test("a link that is pasted opens, and one that cannot be read changes nothing", async () => {
  await onPage({}, async (page) => {
    const paste = (text) => page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await paste(home + circle);
    await until(() => page.evaluate(() => window.descent.experiment().data.dataset), (name) => name === "tensorflow_playground");
    await paste("#d2-playground-AAAA");
    await page.waitForSelector("#notice >> text=nothing was changed");
    assert.equal(await page.evaluate(() => window.descent.experiment().data.dataset), "tensorflow_playground");
  });
});

test("milestones become goals, what is hidden there is hidden here, and what is left out is said", async () => {
  await onPage({}, async (page) => {
    await open(page, `https://developers.google.com/machine-learning/crash-course/playground/?hl=ko#${sparse.replace("&seed=0.57899", "")}&goalTestLossMinThresholdFirst=0.205&playButton_hide=true`);
    await page.waitForSelector(".exercise .goals li");
    assert.match(await page.textContent(".exercise .goals"), /test loss ≤ 0\.205/);
    assert.equal(await page.isVisible("#play"), false);
    assert.match(await page.textContent("#notice"), /no seed/);
    await epochs(page, 30);
    await until(() => page.textContent(".exercise .goals li"), (text) => text.includes("✓"));
  });
});

test("exclusive or by hand: four points, all for training, and an undo for a weight", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => window.descent.load({
      data: { dataset: "drawn", points: [[-1, -1, 0], [-1, 1, 1], [1, -1, 1], [1, 1, 0]], train_fraction: 1 },
      network: { layers: [
        { name: "input", layer: "input" },
        { name: "h", layer: "dense", inputs: ["input"], units: 2, activation: "step" },
        { name: "output", layer: "dense", inputs: ["h"], units: 1, activation: "step" },
      ], outputs: ["output"] },
      losses: { output: "mean_squared_error" },
    }));
    const { trainLoss, testLoss, testMetric } = await snapshot(page);
    assert.ok(trainLoss >= 0);
    assert.deepEqual([testLoss, testMetric], [null, null]);
    for (const text of await page.locator("[data-figure=curves], [data-figure=output]").allTextContents()) assert.doesNotMatch(text, /NaN|undefined/);
  });
});
