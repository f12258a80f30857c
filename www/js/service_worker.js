// Keeps a whole version of the page in the browser, and answers from it: without a network the page opens as with one. A new
// version is fetched whole, checked, and waits until a person takes it or no tab has the old one open. Pages of the version before find
// their files in its cache, so that no page is made of two.

/** The service worker's own globals. @type {any} */
const worker = self;
const { version, files } = OFFLINE;
const { scope } = worker.registration;
const prefix = `descent ${scope} `;
const cacheName = prefix + version;
const pageAddress = new URL("./", scope).href;

/** @param {ArrayBuffer} bytes */
async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A file as it was built: what the version before has under the same name and of the same content is not fetched again.
 * @param {string} address @param {string} hash */
async function whole(address, hash) {
  const known = await caches.match(address);
  if (known && (await hashOf(await known.clone().arrayBuffer())) === hash) return known;
  const response = await fetch(address, { cache: address === pageAddress ? "reload" : "default" });
  if (!response.ok || (await hashOf(await response.clone().arrayBuffer())) !== hash) throw new Error(`${address} is not of this version`);
  return response;
}

async function keepAll() {
  const cache = await caches.open(cacheName);
  for (const [name, hash] of Object.entries(files)) {
    const address = new URL(name, scope).href;
    await cache.put(address, await whole(address, hash));
  }
}

/** The version before stays for its pages; those before that are gone. */
async function forgetOld() {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  for (const name of others.slice(0, -1)) await caches.delete(name);
}

/** @param {Request} request */
async function answer(request) {
  const { pathname } = new URL(request.url);
  const isPage = request.mode === "navigate" && [pageAddress, `${pageAddress}index.html`].includes(new URL(pathname, scope).href);
  // Whoever asks for a file anew has found that it is damaged.
  if (request.cache === "reload" && !isPage) return fetch(request);
  const own = await (await caches.open(cacheName)).match(isPage ? pageAddress : request);
  return own ?? (await caches.match(request)) ?? fetch(request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOld()));
worker.addEventListener("message", (/** @type {MessageEvent} */ { data }) => data === "take over" && worker.skipWaiting());
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});

export {};
