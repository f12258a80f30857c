// Serves the built page under a sub-path, as any static host might.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const prefix = "/some/where/";
const types = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
};

/** A page of another origin than what it holds: a sandbox has none. */
const host = `<!doctype html><title>Host</title><iframe sandbox="allow-scripts" src="${prefix}" width="1280" height="720"></iframe>`;

/** Starts a server. `address` is that of the page, `embedding` that of one with it in a sandbox. */
export async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(host);
    const file = join(root, "dist", decodeURIComponent(pathname.slice(prefix.length)) || "index.html");
    if (!pathname.startsWith(prefix) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${server.address().port}`;
  return { address: origin + prefix, embedding: `${origin}/`, close: () => server.close() };
}
