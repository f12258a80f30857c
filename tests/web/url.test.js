import assert from "node:assert/strict";
import { test } from "node:test";
import { joinRoom, readLink, splitRoom, writeLink } from "../../www/js/url.js";

test("what is written into a link is read back", () => {
  const partial = {
    data: { dataset: "spiral", noise: 0.2, features: ["x1", "sin_x2"], points: [[0.5, -1, 1]] },
    network: { layers: [{ name: "a b", units: 3, activation: { activation: "elu", alpha: 0.5 } }] },
    training: { batch_size: "all", stop_epoch: null },
    seed: 7,
  };
  assert.deepEqual(readLink(`#${writeLink(partial)}`), partial);
});

test("an experiment like the default has an empty link", () => {
  assert.equal(writeLink({}), "");
  assert.deepEqual(readLink(""), {});
  assert.deepEqual(readLink("#"), {});
});

test("text that looks like a number or a keyword stays text", () => {
  for (const name of ["12", "true", "null", "-", '"quoted"', "a&b=c", "50%"]) {
    assert.deepEqual(readLink(writeLink({ name })), { name });
  }
});

test("a link that cannot be read names the part that is wrong", () => {
  for (const [hash, part] of [["#seed=1&nonsense", "nonsense"], ["#seed=%E0%A4%A", "seed=%E0%A4%A"], ["#seed=1&seed.x=2", "seed.x=2"]]) {
    assert.throws(() => readLink(hash), { message: part });
  }
});

test("a link cannot reach the prototype of an object", () => {
  assert.throws(() => readLink("#__proto__.polluted=1"));
  readLink("#constructor.prototype.polluted=1");
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("a link names its room, and the first room needs no name", () => {
  const rooms = /** @type {const} */ (["playground", "optimizers"]);
  for (const [hash, room, rest] of [
    ["", "playground", ""], ["#seed=3", "playground", "seed=3"], ["#nonsense", "playground", "nonsense"],
    ["#optimizers", "optimizers", ""], ["#optimizers&seed=3", "optimizers", "seed=3"], ["#optimizers=1", "playground", "optimizers=1"],
  ]) {
    assert.deepEqual(splitRoom(hash, rooms), { room, rest });
    assert.equal(joinRoom(room, rest, rooms), hash.replace("#", ""));
  }
});
