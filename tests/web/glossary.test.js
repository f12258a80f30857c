// The glossary: that it is whole, in both languages, and leads to what there is.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import temml from "temml";
import { glossary as en } from "../../www/i18n/en/glossary.js";
import { glossary as ko } from "../../www/i18n/ko/glossary.js";
import { common } from "../../www/i18n/en/common.js";
import { help } from "../../www/i18n/en/help.js";
import { namesOf } from "../../www/js/core/registry.js";
import { aliases, entries, groups, termNamed } from "../../www/js/rooms/help/entries.js";
import { fieldTerm } from "../../www/js/ui/term.js";

const read = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(`../../www/presets/${name}.json`, import.meta.url), "utf8")).map((/** @type {any} */ one) => one.name);

test("every word stands in one group, and is explained in both languages", () => {
  const names = Object.values(groups).flatMap((group) => Object.keys(group));
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual([...names].sort(), Object.keys(en).sort());
  assert.deepEqual(Object.keys(ko).sort(), Object.keys(en).sort());
  for (const group of Object.keys(groups)) assert.ok(`glossary.group.${group}` in help, group);
  for (const language of [en, ko]) {
    for (const [name, [title, text]] of Object.entries(language)) {
      assert.ok(title.length > 0 && title.length < 40, name);
      assert.match(text, /[.?]$/, name);
      assert.ok(text.length < 260, `${name} takes more than a sentence or two`);
    }
    assert.equal(new Set(Object.values(language).map(([title]) => title)).size, names.length, "no two have one name");
  }
});

test("every activation, loss and optimizer there is has its entry, with its formula where it is one", () => {
  for (const set of /** @type {const} */ (["activations", "losses", "optimizers"])) {
    for (const name of namesOf(set)) assert.equal(termNamed(name), name, `${set}: ${name}`);
  }
  for (const name of [...namesOf("activations"), ...namesOf("losses")]) assert.ok(entries[/** @type {keyof typeof entries} */ (name)].tex, name);
});

test("what an entry leads to is there", () => {
  const [experiments, races] = [read("experiments"), read("races")];
  for (const [name, { preset, race }] of Object.entries(entries)) {
    if (preset) assert.ok(experiments.includes(preset), `${name}: ${preset}`);
    if (race) assert.ok(races.includes(race), `${name}: ${race}`);
  }
  for (const [name, target] of Object.entries(aliases)) {
    assert.ok(!(name in entries), name);
    assert.ok(target in entries, target);
  }
});

test("every label that is a term leads to an entry, and terms named on the page are known", () => {
  const fields = Object.keys(common).filter((key) => key.startsWith("field.")).map((key) => key.slice("field.".length));
  const terms = fields.filter((field) => fieldTerm(field, "words") !== "words");
  assert.ok(terms.length > 20);
  assert.deepEqual(terms.filter((field) => !termNamed(field)), []);
  const named = readdirSync(new URL("../../www/js/", import.meta.url), { recursive: true }).map(String).filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...readFileSync(new URL(`../../www/js/${file}`, import.meta.url), "utf8").matchAll(/\bterm\("([\w ]+)"/g)].flatMap(([, names]) => names.split(" ")));
  assert.ok(named.length > 8);
  assert.deepEqual(named.filter((name) => !termNamed(name)), []);
  for (const name of ["constructor", "toString", "no_such_word"]) assert.equal(termNamed(name), undefined);
});

test("every formula is TeX", () => {
  for (const [name, { tex }] of Object.entries(entries)) {
    for (const one of tex?.split(" , ") ?? []) assert.match(temml.renderToString(one, { throwOnError: true, strict: true }), /^<math/, name);
  }
});

test("every kind of layer has its entry", () => {
  assert.deepEqual(namesOf("layers").filter((kind) => !termNamed(kind)), []);
});
