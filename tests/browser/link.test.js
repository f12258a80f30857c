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
  writeFileSync(file, JSON.stringify({ version: 2, experiment }));
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
      const link = page.url();
      await page.goto("about:blank");
      await page.goto(link);
      await page.evaluate(() => window.descent.ready);
      await step(page, 40);
      assert.equal(await fingerprint(page), first, page.url());
    }
  });
});

test("the link holds only what differs from the default, and is copied by a button", async () => {
  await onPage({}, async (page) => {
    await load(page, { seed: 5 });
    await page.waitForURL(/#d2-playground-[\w-]+$/);
    await load(page, {});
    await page.waitForURL((url) => url.hash === "");
    await page.selectOption("#control-optimizer", "adam");
    await page.click("text=Copy link");
    await page.locator("#notice", { hasText: "The link is copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /#d2-playground-[\w-]{10,60}$/);
    await page.waitForFunction((link) => location.href === link, copied);
    await page.goto("about:blank");
    await page.goto(copied);
    await page.evaluate(() => window.descent.ready);
    assert.equal((await page.evaluate(() => window.descent.experiment())).optimizer.optimizer, "adam");
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
    const saved = JSON.parse(text);
    assert.deepEqual([saved.version, saved.room, saved.experiment.seed], [2, "playground", 12]);
    const choose = (content) => page.setInputFiles("input[type=file]", { name: "e.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await choose('{"seed": 77}');
    await page.waitForFunction(() => document.querySelector("#seed").value === "77");
    await choose('{"version": 2, "experiment": {"seed": 78}}');
    await page.waitForFunction(() => document.querySelector("#seed").value === "78");
    await choose('{"seed": 77}');
    await page.waitForFunction(() => document.querySelector("#seed").value === "77");
    for (const wrong of ["not json", '{"version": 3, "experiment": {}}', '{"version": 2}', '{"version": "2", "experiment": {}}', '{"version": 2, "room": "kitchen", "recipe": {}}', '{"version": 2, "experiment": {"sed": 1}}', '{"sed": 1}', '{"data": {"samples": 1}}', "[]", "null"]) {
      await choose(wrong);
      await page.waitForSelector(".notice.error");
      assert.equal(await page.inputValue("#seed"), "77");
      await page.click('[aria-label="Close this note"]');
    }
    await choose(text);
    await page.waitForFunction(() => document.querySelector("#seed").value === "12");
  });
});

test("a model that Keras wrote opens with the data there are, and what there is not here is told", async () => {
  await onPage({ hash: "#data.dataset=moons" }, async (page) => {
    const dense = (name, units, activation) => ({ class_name: "Dense", config: { name, trainable: true, units, activation, use_bias: true, kernel_constraint: null } });
    const choose = (...layers) => {
      const all = [{ class_name: "InputLayer", config: { name: "x", batch_shape: [null, 2], dtype: "float32" } }, ...layers];
      return page.setInputFiles("input[type=file]", { name: "model.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ class_name: "Sequential", config: { name: "model", layers: all } })) });
    };
    const layers = () => page.evaluate(() => window.descent.experiment().network.layers.map(({ name }) => name));
    await choose(dense("wide", 7, "relu"), dense("end", 1, "sigmoid"));
    await page.waitForFunction(() => window.descent.experiment().network.layers.length === 3 && window.descent.experiment().network.layers[1].units === 7);
    assert.deepEqual(await page.evaluate(() => [window.descent.experiment().losses, window.descent.experiment().data.dataset]), [{ end: "binary_crossentropy" }, "moons"]);
    await choose(dense("wide", 7, "relu"), { class_name: "PReLU", config: { name: "bend" } });
    await page.getByText("“bend” needs PReLU, which there is not here.").waitFor();
    assert.deepEqual(await layers(), ["x", "wide", "end"]);
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

/** Waits until the address bar has been written. */
const written = (page, before = "") => page.waitForFunction((old) => location.hash && location.hash !== old, before);

/** The link of an experiment, or of a race, without what is before its `#`. */
const linkOf = (page, partial, room = "playground") =>
  page.evaluate(async ([config, name]) => {
    await (name === "playground" ? window.descent.load(config) : window.descent.optimizers.load(config));
    return (await window.descent.link()).split("#")[1];
  }, [partial, room]);

const subjects = {
  playground: [{ data: { dataset: "moons", noise: 0.3 }, seed: 12 }, async (page) => (await page.evaluate(() => window.descent.experiment())).data.dataset, "moons", "circle"],
  optimizers: [{ surface: "booth", seed: 3 }, async (page) => (await page.evaluate(() => window.descent.optimizers.race())).surface, "booth", "beale"],
};

for (const [room, [partial, shown, own, usual]] of Object.entries(subjects)) {
  test(`what chat programs do to a link is undone: ${room}`, async () => {
    let link = "";
    await onPage({}, async (page) => (link = await linkOf(page, partial, room)));
    for (const changed of [
      `${link}).`, `${link}&utm_source=kakao`, link.replaceAll("-", "%252D"), link.replace(/.{30}/g, "$&\n> ").replace(/.{20}/g, "$&\u200b"),
    ]) {
      await onPage({ hash: `#${changed}` }, async (page) => {
        assert.equal(await shown(page), own, changed);
        assert.equal((await page.textContent("#notice")).trim(), "", changed);
        await page.waitForFunction((text) => location.hash === `#${text}`, link);
      });
    }
  });

  test(`a damaged link is told in both languages, and stays where it is until something is changed: ${room}`, async () => {
    let link = "";
    await onPage({}, async (page) => (link = await linkOf(page, partial, room)));
    const middle = link.length - 12;
    for (const [damaged, en, ko] of [
      [link.slice(0, -1), /one of its \d+ characters is missing/, /\d+자 가운데 한 글자가 없습니다/],
      [link.slice(0, -9), /9 of its \d+ characters are missing/, /\d+자 가운데 9자가 없습니다/],
      [link.slice(0, middle) + (link[middle] === "A" ? "B" : "A") + link.slice(middle + 1), /characters have changed on the way/, /글자가 바뀌었습니다/],
    ]) {
      for (const [locale, sentence, opening] of [["en-US", en, "The link could not be read"], ["ko-KR", ko, "링크를 읽을 수 없어"]]) {
        await onPage({ hash: `#${damaged}`, locale }, async (page) => {
          const note = await page.textContent("#notice");
          assert.match(note, sentence);
          assert.ok(note.includes(opening), note);
          assert.equal(await shown(page), usual);
          await page.waitForTimeout(600);
          assert.equal(page.url(), `${address}#${damaged}`);
          if (locale !== "en-US") return;
          await page.click(room === "playground" ? '[data-dataset="spiral"]' : '[data-surface="bowl"]');
          await written(page, `#${damaged}`);
          assert.match(page.url(), new RegExp(`#d2-${room}-`));
        });
      }
    }
  });
}

test("a link of a newer version, or without its capitals, says so", async () => {
  for (const [hash, sentence] of [["#d3-playground-CpP9AQQCAHt9BoXxxw", /newer version of Descent/], ["#d2-playground-cpp9aqqcaht9boxxxw", /capital and small letters/]]) {
    await onPage({ hash }, async (page) => assert.match(await page.textContent("#notice"), sentence));
  }
});

test("a note about a link follows the language of the page", async () => {
  await onPage({ hash: "#d2-playground-AB" }, async (page) => {
    assert.match(await page.textContent("#notice"), /most of it is missing/);
    await page.click("text=한국어");
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("거의 다 잘렸습니다"));
  });
});

test("readable links are mended too, and said to be", async () => {
  for (const hash of [
    'data={"dataset":"moons"}&seed=12).', "data.dataset=moons&seed=12&utm_source=kakao", "data%252Edataset%253Dmoons%2526seed%253D12",
    "data=%7B%22dataset%22:%E2%80%9Cmoons%E2%80%9D%7D&seed=12",
  ]) {
    await onPage({ hash: `#${hash}` }, async (page) => {
      const { data, seed } = await page.evaluate(() => window.descent.experiment());
      assert.deepEqual([data.dataset, seed], ["moons", 12], hash);
      assert.match(await page.textContent("#notice"), /read as well as possible/, hash);
    });
  }
  for (const hash of ["data.dataset=moons&seed=12", 'data={"dataset":"moons"}&seed=12']) {
    await onPage({ hash: `#${hash}` }, async (page) => {
      assert.equal((await page.evaluate(() => window.descent.experiment())).seed, 12);
      assert.equal((await page.textContent("#notice")).trim(), "");
    });
  }
  await onPage({ hash: '#network.layers=[{"name":"x","layer":"input"},{"name":"y' }, async (page) => {
    assert.match(await page.textContent("#notice"), /is not complete\. The link may have been cut/);
  });
});

test("a damaged link that is opened on the page changes nothing, and the browser's way back leads back", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    await page.selectOption("#control-optimizer", "adam");
    await written(page, "#seed=7");
    const before = page.url();
    await page.evaluate(() => (location.hash = "#d2-playground-CpP9"));
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("nothing was changed"));
    const { optimizer, seed } = await page.evaluate(() => window.descent.experiment());
    assert.deepEqual([optimizer.optimizer, seed], ["adam", 7]);
    await page.waitForTimeout(400);
    assert.equal(page.url(), `${address}#d2-playground-CpP9`);
    await page.goBack();
    await page.waitForFunction((url) => location.href === url, before);
    assert.equal((await page.evaluate(() => window.descent.experiment())).optimizer.optimizer, "adam");
  });
});

test("a link to another room, opened by hand, leads there and back", async () => {
  await onPage({}, async (page) => {
    const race = await linkOf(page, { surface: "booth", seed: 3 }, "optimizers");
    const moons = await linkOf(page, { data: { dataset: "moons" }, seed: 12 });
    await page.evaluate((hash) => (location.hash = hash), race);
    await page.waitForSelector("#race-play", { state: "visible" });
    assert.equal((await page.evaluate(() => window.descent.optimizers.race())).surface, "booth");
    await page.evaluate((hash) => (location.hash = hash), moons);
    await page.waitForSelector("#play", { state: "visible" });
    assert.equal((await page.evaluate(() => window.descent.experiment())).seed, 12);
    await page.goBack();
    await page.waitForSelector("#race-play", { state: "visible" });
    await page.goForward();
    await page.waitForSelector("#play", { state: "visible" });
    assert.equal(await page.inputValue("#seed"), "12");
  });
});

test("a link carries what differs in how its room is shown", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    await page.click("#show-diagram");
    await written(page, "#seed=7");
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    assert.equal(await page.getAttribute("#show-diagram", "aria-pressed"), "true");
    assert.equal(await page.inputValue("#seed"), "7");
  });
});

test("a link that would be too long for chat programs is saved as a file", async () => {
  await onPage({}, async (page) => {
    const points = Array.from({ length: 700 }, (_, index) => [Math.round(Math.sin(index * 12.9898) * 900) / 1000, Math.round(Math.sin(index * 78.233) * 900) / 1000, index % 2]);
    await load(page, { data: { dataset: "drawn", points } });
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Copy link")]);
    assert.equal(JSON.parse(readFileSync(await download.path(), "utf8")).experiment.data.points.length, 700);
    await page.waitForSelector("#shared-link");
    assert.match(await page.textContent("#notice"), /many chat programs cut links longer than 2000.*descent-playground\.json/);
    assert.equal(await page.inputValue("#shared-link"), await page.evaluate(() => window.descent.link()));
  });
});

test("where the page may not copy, the link is there to be copied by hand", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.click("text=Copy link");
    await page.waitForSelector("#shared-link:focus");
    const selected = await page.evaluate(() => {
      const field = document.activeElement;
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    assert.equal(selected, await page.evaluate(() => window.descent.link()));
  });
});

test("a browser that refuses to have its address written is asked again later, and nothing breaks", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    await page.evaluate(() => {
      window.refused = 0;
      history.replaceState = history.pushState = () => {
        window.refused += 1;
        throw new DOMException("too often", "SecurityError");
      };
    });
    const slider = page.locator("#control-optimizer-learning_rate");
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + 5, box.y + box.height / 2);
    await page.mouse.down();
    for (let at = 0; at < 20; at++) {
      await page.mouse.move(box.x + 5 + at * 4, box.y + box.height / 2);
      await page.waitForTimeout(60);
    }
    assert.equal(await page.evaluate(() => window.refused), 0, "it is written when the hand rests");
    await page.mouse.up();
    await page.waitForFunction(() => window.refused === 1);
    await page.click('nav a:has-text("Optimizers")');
    await page.waitForSelector("#race-play", { state: "visible" });
    await page.evaluate(() => (delete history.replaceState, delete history.pushState));
    await page.click('[data-surface="booth"]');
    await page.waitForFunction(() => location.hash.startsWith("#d2-optimizers-"));
  });
});

