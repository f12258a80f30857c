// Exercises and answers, as links carry them and as they are checked, with a core that is played.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenLock, hideNames, leastOf, locksOf, readAnswers, readExercise } from "../../www/js/model/exercise.js";
import { checkAnswer, continued, csvOf, linksIn, tasksAmong } from "../../www/js/model/hand_in.js";
import { createLinks } from "../../www/js/model/link/link.js";
import { en } from "../../www/i18n/en.js";
import { more } from "../../www/i18n/en_more.js";

const experiment = (change = {}) => ({
  data: { dataset: "circle", samples: 100, noise: 0, train_fraction: 0.5, features: ["x1"] }, network: { layers: [{ name: "y", layer: "dense", units: 1, activation: "tanh" }], outputs: ["y"] },
  losses: {}, loss_weights: {}, optimizer: { optimizer: "sgd", learning_rate: 0.1, schedule: "constant" }, training: { batch_size: 10 }, seed: 1, seeds: {}, ...change,
});

test("what a link says of an exercise is read whatever it says, and written as little as can be", () => {
  const given = { text: "Do it", goals: "gap <= 0.1", lock: ["data", "nothing"], hide: ["play"], language: "ko", solutionAfter: 1, extra: 3 };
  const exercise = readExercise(given);
  assert.deepEqual([exercise.lock, exercise.hide, exercise.solutionAfter, exercise.language], [["data"], ["play"], false, "ko"]);
  assert.deepEqual(leastOf(exercise), { text: "Do it", goals: "gap <= 0.1", hide: ["play"], lock: ["data"], language: "ko" });
  for (const odd of [null, 3, [], { text: 4, lock: "data", language: "fr" }]) assert.deepEqual(leastOf(readExercise(odd)), {});
  assert.deepEqual(readAnswers({ name: "A", reached: [true, 1] }), { name: "A", answer: "", reached: [true, false] });
});

test("a lock holds its part, and only that", () => {
  const locks = ["data", "learning_rate", "activation"];
  const broken = (change) => brokenLock(locks, experiment(), experiment(change));
  assert.equal(broken({}), null);
  assert.equal(broken({ data: { ...experiment().data, noise: 0.2 } }), "data");
  assert.equal(broken({ data: { ...experiment().data, features: ["x2"] } }), null);
  assert.equal(broken({ optimizer: { optimizer: "sgd", learning_rate: 0.2, schedule: "constant" } }), "learning_rate");
  assert.equal(broken({ training: { batch_size: 1 } }), null);
  assert.deepEqual(locksOf(readExercise({ hide: ["data", "code"], lock: ["play"] })), ["data", "play"]);
});

test("fixed data are the same points: their seed is fixed with them, and that of the weights is not", () => {
  const broken = (change) => brokenLock(["data"], experiment(), experiment(change));
  assert.equal(broken({ seed: 2 }), "data");
  assert.equal(broken({ seeds: { data: 2 } }), "data");
  assert.equal(broken({ seed: 2, seeds: { data: 1 } }), null);
  assert.equal(broken({ seeds: { weights: 2, order: 2 } }), null);
});

test("every lock has its words", () => {
  for (const name of hideNames) assert.ok(`lock.${name}` in more || `lock.${name}` in en, name);
});

test("links carry exercise and answers", () => {
  const links = createLinks(["playground"]);
  const link = { room: "playground", version: 2, content: { seed: 3 }, view: {}, journal: { step: 4 }, exercise: { goals: "gap <= 1" }, answers: { name: "Mina" } };
  assert.deepEqual(links.read(links.write(link)), { link, damage: null, left: [], mended: false });
});

