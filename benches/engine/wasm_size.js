// What the page's WebAssembly weighs, and which module of the code weighs how much.
// The binary format: https://webassembly.github.io/spec/core/binary/modules.html, names in its appendix.

import { constants, brotliCompressSync } from "node:zlib";

export const LIMIT_BYTES = 420_000;
const SECTIONS = { 2: "imports", 9: "elements", 10: "code", 11: "data" };

/** Bytes as they are, and as brotli at its best. @param {Uint8Array} bytes */
export function wasmSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return { raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** Bytes by section, and those of the code by module, largest first. @param {Uint8Array} bytes of a module with names */
export function wasmParts(bytes) {
  const found = sections(bytes);
  const sized = found.filter(({ name }) => name !== "code" && name !== "names");
  const parts = new Map(sized.map(({ name, size }) => [`(${name})`, size]));
  for (const [name, size] of functions(bytes, found)) parts.set(moduleOf(name), (parts.get(moduleOf(name)) ?? 0) + size);
  return [...parts].sort(([, one], [, other]) => other - one);
}

/** Reads unsigned LEB128 numbers and strings from a place on. */
function reader(bytes, at) {
  return {
    get at() {
      return at;
    },
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
    },
    text() {
      const length = this.number();
      at += length;
      return new TextDecoder().decode(bytes.subarray(at - length, at));
    },
    skip: (count) => (at += count),
  };
}

function sections(bytes) {
  const found = [];
  for (const read = reader(bytes, 8); read.at < bytes.length; ) {
    const start = read.at;
    const id = bytes[start];
    read.skip(1);
    const size = read.number();
    const end = read.at + size;
    const body = reader(bytes, read.at);
    const isNames = id === 0 && body.text() === "name";
    found.push({ name: isNames ? "names" : (SECTIONS[id] ?? "others"), start, end, size: end - start, body: isNames ? body.at : read.at });
    read.skip(size);
  }
  return found;
}

/** Name and size of every function. */
function functions(bytes, parts) {
  const names = new Map();
  const named = parts.find(({ name }) => name === "names");
  for (const read = reader(bytes, named?.body ?? 0); named && read.at < named.end; ) {
    const kind = bytes[read.at];
    read.skip(1);
    const size = read.number();
    if (kind !== 1) read.skip(size);
    else for (let count = read.number(); count > 0; count -= 1) names.set(read.number(), read.text());
  }
  const read = reader(bytes, parts.find(({ name }) => name === "code").body);
  const count = read.number();
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === "function").length;
  return Array.from({ length: count }, (_, index) => {
    const start = read.at;
    const size = read.number();
    read.skip(size);
    return [names.get(imported + index) ?? "(unnamed)", read.at - start];
  });
}

/** `<engine::nn::loss::Loss>::form` belongs to `engine::nn`, `core::fmt::write` to `core`. */
function moduleOf(name) {
  if (name.startsWith("(")) return name;
  const path = name.replaceAll(/\[[0-9a-f]+\]/g, "").match(/\b([a-z_]\w*)::(\w+)/);
  if (!path) return "(exports and others)";
  return ["descent", "engine"].includes(path[1]) ? path[0] : path[1];
}
