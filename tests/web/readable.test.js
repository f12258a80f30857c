import assert from "node:assert/strict";
import { test } from "node:test";
import { readings } from "../../www/js/model/link/mending.js";
import { UnreadablePart, readReadable, splitRoom } from "../../www/js/model/link/readable.js";

test("a link of version 1 is read as it was written", () => {
  const partial = {
    data: { dataset: "spiral", noise: 0.2, features: ["x1", "sin_x2"], points: [[0.5, -1, 1]] },
    network: { layers: [{ name: "a b", units: 3, activation: { activation: "elu", alpha: 0.5 } }] },
    training: { batch_size: "all", stop_epoch: null },
    seed: 7,
  };
  const link = 'data.dataset=spiral&data.noise=0.2&data.features=["x1","sin_x2"]&data.points=[[0.5,-1,1]]&network.layers=[{"name":"a%20b","units":3,"activation":{"activation":"elu","alpha":0.5}}]&training.batch_size=all&training.stop_epoch=null&seed=7';
  assert.deepEqual(readReadable(link), partial);
});

test("a link may be written by hand", () => {
  assert.deepEqual(readReadable('data={"dataset":"spiral"}&data.noise=0.3&seed=3'), { data: { dataset: "spiral", noise: 0.3 }, seed: 3 });
  assert.deepEqual(readReadable(""), {});
});

test("text that looks like a number or a keyword is text in quotation marks", () => {
  for (const [written, name] of [['"12"', "12"], ['"true"', "true"], ['"-"', "-"], ['"%5C"quoted%5C""', '"quoted"'], ["a%26b%3Dc", "a&b=c"], ["50%25", "50%"], ["2024.csv", "2024.csv"]]) {
    assert.deepEqual(readReadable(`name=${written}`), { name });
  }
});

test("a link that cannot be read names the part that is wrong", () => {
  for (const [link, part, problem] of [
    ["seed=1&nonsense", "nonsense", "part"], ["seed=%E0%A4%A", "seed=%E0%A4%A", "part"], ["seed=1&seed.x=2", "seed.x=2", "part"],
    ['seed=1&network.layers=[{"name":"x"', 'network.layers=[{"name":"x"', "unfinished"], ['data={"dataset":"spiral"', 'data={"dataset":"spiral"', "unfinished"], ['data.file="a', 'data.file="a', "unfinished"],
  ]) {
    assert.throws(() => readReadable(link), (error) => error instanceof UnreadablePart && error.message === part && error.problem === problem, link);
  }
});

test("a link cannot reach the prototype of an object", () => {
  for (const link of ["__proto__.polluted=1", "data.__proto__.polluted=1", "data.__proto__=1", 'data={"__proto__":{"polluted":1}}', "constructor.prototype.polluted=1"]) {
    try {
      readReadable(link);
    } catch (error) {
      assert.ok(error instanceof UnreadablePart);
    }
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
  }
});

test("a link names its room, and the first room needs no name", () => {
  const rooms = /** @type {const} */ (["playground", "optimizers"]);
  for (const [text, room, rest] of [
    ["", "playground", ""], ["seed=3", "playground", "seed=3"], ["nonsense", "playground", "nonsense"],
    ["optimizers", "optimizers", ""], ["optimizers&seed=3", "optimizers", "seed=3"], ["optimizers=1", "playground", "optimizers=1"],
  ]) assert.deepEqual(splitRoom(text, rooms), { room, rest });
});

test("what others do to a link is undone, one thing after the other", () => {
  const link = 'data={"dataset":"spiral","noise":0.3}&seed=12';
  for (const changed of [
    `${link}&utm_source=kakao`, `utm_source=x&${link}`, `${link}&fbclid=IwAR`, `${link}?utm_source=x`, link.replace("&", "&amp;"), encodeURIComponent(link), encodeURIComponent(encodeURIComponent(link)), encodeURI(link),
    encodeURIComponent(`${link}&utm_source=x`), link.replaceAll('"', "&quot;"), link.replaceAll('"', "%26quot%3B"), link.replace(/"(\w+)"/g, "\u201c$1\u201d"), `${link}).`, `${link},`, `${link}]`, `${link}>`, `${link}…`, `${link}"`,
    link.replace("spiral", "spi\u200bral"), link.replace("noise", "noi\r\nse"), link.replace("noise", "noi%0Ase"), `${link}%20`, `${link}).%0A`, `${link}%29.`,
  ]) {
    const read = readings(changed).flatMap((reading) => {
      try {
        return [readReadable(reading)];
      } catch {
        return [];
      }
    });
    assert.ok(read.some((partial) => JSON.stringify(partial) === '{"data":{"dataset":"spiral","noise":0.3},"seed":12}'), changed);
  }
});

test("the first reading is the link as it is", () => {
  for (const link of ["", "seed=3", "optimizers&formula=x^2+y^2", "data.file=a).csv", "data.noise=9"]) assert.equal(readings(link)[0], link);
});
