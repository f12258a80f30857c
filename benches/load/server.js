// A static host as good ones are: it compresses, names versions by ETag and has browsers ask whether theirs is still the
// newest. It keeps a list of what was asked for.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const types = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
  ".map": "application/json", ".txt": "text/plain", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
};
const compressed = /^(text|application\/(json|wasm))/;

/** Serves a folder on this machine. @param {string} folder */
export async function serve(folder) {
  /** @type {Map<string, { type: string, tag: string, plain: Buffer, brotli: Buffer, gzip: Buffer }>} */
  const files = new Map();
  /** @type {{ path: string, status: number, at: number, brotli: number, gzip: number }[]} */
  let asked = [];

  function file(path) {
    const known = files.get(path);
    if (known) return known;
    const on = join(folder, path);
    if (!existsSync(on) || !statSync(on).isFile()) return null;
    const plain = readFileSync(on);
    const type = types[extname(path)] ?? "application/octet-stream";
    const tag = `"${createHash("sha256").update(plain).digest("hex").slice(0, 16)}"`;
    const brotli = compressed.test(type)
      ? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
      : plain;
    const made = { type, tag, plain, brotli, gzip: compressed.test(type) ? gzipSync(plain, { level: 9 }) : plain };
    files.set(path, made);
    return made;
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(1) || "index.html";
    const found = file(path);
    const status = !found ? 404 : request.headers["if-none-match"] === found.tag ? 304 : 200;
    const sent = status === 200;
    asked.push({ path, status, at: Date.now(), brotli: sent ? found.brotli.length : 0, gzip: sent ? found.gzip.length : 0 });
    if (!found) return response.writeHead(404).end();
    const headers = { "content-type": found.type, etag: found.tag, "cache-control": "no-cache", vary: "accept-encoding", "access-control-allow-origin": "*" };
    if (!sent) return response.writeHead(304, headers).end();
    // Without https browsers take no brotli.
    const accepted = request.headers["accept-encoding"] ?? "";
    const encoding = found.brotli === found.plain ? null : accepted.includes("br") ? "br" : accepted.includes("gzip") ? "gzip" : null;
    const body = encoding === "br" ? found.brotli : encoding === "gzip" ? found.gzip : found.plain;
    response.writeHead(200, { ...headers, "content-length": body.length, ...(encoding ? { "content-encoding": encoding } : {}) });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://localhost:${server.address().port}/`,
    /** What was asked for since the last call. */
    taken() {
      const before = asked;
      asked = [];
      return before;
    },
    size: (path) => file(path)?.brotli.length,
    /** Compresses ahead, so that no visitor waits for it. @param {string[]} paths */
    prepare: (paths) => void paths.forEach(file),
    close: () => (server.closeAllConnections(), server.close()),
  };
}
