// Marks on the curves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placed } from "../../www/js/figures/curves/marks.js";

const plot = { left: 100, right: 300, low: 0, high: 10 };
const mark = (epoch, change, learning_rate = 0.1) => ({ epoch, change, learning_rate });

test("a mark stands at its epoch, and one beyond the chart at none", () => {
  assert.deepEqual(placed([mark(5, "data"), mark(11, "data")], plot).map(({ at }) => at), [200]);
});

test("of the many changes of a slider the last is told; another kind at the same place has its own mark", () => {
  const slid = [mark(5, "learning_rate", 0.1), mark(5.1, "learning_rate", 0.2), mark(5.2, "learning_rate", 0.3), mark(5.2, "network")];
  assert.deepEqual(placed(slid, plot).map(({ mark: { change, learning_rate } }) => [change, learning_rate]), [["learning_rate", 0.3], ["network", 0.1]]);
});
