// What a person does in the playground.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, load, onPage, openMenu, snapshot, step, until, untilNumber } from "./harness.js";
import { defaultSpeed, speeds } from "../../www/js/model/speeds.js";

after(close);

test("a newcomer presses play and sees the circle learned, which takes 5 to 10 seconds at the default speed", async () => {
  await onPage({}, async (page) => {
    const before = Date.now();
    await page.click("#play");
    await until(() => snapshot(page), ({ trainMetric }) => trainMetric >= 0.97, 30_000);
    assert.ok(Date.now() - before > 4500, "it can be followed by eye");
    await page.click("#play");
    await page.waitForSelector('#play[aria-label="Train (space)"]');
  });
  await onPage({}, async (page) => {
    const learned = async (step) => (await page.evaluate((count) => window.descent.step(count), step)).trainMetric;
    let steps = 0;
    for (let metric = 0; metric < 0.97; steps += 10) metric = await learned(10);
    const seconds = steps / speeds[defaultSpeed];
    assert.ok(seconds >= 5 && seconds <= 10, `${seconds} s`);
  });
});

test("figures change no faster than one can read while it trains, and show the moment at which it stops", async () => {
  await onPage({}, async (page) => {
    await page.click("#play");
    await untilNumber(page, "#step-count", (steps) => steps > 10);
    const changes = await page.evaluate(() => new Promise((resolve) => {
      let count = 0;
      const observer = new MutationObserver(() => (count += 1));
      observer.observe(document.querySelector("[data-part=train-loss]"), { characterData: true, childList: true, subtree: true });
      setTimeout(() => resolve(count), 1500);
    }));
    assert.ok(changes >= 2 && changes <= 15, `${changes} changes in 1.5 s`);
    await page.click("#play");
    await page.waitForSelector('#play[aria-label="Train (space)"]');
    const { trainLoss } = await snapshot(page);
    await page.waitForFunction((loss) => document.querySelector("[data-part=train-loss]").textContent === loss, trainLoss.toFixed(3));
  });
});

test("dragging the layer slider while it trains keeps training and keeps the loss history", async () => {
  await onPage({}, async (page) => {
    await page.click("#play");
    await untilNumber(page, "#epoch-count", (epoch) => epoch >= 5);
    for (const count of ["1", "3", "5", "0", "2"]) {
      await page.fill("[data-part=hidden-layers]", count);
      await page.waitForFunction((columns) => document.querySelectorAll(".column").length === columns, Number(count) + 2);
    }
    const epoch = await untilNumber(page, "#epoch-count", (shown) => shown >= 8);
    assert.ok(epoch >= 8, "the epochs went on");
    await page.click("#play");
    assert.equal(await page.locator(".column").count(), 4);
    assert.ok((await snapshot(page)).step > 0);
  });
});

test("a slider of units keeps the weights that fit", async () => {
  await onPage({}, async (page) => {
    await step(page, 200);
    const before = await page.evaluate(() => window.descent.predict([[1, 2]]));
    await page.fill('[aria-label="Units of Hidden 2"] >> nth=1', "6");
    await page.waitForFunction(() => document.querySelectorAll('[data-layer="hidden_2"]').length === 6);
    await page.fill('[aria-label="Units of Hidden 2"] >> nth=1', "4");
    await page.waitForFunction(() => document.querySelectorAll('[data-layer="hidden_2"]').length === 4);
    const after = await page.evaluate(() => window.descent.predict([[1, 2]]));
    assert.deepEqual(after, before);
  });
});

test("single batches, single epochs and reset count as they say", async () => {
  await onPage({}, async (page) => {
    await page.click("#one-batch");
    await untilNumber(page, "#step-count", (count) => count === 1);
    await page.click("#one-epoch");
    await untilNumber(page, "#epoch-count", (count) => count === 1);
    assert.equal((await snapshot(page)).step, 28);
    await page.click('[aria-label^="Start over"]');
    await untilNumber(page, "#step-count", (count) => count === 0);
  });
});

