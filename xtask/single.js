// Makes one file of the built page, `dist-single/descent.html`, which opens from a stick, too: a page that was opened as a file may fetch
// nothing and has no modules, so that all scripts are one, and modules, data and workers stand in it as text.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { lessons, modules, root, shared } from "./shared.js";

const folder = join(root, "dist-single");
const data = readdirSync(join(root, "www/data")).filter((name) => extname(name) !== ".md");
const html = readFileSync(join(root, "dist/index.html"), "utf8");

/** One script, classic and whole. @param {string} path @param {Record<string, string>} [define] */
async function script(path, define = {}) {
  const { outputFiles } = await build({
    ...shared, entryPoints: [path], outdir: folder, format: "iife", write: false, sourcemap: false, metafile: false, plugins: [lessons],
    define: { "import.meta.url": "undefined", POLICY: '""', DATA_FILES: JSON.stringify(Object.fromEntries(data.map((name) => [name, `data/${name}`]))), ...define },
  });
  // Within a page these would begin a comment or end the script.
  return outputFiles[0].text.replaceAll("<!--", "\\x3C!--").replaceAll(/<(\/?script)/gi, "\\x3C$1");
}

/** What the page would fetch, in base64. @param {string} name @param {string} type @param {Uint8Array | string} content */
const file = (name, type, content) => `<script type="text/plain" data-file="${name}" data-type="${type}">${Buffer.from(content).toString("base64")}</script>`;

/** @param {string} name of a built style sheet or text that index.html names */
const named = (name) => readFileSync(join(root, "dist", html.match(new RegExp(`"(${name})"`))[1]), "utf8");

const hash = (/** @type {string} */ text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

async function single() {
  const main = await script("www/js/main.js", {
    DESK_FILES: JSON.stringify({ module: "desk.wasm", worker: "desk_worker.js" }),
    PAGE_FILES: JSON.stringify({ module: "core.wasm", worker: "worker.js", styles: "" }),
  });
  const first = await script("www/js/first.js");
  const styles = ["page-\\w+\\.css", "more-\\w+\\.css"].map(named).join("\n").replace(/\/\*[\s\S]*?\*\//g, "");
  const files = [
    ...data.map((name) => file(`data/${name}`, "text/plain", readFileSync(join(root, "www/data", name)))),
    ...["core", "desk"].map((name) => file(`${name}.wasm`, "application/wasm", readFileSync(join(modules, `${name === "core" ? "page" : name}_bg.wasm`)))),
    file("worker.js", "text/javascript", await script("www/js/core/worker.js")),
    file("desk_worker.js", "text/javascript", await script("www/js/core/desk_worker.js")),
  ];
  const policy = [
    "default-src 'none'", `script-src ${hash(first)} ${hash(main)} 'wasm-unsafe-eval'`, `style-src ${hash(styles)}`, "img-src data: blob:",
    "worker-src blob:", "media-src blob:", "base-uri 'none'",
  ].join("; ");
  const licences = named("licences-\\w+\\.txt").replaceAll(/<(?=\/script|!--)/gi, "< ");
  const page = html
    .replace(/\s*<meta\s+http-equiv="Content-Security-Policy"[^>]*>\s*<\/template>/, "")
    .replace(/\s*<meta (?:property="og:|name="twitter:)[^>]*>/g, "")
    .replace(/\s*<!-- Where the page has no origin[\s\S]*?-->/, "")
    .replace(/\s*<link rel="(?:license|manifest|apple-touch-icon|stylesheet|preload|modulepreload)"[^>]*>/g, "")
    .replace(/\s*<script type="module"[^>]*><\/script>/, "")
    // What stands for itself is put in by a function: `$` has a meaning in text.
    .replace(/<script src="first-[^>]*><\/script>/, () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <style>${styles}</style>\n    <script>${first}</script>`)
    .replace("</body>", () => `${files.join("\n")}\n<script type="text/plain" id="licences">${licences}</script>\n<script id="main">${main}</script>\n</body>`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "descent.html"), page);
}

await single();
