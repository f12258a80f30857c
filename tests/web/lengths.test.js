// How long the page's functions are, read by TypeScript's parser.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../www/js", import.meta.url));

/** Lines a function may have without saying why. */
const most = 80;

/** Functions of a source that are longer, but for those with the reason in the comment above: `One closure, because ...` or
 * `One function, because ...`. @param {string} name @param {string} text */
function unexplained(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  function visit(node) {
    const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node);
    if (isFunction) {
      const [first, last] = [node.getStart(source), node.getEnd()].map((at) => source.getLineAndCharacterOfPosition(at).line);
      /** @type {ts.Node} */
      let statement = node;
      while (!ts.isStatement(statement) && !ts.isMethodDeclaration(statement)) statement = statement.parent;
      const above = text.slice(statement.getFullStart(), statement.getStart(source));
      if (last - first >= most && !/\bOne (closure|function), because\b/.test(above)) {
        const called = statement.getText(source).match(/(?:function|const|let)\s+(\w+)/)?.[1] ?? "a function";
        found.push(`${name}: ${called} has ${last - first + 1} lines`);
      }
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

test("a long function is found, and one that says why it is long is not", () => {
  const body = "  work();\n".repeat(most);
  assert.deepEqual(unexplained("a.js", `function long() {\n${body}}`), ["a.js: long has 82 lines"]);
  assert.deepEqual(unexplained("b.js", `/** One closure, because\n * all share a state. */\nexport function long() {\n${body}}`), []);
  assert.deepEqual(unexplained("c.js", `const long = () => {\n${body}};`), ["c.js: long has 82 lines"]);
});

test(`no function of the page has more than ${most} lines without its reason above`, () => {
  const files = readdirSync(root, { recursive: true }).map(String).filter((file) => file.endsWith(".js") && file !== join("core", "registry_data.js"));
  assert.deepEqual(files.flatMap((file) => unexplained(file.replaceAll("\\", "/"), readFileSync(join(root, file), "utf8"))), []);
});