test("training stops at the chosen epoch and goes on when asked", async () => {
  await onPage({ hash: "#training.stop_epoch=3" }, async (page) => {
    await page.click("#play");
    await untilNumber(page, "#epoch-count", (count) => count === 3);
    await page.waitForSelector('text="Stopped at the epoch you chose. Press Play to continue."');
    await page.click("#play");
    await untilNumber(page, "#epoch-count", (count) => count > 3);
  });
});

test("points brushed onto the plane are learned at once, erased, undone and cleared", async () => {
  await onPage({}, async (page) => {
    await page.click('[data-dataset="drawn"]');
    await page.locator("[data-part=plane]").scrollIntoViewIfNeeded();
    const box = await page.locator("[data-part=plane]").boundingBox();
    const drag = async (x1, y1, x2, y2) => {
      await page.mouse.move(box.x + x1 * box.width, box.y + y1 * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + x2 * box.width, box.y + y2 * box.height, { steps: 8 });
      await page.mouse.up();
    };
    const points = () => page.evaluate(async () => (await window.descent.experiment()).data.points.length);
    await drag(0.2, 0.3, 0.45, 0.3);
    const first = await points();
    assert.ok(first > 4, `${first} points`);
    await page.click(".drawing-tools >> text=class 1");
    await drag(0.6, 0.7, 0.9, 0.7);
    const second = await points();
    assert.ok(second > first);
    await page.click(".drawing-tools >> text=Undo");
    assert.equal(await points(), first);
    await drag(0.6, 0.7, 0.9, 0.7);
    await page.click("#play");
    await untilNumber(page, `[data-part="train-metric"]`, (share) => share === 100);
    await page.click("#play");
    await page.click(".drawing-tools >> text=Erase");
    await drag(0.2, 0.3, 0.45, 0.3);
    assert.ok((await points()) < second);
    await page.click(".drawing-tools >> text=Clear");
    assert.equal(await points(), 0);
  });
});

test("the points of a set can be taken over and edited", async () => {
  await onPage({}, async (page) => {
    await openMenu(page, "[data-figure=output]");
    await page.click("[data-part=edit-points]");
    const { data } = await page.evaluate(() => window.descent.experiment());
    assert.equal(data.dataset, "drawn");
    assert.equal(data.points.length, 400);
  });
});

test("a weight is changed by clicking its line, and a bias by clicking its unit", async () => {
  await onPage({}, async (page) => {
    const before = await page.evaluate(() => window.descent.fingerprint());
    const from = await page.locator('[data-layer="hidden_1"] >> nth=0').boundingBox();
    const to = await page.locator('[data-layer="hidden_2"] >> nth=0').boundingBox();
    await page.mouse.click((from.x + from.width + to.x) / 2, from.y + from.height / 2);
    await page.waitForSelector("[data-part=weight-slider]");
    await page.fill("[data-part=weight-slider]", "2.5");
    await page.waitForFunction(async (old) => (await window.descent.fingerprint()) !== old, before);
    await page.click('[data-layer="hidden_1"] >> nth=1');
    const typed = page.locator('[aria-label="Value of Bias"]');
    await typed.fill("1.25");
    await typed.press("Enter");
    await page.waitForFunction(() => document.querySelector("[data-part=weight-slider]")?.value === "1.25");
    assert.ok((await page.textContent(".unit-card")).includes("1.25"));
    await page.keyboard.press("Escape");
    await page.click("#undo");
    await page.click("#undo");
    await page.waitForFunction(async (old) => (await window.descent.fingerprint()) === old, before);
    await page.click("#redo");
    await page.waitForFunction(async (old) => (await window.descent.fingerprint()) !== old, before);
  });
});

test("other data that are undone before a step bring back the trained network", async () => {
  await onPage({}, async (page) => {
    await step(page, 40);
    const trained = await page.evaluate(() => window.descent.fingerprint());
    await page.evaluate(() => window.descent.load({ data: "moons" }));
    await page.waitForFunction(async (old) => (await window.descent.fingerprint()) !== old, trained);
    await page.click("#undo");
    await page.waitForFunction(async (old) => (await window.descent.fingerprint()) === old, trained);
  });
});

