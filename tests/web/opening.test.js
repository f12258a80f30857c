// What kind of file was opened.

import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf } from "../../www/js/rooms/opening/file.js";

/** @param {string} text */
const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const safetensors = bytes("\x50\x02\0\0\0\0\0\0{\"a\":{");

test("a file is known by its name, and by how it begins where its name says nothing", () => {
  for (const [name, head, kind] of /** @type {const} */ ([
    ["run.json", bytes('{"version": 2}'), "json"],
    ["weights.safetensors", safetensors, "weights"],
    ["weights", safetensors, "weights"],
    ["weights.npz", bytes("PK\x03\x04"), "weights"],
    ["download.zip", bytes("PK\x03\x04"), "weights"],
    ["network.onnx", bytes("\x08\x08\x12\x07Descent"), "onnx"],
    ["network", bytes("\x08\x08\x12\x07Descent"), "onnx"],
    ["empty.onnx", bytes(""), "onnx"],
    ["chapter.MD", bytes("# Title"), "chapter"],
    ["", bytes(""), "json"],
  ])) {
    assert.equal(kindOf(name, head), kind, name);
  }
});
