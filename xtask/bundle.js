// Bundles the page: scripts, words, style sheet, data, licences and index.html, in few files whose names carry a hash of
// what is in them. Trunk runs it after it has built the WebAssembly module; `cargo xtask serve --watch` keeps it running.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { build } from "esbuild";
import { sharePicture } from "./share.js";
import { languages, lessons, modules, root, shared, slashes } from "./shared.js";

const staging = process.env.TRUNK_STAGING_DIR;
const out = staging ?? join(root, "dist");
const common = { ...shared, outdir: out };

/** A file of the page under a name with a hash, written where it is new. @returns {string} its name */
function publish(name, content, written) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { length } = extname(name);
  const hashed = `${name.slice(0, name.length - length)}-${hash}${extname(name)}`;
  const path = join(out, hashed);
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) writeFileSync(path, content);
  written.add(hashed);
  return hashed;
}

/** Whatever is loaded later comes after the first script and may use all of it. Naming that script in every other lets
 * esbuild keep what the first picture takes in one chunk, instead of one for every set of scripts that share something. */
const afterMain = {
  name: "after-main",
  setup({ onLoad }) {
    const main = join(root, "www/js/main.js");
    onLoad({ filter: /[\\/]www[\\/]js[\\/].*\.js$/ }, ({ path }) => {
      if (path === main) return null;
      return { contents: `${readFileSync(path, "utf8")}\nimport ${JSON.stringify(slashes(main))};` };
    });
  },
};

/** Names of the built files by their sources. @param {import("esbuild").Metafile} metafile */
function entries({ outputs }) {
  const named = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint);
  return Object.fromEntries(named.map(([path, { entryPoint }]) => [slashes(entryPoint), basename(path)]));
}

/** What a script imports without being asked, and what that imports. */
function imports(metafile, path, found = new Set()) {
  for (const { path: next, kind } of metafile.outputs[path].imports) {
    if (kind !== "import-statement" || found.has(next)) continue;
    found.add(next);
    imports(metafile, next, found);
  }
  return found;
}

/** The words of the first things painted, in all languages. */
async function words() {
  const { outputFiles } = await build({
    ...common, sourcemap: false, metafile: false, write: false, format: "esm", splitting: false,
    stdin: {
      contents: languages.map((lang) => `export { ${lang} } from "./www/i18n/${lang}.js"; export { more as ${lang}_more } from "./www/i18n/${lang}_more.js"; export { start as ${lang}_start } from "./www/i18n/${lang}/start.js";`).join("\n"),
      resolveDir: root,
    },
  });
  const all = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return Object.fromEntries(languages.map((lang) => [lang, { ...all[lang], ...all[`${lang}_more`], ...all[`${lang}_start`] }]));
}

const source = (name = "index.html") => readFileSync(join(root, "www", name), "utf8");
const policy = () => source().match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/)[1];

/** A page: names of sources become those of what was built from them, `{key}` words in every language
 * and `{en:key}` those in one.
 * @param {string} name @param {Record<string, string>} names @param {string[]} preloads */
