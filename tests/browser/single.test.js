// The page as one file, opened from a disk.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { engines } from "./engines.js";
import { root, serve } from "./server.js";

execFileSync("node", ["xtask/single.js"], { cwd: root });
const file = join(mkdtempSync(join(tmpdir(), "descent single ")), "descent.html");
copyFileSync(join(root, "dist-single/descent.html"), file);

test("the page of one file fetches nothing and imports nothing, and only its own scripts may run", () => {
  const html = readFileSync(file, "utf8");
  const scripts = [...html.matchAll(/<script(?: id="main")?>([\s\S]*?)<\/script>/g)].map(([, text]) => text);
  assert.equal(scripts.length, 2);
  for (const text of scripts) assert.doesNotMatch(text, /\bimport\(|import\.meta/);
  assert.doesNotMatch(html.replaceAll(/<script[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, ""), /<(?:script|img|iframe)[^>]*\ssrc=|<link[^>]*href="(?!data:|#)/);
  const [, policy] = html.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/);
  assert.match(policy, /^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+' 'wasm-unsafe-eval'; style-src 'sha256-\S+';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|http/);
});

/** Runs in the page: what can be done in it, and what of it went wrong. */
async function tour() {
  const patience = Date.now() + 60_000;
  while (!window.descent && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 50));
  await window.descent.ready;
  const troubles = [];
  addEventListener("securitypolicyviolation", ({ blockedURI, violatedDirective }) => troubles.push(`${violatedDirective}: ${blockedURI}`));
  addEventListener("error", ({ message }) => troubles.push(message));
  addEventListener("unhandledrejection", ({ reason }) => troubles.push(String(reason)));
  const until = async (done) => {
    while (!done()) {
      if (Date.now() > patience) throw new Error(`waits for ${done}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const { descent } = window;
  const found = { protocol: location.protocol };
  document.querySelector("#play").click();
  await until(() => descent.snapshot().step > 20);
  document.querySelector("#play").click();
  await descent.load({ data: { dataset: "spiral" }, optimizer: { optimizer: "adam" }, seed: 7 });
  await descent.step(60);
  found.spiral = await descent.fingerprint();
  found.code = (await descent.export("keras")).split("\n")[0];
  found.link = (await descent.link()).split("#")[1].slice(0, 14);
  await descent.load({ data: { dataset: "table", file: "wine" } });
  await descent.step(20);
  found.wine = await descent.fingerprint();
  for (const language of ["ko", "en"]) {
    document.querySelector(`.toolbar button[lang="${language}"]`).click();
    await until(() => document.documentElement.lang === language);
  }
  document.querySelector('.rooms a[href*="#optimizers"]').click();
  await until(() => document.querySelector("#race-play:enabled"));
  found.race = descent.optimizers.state().steps > 0;
  return { found, troubles };
}

/** @param {{ open(): Promise<any> }} engine @param {string} address */
async function visit({ open }, address) {
  const page = await open();
  try {
    await page.goto(address);
    return await page.evaluate(tour);
  } finally {
    await page.close();
  }
}

const [chromium, firefox] = engines;

test("the page of one file says that it cannot fetch a table that lies beside it", async () => {
  const page = await chromium.open();
  try {
    await page.goto(`${pathToFileURL(file).href}#table=heights.csv`);
    const said = await page.evaluate(async () => {
      while (!/heights/.test(document.querySelector("#notice")?.textContent ?? "")) await new Promise((resolve) => setTimeout(resolve, 50));
      return document.querySelector("#notice").textContent;
    });
    assert.match(said, /single file and cannot fetch data\/heights\.csv/);
  } finally {
    await page.close();
  }
});

const server = await serve();
const { found: served } = await visit(chromium, server.address);
server.close();

for (const engine of [chromium, firefox]) {
  const skip = engine.missing && process.env.CI !== "true" && `${engine.name} is not installed`;
  test(`opened from a disk in ${engine.name} it trains to the same bits as the served page, in all rooms`, { skip }, async () => {
    const { found, troubles } = await visit(engine, pathToFileURL(file).href);
    assert.deepEqual(troubles, []);
    assert.deepEqual(found, { ...served, protocol: "file:" });
    assert.deepEqual([found.code, found.race], ["import keras", true]);
  });
}