const lab = { version: 2, upgrade: (partial) => ({ partial, kept: [] }), complete: (partial) => ({ ...experiment(), ...partial }) };
const goal = (reached) => ({ quantity: "test_loss", comparison: "<=", target: 0.2, value: reached ? 0.1 : 0.3, reached });
const handed = (change = {}) => ({
  room: "playground", version: 2, content: {}, view: {}, exercise: { goals: "test_loss <= 0.2", lock: ["data"] }, answers: { name: "Mina", answer: "More units", reached: [true] },
  journal: { experiment: {}, edits: [], step: 9, fingerprint: "abc" }, ...change,
});
const follow = (event) => async () => ({ type: "replayed", step: 9, epoch: 3, fingerprint: "abc", set_by_hand: 0, goals: [goal(true)], ...event });

test("goals count where the replay has the same weights at the same step", async () => {
  const told = async (link, event, task) => {
    const { verdict, reached, what, wrong } = await checkAnswer(lab, link, task, undefined, follow(event));
    return [verdict, reached, what ?? wrong?.field];
  };
  assert.deepEqual(await told(handed(), {}), ["same", true, undefined]);
  assert.deepEqual(await told(handed(), { goals: [goal(false)] }), ["same", false, undefined]);
  assert.deepEqual(await told(handed(), { fingerprint: "abd" }), ["differs", false, undefined]);
  assert.deepEqual(await told(handed({ journal: { experiment: {}, step: 9 } }), {}), ["differs", false, undefined], "without a fingerprint nothing is proven");
  assert.deepEqual(await told(handed(), { step: 5 }), ["short", false, undefined]);
  assert.deepEqual(await told(handed({ journal: undefined }), {}), ["no_run", false, undefined]);
  assert.deepEqual(await told(handed({ journal: { step: -1 } }), {}), ["unreadable", false, undefined]);
  for (const edits of [[null], [{ step: 3, edit: null }]]) assert.deepEqual(await told(handed({ journal: { experiment: {}, edits, step: 9 } }), {}), ["unreadable", false, undefined]);
  const noise = { data: { ...experiment().data, noise: 0.4 } };
  assert.deepEqual(await told(handed({ journal: { experiment: noise, step: 9, fingerprint: "abc" } }), {}), ["locked", false, "data"]);
  assert.deepEqual(await told(handed({ journal: { experiment: {}, edits: [{ step: 3, edit: { configure: noise } }], step: 9, fingerprint: "abc" } }), {}), ["locked", false, "data"]);
  assert.deepEqual(await told(handed({ exercise: { goals: "", lock: [] }, journal: { experiment: noise, step: 9, fingerprint: "abc" } }), {}, handed()), ["locked", false, "data"], "the teacher's own exercise counts");
});

test("links are found among words, and cells are no formulas", () => {
  const found = linksIn("Mina: https://a.org/x/#d2-playground-AB_c-9 and\n#d2-optimizers-QQ; d2-playground-Z");
  assert.deepEqual(found.map(({ link }) => link), ["https://a.org/x/#d2-playground-AB_c-9", "#d2-optimizers-QQ", "d2-playground-Z"]);
  assert.equal(csvOf([["a,b", '"', "=1+1", null, -3]]), '\ufeff"a,b","""",\'=1+1,,\'-3\r\n');
});

test("links within links of mail programs are found", () => {
  const [{ link }] = linksIn("https://eur01.safelinks.example.com/?url=https%3A%2F%2Fa.org%2Fx%2F%23d2-playground-AB_c-9&data=05%7C02");
  assert.match(link, /a\.org\/x\/#d2-playground-AB_c-9$/);
});

test("a link that mail has parted in lines is put together again by the letters it lacks", () => {
  const [first, second] = linksIn("> https://a.org/#d2-playground-ABCD=\n> EFGH\n> IJ\n\nMina\n\nd2-playground-Z");
  assert.equal(continued(first, 6), "https://a.org/#d2-playground-ABCDEFGHIJ");
  assert.equal(continued(first, null), null);
  assert.equal(continued(second, 1), null, "there is nothing after the last");
});

test("answers to different tasks are told apart", () => {
  assert.equal(tasksAmong([handed(), handed({ answers: {} })]), 1);
  assert.equal(tasksAmong([handed(), handed({ exercise: { goals: "epoch >= 0", lock: ["data"] } })]), 2);
});
