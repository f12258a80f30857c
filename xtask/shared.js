// What the bundle of the page and the page of one file are built with alike.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** The modules with what JavaScript needs to call them, and their types: the page's own, which its sources know as `#core`, and
 * the one that is loaded when it is asked for, `#desk`. */
export const modules = join(root, "target/page");
/** The oldest browsers with all that the page needs. The README and the page name them too. */
const target = ["chrome99", "edge99", "firefox102", "safari16.4"];

export const languages = ["en", "ko"];

/** What all builds have in common. */
export const shared = {
  absWorkingDir: root, bundle: true, minify: true, sourcemap: true, metafile: true, target, logLevel: "warning",
  entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", legalComments: "none", charset: "utf8",
};

/** A path as esbuild and the page write it, on every system. */
export const slashes = (path) => path.replaceAll("\\", "/");

/** The chapters of a language as one script: their texts by the names of their folders, in order. */
export const lessons = {
  name: "lessons",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#lessons\// }, ({ path }) => ({ path: path.slice("#lessons/".length), namespace: "lessons" }));
    onLoad({ filter: /.*/, namespace: "lessons" }, ({ path: language }) => {
      const folder = join(root, "www/lessons");
      const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
      const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name, `${language}.md`), "utf8")]));
      return { contents: `export const chapters = ${JSON.stringify(texts)};` };
    });
  },
};