test("a link whose table is not here stays in the address bar until something is changed", async () => {
  const hash = `#data.dataset=table&data.file=mine.csv&data.target=b&data.columns=${JSON.stringify([{ name: "a", kind: "number" }, { name: "b", kind: "number" }])}`;
  await onPage({ hash }, async (page) => {
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("The file mine.csv is not here"));
    const url = page.url();
    await page.waitForTimeout(600);
    assert.equal(page.url(), url);
    await page.click('[data-dataset="moons"]');
    await written(page, new URL(url).hash);
  });
});

test("links are given and opened by those who embed the page", async () => {
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "moons" }, seed: 12 });
    const link = await page.evaluate(() => window.descent.link());
    assert.match(link, /^http:.*#d2-playground-[\w-]+$/);
    await step(page, 30);
    const trained = await fingerprint(page);
    await load(page, {});
    assert.match(await page.evaluate(() => window.descent.link()), /#d2-playground-[\w-]+$/, "the default says its version, too");
    await page.evaluate((text) => window.descent.open(text), link);
    await step(page, 30);
    assert.equal(await fingerprint(page), trained);
    for (const [wrong, what] of [[link.slice(0, -2), "2 of its"], ["#data.noise=9", "data.noise"], ["nonsense", "nonsense"], ["", null]]) {
      const message = await page.evaluate((text) => window.descent.open(text).then(() => null, (error) => error.message), wrong);
      if (what) assert.ok(message.includes(what), `${wrong}: ${message}`);
      else assert.equal(message, null);
    }
    await page.evaluate(() => window.descent.open("#optimizers&surface=booth"));
    await page.waitForSelector("#race-play", { state: "visible" });
    assert.equal((await page.evaluate(() => window.descent.optimizers.race())).surface, "booth");
  });
});

