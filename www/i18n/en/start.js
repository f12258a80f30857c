export const start = {
  "page.missing": "Part of Descent failed to load: {what}. Check the connection, then load the page again.",
  "page.damaged": "Part of Descent arrived incomplete or damaged: {what}. Check the connection, then load the page again.",
  "page.no_script": "Descent needs JavaScript, which is turned off in this browser.",
  "page.no_wasm": "Descent needs WebAssembly, which this browser lacks or has turned off.",
  "page.no_simd": "Descent needs SIMD in WebAssembly, which this browser lacks.",
  "page.blocked": "A security policy of this browser or this site keeps Descent from running WebAssembly: {what}",
  "page.no_worker": "A security policy of this browser or this site keeps Descent from starting a worker: {what}",
  "page.broken": "Descent could not start: {what}",
  "page.browsers": "It runs in Chrome and Edge from version 99, Firefox from 102 and Safari from 16.4.",
  "page.again": "Load again",
};