async function page(name, names, preloads) {
  const sentences = await words();
  const sentence = (lang, key) => {
    if (!(key in sentences[lang])) throw new Error(`www/${name}: no words for ${key} in ${lang}`);
    return sentences[lang][key];
  };
  const inAll = (key) => languages.map((lang) => `<span class="in-language" lang="${lang}">${sentence(lang, key)}</span>`).join("");
  return source(name)
    .replace(/\s*<link\s+data-trunk[^>]*>/g, "")
    .replace('content="share.png"', () => `content="${homepage}${names["share.png"]}"`)
    .replace(isServed ? / data-offline="[^"]*"/ : "", "")
    .replace("{policy}", `<meta http-equiv="Content-Security-Policy" content="${policy()}" />`)
    .replace(/((?:href|src|data-[a-z]+)=")([\w./-]+\.(?:js|css|wasm|txt|webmanifest|png))"/g, (whole, before, source) => {
      const built = names[`www/${source}`];
      if (!built) throw new Error(`www/${name}: nothing was built from ${source}`);
      return `${before}${built}"`;
    })
    .replace(/(\s*)<script type="module"/, (whole, space) => preloads.map((name) => `${space}<link rel="modulepreload" href="${name}" />`).join("") + whole)
    .replace(/\{(?:([a-z]{2}):)?([a-z_.]+)\}/g, (whole, lang, key) => (lang ? sentence(lang, key) : inAll(key)));
}

/** The styles of the page for shadow roots in someone else's: what is said there of the page's root, and of its body, is said of
 * the element that holds a lab. @param {string[]} sheets names of built files */
function embeddedStyles(sheets) {
  const css = sheets.map((name) => readFileSync(join(out, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "")).join("\n");
  return css.replace(/[^{};]+(?=\{)/g, (selector) => selector.replace(/(?::root|(?<![\w.-])(?:html|body))(?![\w-])/g, ".embedded"));
}

/** What an installed page is called and looks like. @param {(path: string) => string} icon publishes one, by its source */
const manifest = (icon) => JSON.stringify({
  name: "Descent: a neural network laboratory", short_name: "Descent", description: "Build a neural network, press play and watch it learn, in the browser.",
  start_url: "./", scope: "./", display: "standalone", background_color: "#f6f6f3", theme_color: "#1269be", categories: ["education", "science"],
  icons: [
    { src: icon("icon.svg"), sizes: "any", type: "image/svg+xml" },
    ...[192, 512].map((size) => ({ src: icon(`icon-${size}.png`), sizes: `${size}x${size}`, type: "image/png" })),
    { src: icon("icon-maskable-512.png"), sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
});

/** Where the page will lie, with a slash at its end: programs that show a link with its picture want the picture's whole address. */
const homepage = process.env.DESCENT_URL?.replace(/\/*$/, "/") ?? "";

/** Whether the page is being worked on: then no service worker keeps it as it was. */
const isServed = process.env.DESCENT_SERVED === "1";

/** The service worker, whose name never changes, with the names and hashes of all that it keeps: what the page loads, also later.
 * @param {string[]} files */
async function serviceWorker(files) {
  const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);
  const kept = Object.fromEntries(files.sort().map((name) => [name === "index.html" ? "./" : name, hash(readFileSync(join(out, name)))]));
  return build({
    ...common, entryPoints: [`www/js/${isServed ? "no_" : ""}service_worker.js`], format: "iife", entryNames: "sw", sourcemap: false,
    define: { OFFLINE: JSON.stringify({ version: hash(JSON.stringify(kept)), files: kept }) },
  });
}

/** Licences of all that the page is made of, one text with those it holds for. @param {string[]} packages folders */
function licences(packages) {
  const npm = packages.map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }));
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  const all = [...crates(), ...npm].sort((a, b) => a.name.localeCompare(b.name));
  for (const { name, version, license, folder } of all) {
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && extname(file) !== ".html");
    const line = `${name} ${version} (${license})`;
    for (const text of files.length ? files.map((file) => readFileSync(join(folder, file), "utf8").trim()) : ["The package has no text of its licence."]) {
      texts.set(text, [...(texts.get(text) ?? []), line]);
    }
  }
  const head = "Descent contains the following libraries, and the Rust standard library (MIT OR Apache-2.0, https://www.rust-lang.org).";
  const rule = "-".repeat(80);
  return `${[head, ...[...texts].map(([text, lines]) => `${rule}\n${lines.join("\n")}\n\n${text}`)].join("\n\n")}\n`;
}

/** The crates of others that are linked into the modules: none changes while the page's own files do. */
let linkedCrates;
const crates = () => (linkedCrates ??= findCrates());

function findCrates() {
  const command = ["metadata", "--format-version=1", "--offline", "--filter-platform=wasm32-unknown-unknown"];
  const { packages, resolve } = JSON.parse(execFileSync("cargo", command, { cwd: root, maxBuffer: 1 << 28 }));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set(packages.filter(({ name, source }) => ["page", "desk"].includes(name) && !source).map(({ id }) => id));
  for (const id of found) {
    const linked = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    for (const { pkg } of linked) if (!byId.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"))) found.add(pkg);
  }
  return [...found].map((id) => byId.get(id)).filter(({ source }) => source)
    .map(({ name, version, license, manifest_path }) => ({ name, version, license, folder: dirname(manifest_path) }));
}

/** Names of all files that were built. @param {import("esbuild").BuildResult[]} builds */
const namesOf = (...builds) => builds.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map((path) => slashes(relative(out, join(root, path))));

/** Builds all there is into `out`, and removes what was built before and is no longer named. */
async function bundle() {
  /** @type {Set<string>} */
  const written = new Set(["index.html", "embed.html", "sw.js"]);
  const dataFiles = readdirSync(join(root, "www/data")).filter((name) => extname(name) !== ".md");
  const data = Object.fromEntries(dataFiles.map((name) => [name, publish(`data/${name}`, readFileSync(join(root, "www/data", name)), written)]));
  const module = publish("core.wasm", readFileSync(join(modules, "page_bg.wasm")), written);
  // The glue of a module asks where it lies only if nobody hands it a module.
  const define = { DATA_FILES: JSON.stringify(data), POLICY: JSON.stringify(policy()), "import.meta.url": "undefined" };
  const alone = await build({ ...common, entryPoints: ["first.js", "core/worker.js", "core/desk_worker.js"].map((path) => `www/js/${path}`), format: "iife", define });
  const desk = {
    module: publish("desk.wasm", readFileSync(join(modules, "desk_bg.wasm")), written),
    worker: entries(alone.metafile)["www/js/core/desk_worker.js"],
  };
  const main = await build({
    ...common, entryPoints: ["www/js/main.js", "www/css/page.css", "www/css/more.css"], format: "esm", splitting: true, plugins: [afterMain, lessons],
    define: { DESK_FILES: JSON.stringify(desk) },
  });
  const styles = ["page", "more"].map((name) => entries(main.metafile)[`www/css/${name}.css`]);
  const files = { module, worker: entries(alone.metafile)["www/js/core/worker.js"], styles: publish("embedded.css", embeddedStyles(styles), written) };
  const lab = await build({
    ...common, entryPoints: ["www/js/rooms/embedded/element.js", "www/js/embedded_page.js"], format: "esm", splitting: true,
    plugins: [lessons], define: { DESK_FILES: JSON.stringify(desk), PAGE_FILES: JSON.stringify(files) },
  });
  const script = await build({
    ...common, entryPoints: ["www/js/descent-lab.js"], format: "iife", entryNames: "[name]",
    define: { EMBEDDED_FILE: JSON.stringify(entries(lab.metafile)["www/js/rooms/embedded/element.js"]) },
  });
  const built = [main, alone, lab, script].map(({ metafile }) => metafile);
  for (const name of namesOf(main, alone, lab, script)) written.add(name);
  const inputs = built.flatMap(({ inputs }) => Object.keys(inputs)).map(slashes);
  const packages = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  const icons = Object.fromEntries(readdirSync(join(root, "www/icons")).map((name) => [name, publish(name, readFileSync(join(root, "www/icons", name)), written)]));
  const names = {
    ...Object.assign({}, ...built.map(entries)), "www/core.wasm": module, "www/js/service_worker.js": "sw.js", "www/icons/icon-192.png": icons["icon-192.png"],
    "share.png": publish("share.png", await sharePicture(), written),
    "www/manifest.webmanifest": publish("manifest.webmanifest", manifest((name) => icons[name]), written),
    "www/licences.txt": publish("licences.txt", licences([...packages].map((folder) => join(root, folder))), written),
  };
  for (const [name, { metafile }, start] of [["index.html", main, "www/js/main.js"], ["embed.html", lab, "www/js/embedded_page.js"]]) {
    const [first] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === start);
    // What both pages load has another name in each: a page asks ahead for its own.
    writeFileSync(join(out, name), await page(name, { ...names, ...entries(metafile) }, [...imports(metafile, first)].map((path) => basename(path))));
  }
  const ofPage = new Set(namesOf(main, alone));
  const others = new Set([...namesOf(lab, script).filter((name) => !ofPage.has(name)), names["www/licences.txt"], names["share.png"], files.styles, "embed.html", "sw.js"]);
  await serviceWorker([...written].filter((name) => !others.has(name) && !name.endsWith(".map")));
  // Whoever puts chapters of their own beside the page lists them here.
  mkdirSync(join(out, "lessons"), { recursive: true });
  cpSync(join(root, "www/lessons/index.json"), join(out, "lessons/index.json"));
  // A table that a teacher has put beside the page has no hash in its name, and stays.
  const isOurs = (/** @type {string} */ folder, /** @type {string} */ name) => folder !== "data" || /-[0-9A-F]{8}\.\w+$/.test(name);
  for (const folder of ["", "data"]) {
    for (const { name } of readdirSync(join(out, folder), { withFileTypes: true }).filter((entry) => entry.isFile())) {
      if (isOurs(folder, name) && !written.has(folder ? `${folder}/${name}` : name)) rmSync(join(out, folder, name));
    }
  }
}

/** The modules as trunk built them go where the sources find it; only what is published stays. */
if (staging) {
  cpSync(join(staging, "wasm"), modules, { recursive: true });
  rmSync(join(staging, "wasm"), { recursive: true });
}
if (!process.argv.includes("--watch")) await bundle();
else {
  process.stdin.resume().on("end", () => process.exit());
  crates();
  let timer;
  let building = Promise.resolve();
  const rebuild = () => {
    building = building.then(async () => {
      const start = performance.now();
      await bundle().then(
        () => console.log(`  page bundled in ${Math.round(performance.now() - start)} ms`),
        (error) => console.error(`  the page was not bundled: ${error.message}`),
      );
    });
  };
  watch(join(root, "www"), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, 30);
  });
}
