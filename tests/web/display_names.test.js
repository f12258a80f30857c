// Names of configs and files in the reader's words: layers of the examples, columns and classes of the tables that come with the
// page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { layerWords } from "../../www/js/model/layer_names.js";
import { isShipped, withWords } from "../../www/js/model/shipped.js";
import { loadMoreWords, loadTranslator } from "../../www/js/ui/i18n.js";

const read = (/** @type {string} */ name) => readFileSync(new URL(`../../www/data/${name}`, import.meta.url), "utf8");

test("layers that the page named have words, and others keep their names", async () => {
  const t = await loadTranslator("ko");
  await loadMoreWords("ko");
  assert.deepEqual(["hidden_1", "output", "zip_code", "my_layer_2", "12"].map((name) => layerWords(name, t)), ["은닉층 1", "출력", "우편번호", "my_layer_2", "12"]);
});

test("every column and class of the tables that come with the page has words in both languages", async () => {
  const data = (/** @type {string} */ text) => /** @type {any} */ ({ axes: [{ label: { text } }], target: { label: { text } }, inputs: [{ columns: [{ label: { text }, categories: [{ text }, { text: "2" }] }] }], targets: [{ column: { label: { key: "axis.x" }, categories: [] } }] });
  for (const language of /** @type {const} */ (["en", "ko"])) {
    const t = await loadTranslator(language);
    await loadMoreWords(language);
    for (const file of ["iris", "wine", "breast_cancer", "diabetes"]) {
      const [header, ...rows] = read(`${file}.csv`).trim().split("\n").map((line) => line.split(","));
      const classes = rows.map((row) => row[row.length - 1]).filter((value) => !/^\d/.test(value));
      for (const name of new Set([...header, ...classes])) {
        const { axes, target, inputs, targets } = withWords(data(name));
        const key = `column.${name}`;
        assert.deepEqual([axes[0].label, target.label, inputs[0].columns[0].label, ...inputs[0].columns[0].categories], [{ key }, { key }, { key }, { key }, { text: "2" }]);
        assert.deepEqual(targets[0].column.label, { key: "axis.x" });
        assert.notEqual(t(key), key);
        if (language === "ko") assert.match(t(key), /[가-힣]|LDL|HDL/, key);
      }
    }
  }
  assert.ok(isShipped(/** @type {any} */ ({ dataset: "table", file: "iris" })) && !isShipped(/** @type {any} */ ({ dataset: "table", file: "own.csv" })));
});
