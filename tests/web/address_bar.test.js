import assert from "node:assert/strict";
import { test } from "node:test";
import { createAddressBar, writeAddress } from "../../www/js/model/address_bar.js";

test("an address is written with a step of the way back or without", () => {
  /** @type {string[]} */
  const calls = [];
  const history = /** @type {any} */ ({
    pushState: (/** @type {any[]} */ ...all) => calls.push(`push ${all[2]}`),
    replaceState: (/** @type {any[]} */ ...all) => calls.push(`replace ${all[2]}`),
  });
  assert.equal(writeAddress("push", "#a", history), true);
  assert.equal(writeAddress("replace", "#b", history), true);
  assert.deepEqual(calls, ["push #a", "replace #b"]);
});

test("a browser that refuses an address throws nothing at the page", () => {
  const refuse = () => {
    throw new Error("SecurityError: Attempt to use history.replaceState() more than 100 times per 30 seconds");
  };
  const history = /** @type {any} */ ({ pushState: refuse, replaceState: refuse });
  assert.equal(writeAddress("push", "#a", history), false);
  assert.equal(writeAddress("replace", "#a", history), false);
});

/** A window whose clock is moved by hand. `refuses` is what its browser does. */
function fakeWindow() {
  let now = 0;
  /** @type {{ at: number, work: () => void }[]} */
  let timers = [];
  /** @type {Record<string, (() => void)[]>} */
  const listeners = {};
  /** @type {string[]} */
  const addresses = [];
  const fake = {
    refuses: false,
    addresses,
    performance: { now: () => now },
    setTimeout(/** @type {() => void} */ work, /** @type {number} */ millis) {
      const timer = { at: now + millis, work };
      timers.push(timer);
      return timer;
    },
    clearTimeout: (/** @type {any} */ timer) => void (timers = timers.filter((one) => one !== timer)),
    addEventListener: (/** @type {string} */ type, /** @type {() => void} */ listen) => void (listeners[type] ??= []).push(listen),
    fire: (/** @type {string} */ type) => listeners[type]?.forEach((listen) => listen()),
    history: {
      replaceState(/** @type {any} */ _state, /** @type {string} */ _title, /** @type {any} */ address) {
        if (fake.refuses) throw new Error("too often");
        addresses.push(address);
      },
      pushState: () => {},
    },
    wait(/** @type {number} */ millis) {
      for (const end = now + millis; ; ) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) return void (now = end);
        now = next.at;
        timers = timers.filter((one) => one !== next);
        next.work();
      }
    },
  };
  return fake;
}

/** A bar whose address is `text`. @param {ReturnType<typeof fakeWindow>} fake */
function barOf(fake) {
  let text = "";
  let shown = "";
  const bar = createAddressBar(() => (text === shown ? null : text), () => (shown = text), /** @type {any} */ (fake));
  return (/** @type {string} */ next) => ((text = next), bar.later());
}

test("the address is written once, when changes have come to rest", () => {
  const fake = fakeWindow();
  const change = barOf(fake);
  for (let at = 0; at < 100; at++) {
    change(`#${at}`);
    fake.wait(100);
  }
  assert.deepEqual(fake.addresses, []);
  fake.wait(300);
  assert.deepEqual(fake.addresses, ["#99"]);
});

test("the address is not written while a pointer is down and moves, and soon after it is up", () => {
  const fake = fakeWindow();
  const change = barOf(fake);
  fake.fire("pointerdown");
  for (let at = 0; at < 80; at++) {
    change(`#${at}`);
    fake.wait(500);
  }
  assert.deepEqual(fake.addresses, []);
  fake.fire("pointerup");
  fake.wait(300);
  assert.deepEqual(fake.addresses, ["#79"]);
});

test("however often things change, a browser that allows a hundred addresses in thirty seconds has no reason to refuse", () => {
  const fake = fakeWindow();
  const change = barOf(fake);
  for (let at = 0; at < 60 / 0.26; at++) {
    change(`#${at}`);
    fake.wait(260);
  }
  fake.wait(2000);
  assert.ok(fake.addresses.length <= 80, String(fake.addresses.length));
  assert.equal(fake.addresses.at(-1), `#${Math.ceil(60 / 0.26) - 1}`);
});

test("an address that was refused is written later", () => {
  const fake = fakeWindow();
  const change = barOf(fake);
  fake.refuses = true;
  change("#a");
  fake.wait(5000);
  fake.refuses = false;
  assert.deepEqual(fake.addresses, []);
  fake.wait(10_000);
  assert.deepEqual(fake.addresses, ["#a"]);
});
