// What `cargo xtask serve` has in the place of the service worker: one that was registered at the same address is gone with it, since
// it would show the page as it was.

const worker = /** @type {any} */ (self);
worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.registration.unregister()));

export {};
