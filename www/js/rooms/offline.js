// Keeps the page in the browser, for when there is no network, and offers a new version when one has come.

import { addressOf } from "../core/addresses.js";

/** @param {import("./rooms.js").Rooms} rooms */
export async function keepOffline(rooms) {
  const { offline } = /** @type {HTMLElement} */ (document.getElementById("main")).dataset;
  // Only a page that came by https, or from this machine, has what it takes; a page that is being worked on has no service worker.
  const container = navigator.serviceWorker;
  if (!offline || !container) return;
  const registration = await container.register(addressOf(offline), { updateViaCache: "none" });
  let isTaken = false;

  /** @param {ServiceWorker} worker a new version, which waits */
  function offer(worker) {
    function take() {
      isTaken = true;
      worker.postMessage("take over");
    }
    rooms.current().notify({ kind: "info", key: "offline.new_version", act: { key: "offline.take", does: take } });
  }

  /** Hears of a version that is being fetched. @param {ServiceWorker | null} worker */
  function follow(worker) {
    worker?.addEventListener("statechange", () => {
      // The first one takes nobody's place.
      if (worker.state === "installed" && container.controller) offer(worker);
    });
  }

  container.addEventListener("controllerchange", () => isTaken && location.reload());
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  if (registration.waiting && container.controller) offer(registration.waiting);
}
