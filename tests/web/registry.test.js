// What the core can do has its words, its controls and its ranges on the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentsOf as layerArguments } from "../../www/js/model/builder/arguments.js";
import { kinds } from "../../www/js/model/builder/kinds.js";
import { optimizers } from "../../www/js/model/optimizer_controls.js";
import { argumentsOf, dataGroups, namesOf, rangeOf } from "../../www/js/core/registry.js";
import { tasks } from "../../www/js/rooms/playground/data/tasks.js";
import { loadMoreWords, loadTranslator } from "../../www/js/ui/i18n.js";

/** Every key that a set needs, by what each of its members is called. */
const keys = [
  ...namesOf("activations").map((name) => `activation.${name}`),
  ...namesOf("losses").flatMap((name) => [`loss.${name}`, ...Object.keys(argumentsOf("losses", name)).map((one) => `field.${one}`)]),
  ...namesOf("optimizers").flatMap((name) => [
    `optimizer.${name}`, `optimizer.${name}.hint`, ...Object.keys(argumentsOf("optimizers", name)).map((one) => `field.${one}`),
  ]),
  ...namesOf("contestants").flatMap((name) => [`kind.${name}`, `kind.${name}.hint`]),
  ...namesOf("schedules").map((name) => `schedule.${name}`),
  ...namesOf("initializers").map((name) => `initializer.${name}`),
  ...namesOf("layers").map((name) => `layer.${name}`),
  ...[...dataGroups.classes, ...dataGroups.plane, ...dataGroups.curve, "drawn"].flatMap((name) => [`dataset.${name}`, `dataset.${name}.hint`]),
  "dataset.function",
  ...tasks.map(({ name }) => `task.${name}`),
  ...namesOf("surfaces").flatMap((name) => [`surface.${name}`, `surface.${name}.lesson`]),
];

test("every member of a closed set and every argument has words in both languages", async () => {
  for (const language of /** @type {const} */ (["en", "ko"])) {
    await loadMoreWords(language);
    const t = await loadTranslator(language);
    assert.deepEqual(keys.filter((key) => t(key) === key), [], `words that www/i18n/${language} does not have`);
  }
});

test("every parameter of an optimizer has a control, whose slider stays within what the core takes", () => {
  for (const name of namesOf("optimizers")) {
    const wanted = Object.keys(argumentsOf("optimizers", name)).filter((one) => one !== "learning_rate");
    const controls = optimizers[name];
    assert.ok(wanted.length > 0, name);
    assert.deepEqual(controls.map(({ path }) => path.replace("optimizer.", "")).sort(), wanted.sort(), name);
    for (const control of controls) {
      if (control.kind !== "range") continue;
      const { low, high } = rangeOf("optimizers", name, control.path.replace("optimizer.", ""));
      assert.ok(low <= control.low && control.high <= high, `${name}: ${control.path}`);
    }
  }
});

test("switches are told of, too", () => {
  const switches = namesOf("optimizers").flatMap((name) => optimizers[name].filter(({ kind }) => kind === "switch").map(({ path }) => path));
  assert.deepEqual([...new Set(switches)].sort(), ["optimizer.amsgrad", "optimizer.centered", "optimizer.nesterov"]);
});

test("every number of a layer has a range", () => {
  assert.deepEqual([...kinds].sort(), namesOf("layers").sort());
  for (const kind of kinds) assert.doesNotThrow(() => layerArguments(kind), kind);
});

test("every data set is offered: by its picture, or as a task with its tile", () => {
  assert.deepEqual(Object.values(dataGroups).flat().sort(), namesOf("data_sets").sort());
  const tiles = tasks.flatMap(({ is }) => dataGroups.task.filter((dataset) => is({ dataset, file: "iris" })));
  assert.deepEqual([...new Set(tiles)].sort(), [...dataGroups.task].sort());
});
