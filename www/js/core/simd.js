// Whether the browser can run the module.

/** A module of one function that fills a vector of four with zeros. */
const zeros = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11];

/** What the browser lacks. @returns {"no_wasm" | "no_simd" | null} */
export function lacking() {
  if (typeof WebAssembly !== "object") return "no_wasm";
  return WebAssembly.validate(new Uint8Array(zeros)) ? null : "no_simd";
}
