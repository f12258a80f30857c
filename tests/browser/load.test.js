// How the page opens: what it takes until the first picture, and what it says where it cannot start.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../benches/load/server.js";
import { launch, lines, linkTo, visit } from "../../benches/load/visit.js";

const folder = fileURLToPath(new URL("../../dist", import.meta.url));
const server = await serve(folder);
const { address } = server;
server.prepare(readdirSync(folder).filter((name) => /\.(html|js|css|wasm)$/.test(name)));
const browser = await launch();
const digits = await linkTo(browser, address, "digits_conv");
after(async () => {
  await browser.close();
  server.close();
});

/** The bounds for every later change: what is added is loaded when it is asked for. */
const mostRequests = 14;
const mostBytes = 500_000;
const mostModuleBytes = 420_000;
const mostShift = 0.02;

/** @param {string} hash @param {object} [options] @param {keyof typeof lines} [line] */
async function seen(hash, options = {}, line = "10 Mbit/s") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US", ...options });
  try {
    return await visit(context, server, lines[line], hash);
  } finally {
    await context.close();
  }
}

test("the first picture takes few requests and bytes", async () => {
  const { asked, requests, brotli, plays } = await seen("");
  assert.ok(requests <= mostRequests, `${requests} requests: ${asked.map(({ path }) => path).join(" ")}`);
  assert.ok(brotli <= mostBytes, `${brotli} bytes: ${asked.map(({ path, brotli }) => `${path} ${brotli}`).join(", ")}`);
  const modules = asked.filter(({ path }) => path.endsWith(".wasm"));
  assert.equal(modules.length, 1, "page and worker share one module");
  assert.ok(modules[0].brotli <= mostModuleBytes, `the module has ${modules[0].brotli} bytes`);
  assert.ok(plays);
  assert.deepEqual(asked.filter(({ path }) => /^(ko|room|builder|views|experiments|races|desk|desk_worker|export)-/.test(path)), [], "what is not shown comes later");
});

test("what the first picture has no words for is said as soon as its words come", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  let come;
  const late = new Promise((resolve) => (come = resolve));
  await page.route("**/en_more-*.js", async (route) => (await late, route.continue()));
  await page.goto(address);
  await page.waitForSelector("html:not(.starting) [data-tab=task]");
  await page.click("[data-tab=task]");
  await page.waitForSelector("[data-task=digits]");
  come();
  await page.waitForFunction(() => document.querySelector("[data-task=digits]").textContent.includes("Digits"));
  await context.close();
});

test("the first picture of a damaged link has the words for what is wrong with it", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.route("**/en_more-*.js", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.goto(`${address}${digits.slice(0, -9)}`);
  await page.waitForSelector("html:not(.starting) .notice");
  assert.match(await page.textContent(".notice"), /characters are missing/);
  await context.close();
});

for (const [name, hash] of [["start page", ""], ["Optimizers room", "#optimizers"], ["digits", digits]]) {
  for (const [width, height] of [[1280, 720], [390, 844]]) {
    test(`nothing moves while the ${name} opens at ${width} by ${height}`, async () => {
      const { shift, shifts } = await seen(hash, { viewport: { width, height } }, "Fast 3G");
      assert.ok(shift < mostShift, `${shift}: ${JSON.stringify(shifts)}`);
    });
  }
}

test("nothing moves where the page itself comes in pieces", async () => {
  const html = readFileSync(`${folder}/index.html`, "utf8");
  const cut = html.indexOf('<dl class="counters"');
  const slow = createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(302, { location: new URL(request.url, address).href }).end();
    response.writeHead(200, { "content-type": "text/html" });
    response.write(html.slice(0, cut));
    setTimeout(() => response.end(html.slice(cut)), 1000);
  });
  await new Promise((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.moved += value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`http://localhost:${slow.address().port}/`);
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.ok((await page.evaluate(() => window.moved)) < mostShift);
  await context.close();
  slow.close();
});

test("every published file but the pages, the list of a teacher's chapters, the service worker and what those who embed them name has a hash in its name", () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
  assert.deepEqual(files.sort().filter((name) => !/-[A-Z0-9]{8}\.\w+(\.map)?$/.test(name)), ["descent-lab.js", "descent-lab.js.map", "embed.html", "index.html", "index.json", "sw.js"]);
});