test("a run that diverges says so, keeps its picture, and comes back with a smaller learning rate", async () => {
  await onPage({}, async (page) => {
    await page.click("#open-presets");
    await page.click('[data-preset="too_fast"]');
    await page.click("#play");
    await page.waitForSelector(".notice.error");
    assert.match(await page.textContent(".notice.error"), /diverged at batch \d+.*too (high|large)/s);
    assert.equal(await page.getAttribute("#play", "disabled"), "");
    await page.click(".notice.error button.primary");
    await page.waitForSelector(".notice.error", { state: "detached" });
    const back = await snapshot(page);
    assert.ok(Number.isFinite(back.trainLoss));
    const { optimizer } = await page.evaluate(() => window.descent.experiment());
    assert.equal(optimizer.learning_rate, 0.012);
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > back.step + 20);
  });
});

test("every data set learns with the network it is given", async () => {
  await onPage({}, async (page) => {
    let count = 0;
    for (const tab of ["plane", "curve"]) {
      await page.click(`[data-tab="${tab}"]`);
      const names = await page.$$eval("[data-dataset]", (buttons) => buttons.map((button) => button.dataset.dataset));
      count += names.length;
      for (const name of names.filter((one) => one !== "drawn")) {
        const { run } = await snapshot(page);
        await page.click(`[data-dataset="${name}"]`);
        if (name !== "circle") await page.waitForFunction((old) => window.descent.snapshot().run !== old, run);
        const first = await snapshot(page);
        const last = await step(page, 600);
        assert.ok(last.trainLoss < first.trainLoss, `${name}: ${first.trainLoss} to ${last.trainLoss}`);
      }
    }
    assert.equal(count, 19);
  });
});

test("every preset opens, trains and tells what to notice", async () => {
  await onPage({}, async (page) => {
    await page.click("#open-presets");
    await page.waitForSelector("[data-preset]");
    const names = await page.$$eval("[data-preset]", (buttons) => buttons.map((button) => button.dataset.preset));
    assert.ok(names.length >= 16);
    await page.keyboard.press("Escape");
    for (const name of names) {
      await page.click("#open-presets");
      await page.click(`[data-preset="${name}"]`);
      await step(page, 20);
      await page.waitForFunction(() => document.querySelector("#notice").textContent.trim().length > 30);
    }
  });
});

test("the lecture's networks have 103 and 301 parameters, with the arithmetic", async () => {
  await onPage({}, async (page) => {
    for (const [name, total, row] of [["lecture_6_9_4", "103", "6 × 9 + 9 = 63"], ["lecture_8_9_9_9_4", "301", "9 × 9 + 9 = 90"]]) {
      await page.click("#open-presets");
      await page.click(`[data-preset="${name}"]`);
      await page.waitForFunction((sum) => document.querySelector("#parameter-total strong")?.textContent === sum, total);
      assert.ok((await page.textContent("[data-part=summary]")).includes(row), name);
    }
  });
});

test("an unusual loss is allowed and explained, and the usual one is a click away", async () => {
  await onPage({}, async (page) => {
    await openMenu(page, "[data-part=training]");
    await page.selectOption("#control-loss", "mean_squared_error");
    await page.waitForSelector("[data-part=training] .advice");
    await step(page, 10);
    await page.click("[data-part=training] .advice button");
    await page.waitForSelector("[data-part=training] .advice", { state: "detached" });
    assert.equal(await page.inputValue("#control-loss"), "binary_crossentropy");
  });
});

test("optimizer, its parameters and the batch size change while it trains", async () => {
  await onPage({}, async (page) => {
    await page.click("#play");
    for (const optimizer of ["adam", "rmsprop", "lion", "adagrad", "adadelta", "adamw", "nadam", "adamax", "ftrl", "sgd"]) {
      await page.selectOption("#control-optimizer", optimizer);
      const { step: now } = await snapshot(page);
      await untilNumber(page, "#step-count", (count) => count > now);
    }
    await page.selectOption("#control-batch-size", "all");
    const { step: now } = await snapshot(page);
    await untilNumber(page, "#step-count", (count) => count > now);
  });
});