test("every preset has a short link", async () => {
  await onPage({}, async (page) => {
    const presets = JSON.parse(readFileSync(join(root, "www/presets/experiments.json"), "utf8"));
    for (const { name, experiment } of presets) {
      const link = await linkOf(page, experiment);
      assert.ok(link.length < 300, `${name}: ${link.length}`);
    }
  });
});

test("an L1 penalty of version 1 keeps its subgradient, and the page says so", async () => {
  const layers = (/** @type {object} */ penalty) => [{ name: "x", layer: "input" }, { name: "y", layer: "dense", inputs: ["x"], activation: "sigmoid", kernel_regularizer: penalty }];
  const network = (/** @type {object} */ penalty) => ({ outputs: ["y"], layers: layers(penalty) });
  const hash = (/** @type {object} */ penalty) => `#network=${encodeURIComponent(JSON.stringify(network(penalty)))}`;
  const method = (page) => page.evaluate(() => window.descent.experiment().network.layers[1].kernel_regularizer.l1_method);
  const said = "text=This is of an older version of Descent";
  await onPage({ hash: hash({ l1: 0.01 }) }, async (page) => {
    await page.waitForSelector(said);
    assert.equal(await method(page), "subgradient");
    await page.goto("about:blank");
    await page.goto(address + hash({ l1: 0.01, l1_method: "proximal" }));
    await page.evaluate(() => window.descent.ready);
    assert.equal(await method(page), "proximal");
    assert.equal(await page.locator(said).count(), 0);
    const old = JSON.stringify({ network: network({ l1: 0.01 }) });
    await page.setInputFiles("input[type=file]", { name: "old.json", mimeType: "application/json", buffer: Buffer.from(old) });
    await page.waitForSelector(said);
    assert.equal(await method(page), "subgradient");
    await load(page, { network: network({ l1: 0.01 }) });
    assert.equal(await method(page), "proximal", "what is given by hand is of today");
  });
});

test("a link to the loss surface of a network stays as it is when the network has arrived", async () => {
  const readable = `#optimizers&network=${encodeURIComponent(JSON.stringify({ experiment: { seed: 3 }, steps: 20 }))}`;
  await onPage({ hash: readable }, async (page) => {
    await page.waitForSelector(".optimizers [data-part=landscape] button", { state: "visible" });
    await page.waitForTimeout(800);
    assert.equal(page.url(), address + readable);
    await page.evaluate(() => window.descent.optimizers.load({ surface: "booth" }));
    await page.waitForURL(/#d2-optimizers-/);
  });
});