/** Opens the page where something is in its way; gives what it says. @param {(page: any) => Promise<unknown>} hinder */
async function refusal(hinder, options = {}) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  try {
    await hinder(page);
    await page.goto(address);
    await page.waitForSelector("#load-again");
    return await page.textContent("#notice");
  } finally {
    await context.close();
  }
}

test("a module that does not come is named, and loading again starts the page", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.route("**/core-*.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(address);
  await page.waitForSelector("#load-again");
  assert.match(await page.textContent("#notice"), /failed to load: core-\w+\.wasm/);
  assert.ok(await page.isHidden("#playground"));
  await page.unroute("**/core-*.wasm");
  await page.click("#load-again");
  await page.waitForSelector(".column");
  await context.close();
});

test("a module that is cut short is called so, and fetched anew", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.route("**/core-*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 100_000) });
  }, { times: 1 });
  await page.goto(address);
  await page.waitForSelector("#load-again");
  assert.match(await page.textContent("#notice"), /incomplete or damaged: core-\w+\.wasm/);
  await page.click("#load-again");
  await page.waitForSelector(".column");
  await context.close();
});

test("a server that does not know the type of the module is good enough", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/core-*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
  });
  await page.goto(address);
  await page.waitForSelector(".column");
  await context.close();
});

test("words or scripts that do not come are named", async () => {
  assert.match(await refusal((page) => page.route("**/en-*.js", (route) => route.abort())), /failed to load: en-\w+\.js/);
  assert.match(await refusal((page) => page.route("**/worker-*.js", (route) => route.abort())), /worker/);
});

test("a browser without WebAssembly, without SIMD or with a policy against it is told so, with the browsers that do", async () => {
  const says = async (hinder) => {
    const words = await refusal((page) => page.addInitScript(hinder));
    assert.match(words, /Chrome and Edge from version 99, Firefox from 102 and Safari from 16\.4/);
    return words;
  };
  assert.match(await says(() => delete window.WebAssembly), /needs WebAssembly/);
  assert.match(await says(() => (WebAssembly.validate = () => false)), /SIMD/);
  assert.match(await says(() => (window.Worker = class { constructor() { throw new Error("workers are forbidden"); } })), /worker: .*workers are forbidden/);
  const refuse = () => (WebAssembly.compileStreaming = async () => { throw new WebAssembly.CompileError("blocked by Content Security Policy"); });
  assert.match(await says(refuse), /security policy .* WebAssembly/);
});

test("a reader of Korean is told so in Korean", async () => {
  assert.match(await refusal((page) => page.addInitScript(() => (WebAssembly.validate = () => false)), { locale: "ko-KR" }), /SIMD 기능이 필요/);
});

test("it trains in a sandboxed iframe, which has no origin, no storage and no locks", async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  try {
    await page.setContent(`<iframe sandbox="allow-scripts" src="${address}${digits}" style="width:1200px;height:800px"></iframe>`);
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await frame.waitForSelector("#play:enabled");
    assert.equal(await frame.evaluate(() => self.origin), "null");
    await frame.click("#play");
    await frame.waitForFunction(() => Number.parseInt(document.querySelector("#step-count").textContent) > 5);
    await frame.evaluate(() => window.descent.ready);
    assert.ok(await frame.evaluate(async () => (await window.descent.export("safetensors")).length), "the second module runs there, too");
    await frame.click('.rooms a[href^="#optimizers"]');
    await frame.waitForSelector("#race-play:enabled");
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
});

test("it trains over plain http on a local network, where the browser keeps its secure functions to itself", async () => {
  const { port } = new URL(server.address);
  const plain = await launch(["--host-resolver-rules=MAP descent.test 127.0.0.1"]);
  const page = await plain.newPage({ locale: "en-US" });
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  try {
    await page.goto(`http://descent.test:${port}/`);
    await page.evaluate(() => window.descent.ready);
    assert.equal(await page.evaluate(() => isSecureContext), false);
    assert.equal(await page.evaluate(async () => (await window.descent.step(20)).step), 20);
    await page.click(".toolbar button >> nth=1");
    await page.waitForSelector(".notice.info");
    assert.deepEqual(troubles, []);
  } finally {
    await plain.close();
  }
});