test("a value out of range is refused next to its control, and nothing is lost", async () => {
  await onPage({}, async (page) => {
    const typed = page.locator('.control:has([id="control-data-noise"]) input.typed');
    await typed.fill("90");
    await typed.press("Enter");
    await page.waitForSelector("#control-data-noise-error");
    assert.match(await page.textContent("#control-data-noise-error"), /90 % is not between 0 % and 50 %/);
    const { data } = await page.evaluate(() => window.descent.experiment());
    assert.equal(data.noise, 0.1);
  });
});

test("changing how the curves are shown never adds a point", async () => {
  await onPage({ height: 900 }, async (page) => {
    await step(page, 300);
    const { step: before } = await snapshot(page);
    const picture = () => page.$eval(".chart canvas", (canvas) => canvas.toDataURL());
    const plain = await picture();
    await openMenu(page, "[data-figure=curves]");
    for (const name of ["Logarithmic", "Smooth", "Show metric"]) {
      await page.click(`.switches >> text=${name}`);
      await until(picture, (now) => now !== plain);
      await page.click(`.switches >> text=${name}`);
      await until(picture, (now) => now === plain);
    }
    assert.equal((await snapshot(page)).step, before);
  });
});

test("the API loads, refuses with the field's name, steps and predicts", async () => {
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "blobs", classes: 4 }, seed: 5 });
    const taken = await step(page, 3);
    assert.equal(taken.step, 3);
    const [outputs] = await page.evaluate(() => window.descent.predict([[0, 0]]));
    assert.equal(outputs.length, 4);
    assert.ok(Math.abs(outputs.reduce((sum, share) => sum + share) - 1) < 1e-5);
    const refusal = await page.evaluate(() => window.descent.load({ data: { noise: 7 } }).catch((error) => error.message));
    assert.equal(refusal, "data.noise: 7 is not between 0 and 0.5");
    assert.equal((await page.evaluate(() => window.descent.experiment())).seed, 5);
    assert.equal((await snapshot(page)).step, 3);
  });
});

test("a worker killed in mid-training is replaced, and the page says so", async () => {
  await onPage({}, async (page) => {
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 50);
    await page.workers()[0].evaluate(() => self.close());
    await page.waitForSelector('text="The training process stopped and was restarted with the same experiment. Training starts from the beginning."');
    await untilNumber(page, "#step-count", (count) => count > 20);
  });
});

test("an optimizer without a proximal step turns L1 to subgradients, and says so", async () => {
  await onPage({}, async (page) => {
    const regularizer = () => page.evaluate(() => window.descent.experiment().network.layers[1].kernel_regularizer);
    const open = page.locator(".layer-more").first();
    await open.locator("summary").click();
    const slider = open.locator('input[type="range"]').first();
    await slider.fill("-2");
    assert.equal((await regularizer()).l1_method, "proximal");
    await open.locator("label:has-text('L1 method')").waitFor();
    assert.deepEqual(await open.locator("label:has-text('L1 method') option").allTextContents(), ["proximal: zeros stay zero", "subgradient: as in Keras", "pruning: cut for good, as in TensorFlow Playground"]);
    await page.selectOption("#control-optimizer", "lion");
    await page.waitForSelector("text=Lion cannot keep weights at zero under an L1 penalty, so L1 now works by subgradients here: hidden_1.");
    assert.equal((await regularizer()).l1_method, "subgradient");
    await step(page, 5);
    await page.click("#undo");
    assert.deepEqual(await page.evaluate(() => window.descent.experiment().optimizer.optimizer), "sgd");
    assert.equal((await regularizer()).l1_method, "proximal");
    // What a file or another page asks for all the same is refused with what can be done.
    const refused = await page.evaluate(() => window.descent.load({ ...window.descent.experiment(), optimizer: { optimizer: "adadelta" } }).catch((error) => error.message));
    assert.match(refused, /adadelta has no proximal step; choose the subgradient method/);
  });
});
