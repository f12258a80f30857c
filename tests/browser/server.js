// Serves the built page under a sub-path, as any static host might.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const prefix = "/some/where/";
const types = {
  ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png",
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
};

/** A page of another origin than what it holds: a sandbox has none. */
const host = `<!doctype html><title>Host</title><iframe sandbox="allow-scripts" src="${prefix}" width="1280" height="720"></iframe>`;

/** Answers with a file, as hosts of static pages do. @param {string} file */
function answer(file, response) {
  if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
  const type = types[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*", "cache-control": "no-cache" });
  createReadStream(file).pipe(response);
}

/** Starts a server. `address` is that of the page, `embedding` that of one with it in a sandbox. */
export async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(host);
    if (!pathname.startsWith(prefix)) return void response.writeHead(404).end();
    answer(join(root, "dist", decodeURIComponent(pathname.slice(prefix.length)) || "index.html"), response);
  });
  const origin = await listening(server, 0);
  return { address: origin + prefix, embedding: `${origin}/`, close: () => server.close() };
}

/** Starts a server of a folder, which can be stopped and started again under the same address.
 * @param {string} folder @param {(path: string) => string | undefined} [instead] what is answered in place of a file */
export async function serveFolder(folder, instead = () => undefined) {
  let at = folder;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const text = instead(pathname);
    if (text !== undefined) return void response.writeHead(200, { "content-type": "text/html" }).end(text);
    answer(join(at, decodeURIComponent(pathname).replace(/\/$/, "/index.html")), response);
  });
  const origin = await listening(server, 0);
  const stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return {
    address: `${origin}/`,
    stop,
    /** @param {string} [folder] another one */
    start(folder = at) {
      at = folder;
      return listening(server, Number(new URL(origin).port));
    },
  };
}

/** @param {import("node:http").Server} server @param {number} port 0 for any that is free @returns {Promise<string>} its origin */
const listening = (server, port) => new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(`http://localhost:${/** @type {any} */ (server.address()).port}`)));
