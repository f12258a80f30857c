// What the page is on paper and to those who hear it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, drawn, load, onPage, settled, until } from "./harness.js";

after(close);

/** Counts what live regions would have a screen reader say. */
async function listen(page) {
  await page.evaluate(() => {
    window.spoken = [];
    const isLive = (element) => {
      const region = element.closest("[aria-live], [role=status], [role=alert], [role=log], output");
      return region && region.getAttribute("aria-live") !== "off";
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element && isLive(element)) window.spoken.push(element.closest("[aria-live], [role], output").textContent.trim().slice(0, 80));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.spoken.splice(0));
}

test("three seconds of training are not read out; starts and pauses are", async () => {
  for (const partial of [{}, { data: { dataset: "digits" } }, { data: { dataset: "houses" } }]) {
    await onPage({}, async (page) => {
      await load(page, partial);
      await settled(page);
      if (await page.isVisible("[data-part=plane]")) await page.hover("[data-part=plane]");
      const heard = await listen(page);
      await page.click("#play");
      await until(heard, (words) => words.some((one) => /Training/.test(one)));
      if (await page.isVisible("[data-part=plane]")) await page.hover("[data-part=plane]");
      await page.waitForTimeout(3000);
      const during = await heard();
      assert.ok(during.length <= 2, JSON.stringify(during));
      await page.click("#play");
      await until(heard, (words) => words.some((one) => /Paused at epoch \d+/.test(one)));
    });
  }
});

test("a run that diverges is read out, and a race is silent while it runs", async () => {
  await onPage({}, async (page) => {
    await load(page, { optimizer: { optimizer: "sgd", learning_rate: 1000 }, losses: { output: "mean_squared_error" }, network: { layers: [{ layer: "input", name: "input" }, { layer: "dense", name: "output", units: 1, activation: "linear", inputs: ["input"] }], outputs: ["output"] } });
    const heard = await listen(page);
    await page.click("#play");
    await page.waitForSelector(".notice.error");
    assert.ok((await heard()).some((words) => /diverged/.test(words)));
  });
  await onPage({ hash: "#optimizers" }, async (page) => {
    await settled(page);
    const heard = await listen(page);
    await page.click("#race-play");
    await drawn(page);
    await heard();
    await page.waitForTimeout(3000);
    const during = await heard();
    assert.ok(during.length <= 2, JSON.stringify(during));
  });
});

test("paper is light with its pictures, also from a dark page, which is dark again afterwards", async () => {
  for (const hash of ["", "#optimizers"]) {
    await onPage({ colorScheme: "dark", hash }, async (page) => {
      const paper = () => page.evaluate(() => getComputedStyle(document.body).getPropertyValue("--card").trim());
      const canvas = hash ? "[data-figure=map] canvas" : "[data-figure=output] .field";
      await settled(page);
      const light = async () => page.$eval(canvas, (one) => {
        const copy = document.createElement("canvas");
        [copy.width, copy.height] = [one.width, one.height];
        const context = copy.getContext("2d");
        context.fillStyle = "#fff";
        context.fillRect(0, 0, copy.width, copy.height);
        context.drawImage(one, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        let sum = 0;
        for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
        return sum / (data.length * 0.75);
      });
      const [dark, before] = [await paper(), await light()];
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      assert.equal(await paper(), "#ffffff");
      assert.ok((await light()) > before + 20, "the picture is redrawn at once");
      await page.emulateMedia({ media: "screen", colorScheme: "dark" });
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      await until(paper, (now) => now === dark);
    });
  }
});
