// Where systems run: threads of Node, and workers of a page in headless Chromium. Both open a system as a function
// that takes a message for `worker.js` and resolves to its answer.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { chromium as browsers } from "playwright-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

function answered({ error, ...answer }) {
  if (error) throw new Error(error);
  return answer;
}

async function node() {
  const workers = [];
  return {
    async open(name, file) {
      const worker = new Worker(new URL("worker.js", import.meta.url), { stderr: true }); // TensorFlow.js advertises on it.
      workers.push(worker);
      const ask = (message) => new Promise((resolve, reject) => {
        worker.once("error", reject);
        worker.once("message", (answer) => {
          worker.off("error", reject);
          resolve(answer);
        });
        worker.postMessage(message);
      }).then(answered);
      await ask({ call: "open", name, module: pathToFileURL(join(root, file)).href, root });
      return ask;
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

async function chromium() {
  // Isolated from other origins, so that clocks are fine and threads can share memory.
  const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(root, decodeURIComponent(pathname));
    if (pathname === "/") response.writeHead(200, { "content-type": "text/html", ...isolated }).end("<!doctype html>");
    else if (!existsSync(file) || !statSync(file).isFile()) response.writeHead(404).end();
    else {
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", ...isolated });
      createReadStream(file).pipe(response);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await browsers.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error));
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.evaluate(() => {
    const workers = [];
    window.add = () => workers.push(new Worker("/benches/engine/worker.js", { type: "module" })) - 1;
    window.ask = (index, message) => new Promise((resolve, reject) => {
      workers[index].onmessage = ({ data }) => resolve(data);
      workers[index].onerror = ({ message: text }) => reject(new Error(text));
      workers[index].postMessage(message);
    });
  });
  return {
    async open(name, file) {
      const index = await page.evaluate(() => window.add());
      const ask = (message) => page.evaluate(([to, what]) => window.ask(to, what), [index, message]).then(answered);
      await ask({ call: "open", name, module: `/${file}`, root: "/" });
      return ask;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

export const runtimes = { chromium, node };
