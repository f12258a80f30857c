// The three engines of browsers, each driven in its own way, and all used alike: `open()` starts one and gives a page with
// `goto(address)`, `evaluate(work, argument)`, `close()`, and `enter()` for the page in its only frame. An engine that is not
// installed is `missing`.

import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { chromium as playwright } from "playwright-core";
import puppeteer from "puppeteer-core";

/** The longest that one piece of work may take in a page. */
const patienceMillis = 120_000;

/** Where the first of these programs is on the PATH. */
function find(...programs) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const chromium = process.env.CHROMIUM ?? find("chromium", "chromium-browser", "google-chrome");
const firefox = find("firefox", "firefox-esr");
const webDriver = find("xvfb-run") && find("xauth") && find("WebKitWebDriver");
const miniBrowser = ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
  .flatMap((folder) => ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/${folder}/MiniBrowser`))
  .find((file) => existsSync(file));

async function openChromium() {
  const browser = await playwright.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
  return driven(browser, await browser.newPage());
}

async function openFirefox() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true, protocolTimeout: patienceMillis });
  return driven(browser, await browser.newPage());
}

/** What playwright and puppeteer call alike. */
function driven(browser, page) {
  let frame = page.mainFrame();
  return {
    goto: (address) => page.goto(address, { waitUntil: "domcontentloaded" }),
    async enter() {
      frame = await answering(() => page.frames()[1] ?? Promise.reject(new Error("the page has no frame")));
    },
    evaluate: (work, argument) => frame.evaluate(work, argument),
    close: () => browser.close(),
  };
}

/** https://www.w3.org/TR/webdriver2/ */
async function openWebKit() {
  const port = await freePort();
  // A group of its own, so that the screen and the browser end with the driver.
  const driver = spawn("xvfb-run", ["-a", webDriver, `--port=${port}`], { detached: true, stdio: "ignore" });
  const end = () => {
    try {
      process.kill(-driver.pid);
    } catch {
      // It has ended.
    }
  };
  async function ask(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value;
  }
  try {
    await answering(() => ask("GET", "/status"));
    const { sessionId } = await ask("POST", "/session", {
      // A page counts as loaded with its frames: a script that starts before a frame has its document never answers.
      capabilities: { alwaysMatch: {
        browserName: "MiniBrowser", timeouts: { script: patienceMillis },
        "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
      } },
    });
    const path = `/session/${sessionId}`;
    return {
      goto: (url) => ask("POST", `${path}/url`, { url }),
      enter: () => ask("POST", `${path}/frame`, { id: 0 }),
      async evaluate(work, argument) {
        const script = `const done = arguments[1];
          Promise.resolve(arguments[0]).then(${work}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const { value, error } = await ask("POST", `${path}/execute/async`, { script, args: [argument ?? null] });
        if (error) throw new Error(error);
        return value;
      },
      async close() {
        await ask("DELETE", path).catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks until something answers. */
async function answering(ask) {
  for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() - start > 20_000) throw error;
    }
  }
}

export const engines = [
  { name: "Chromium", open: openChromium, missing: !chromium },
  { name: "Firefox", open: openFirefox, missing: !firefox },
  { name: "WebKitGTK", open: openWebKit, missing: !webDriver || !miniBrowser },
];
