// What is likely to be asked for next is fetched while there is nothing else to do, so that it opens at once.

import { cards } from "./figures/network/figure.js";
import { loadTranslator } from "./ui/i18n.js";
import { loadMoreStyles } from "./ui/more_styles.js";
import { experimentPresets, racePresets } from "./model/presets.js";

const idle = () => new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 2000 }) : setTimeout(resolve, 200)));

const parts = [
  async () => cards.bring(), loadMoreStyles,
  () => import("./model/link/link.js"),
  () => import("./rooms/optimizers/room.js"), () => import("./rooms/runs/room.js"), () => import("./rooms/presets.js"), () => import("./rooms/playground/preset_pictures.js"), () => import("./figures/builder/figure.js"), experimentPresets, () => import("./figures/tasks/views.js"), () => import("./figures/network/layers.js"), () => import("./rooms/playground/data/tables.js"), racePresets,
  () => loadTranslator("en"), () => loadTranslator("ko"),
];

/** @param {import("./rooms/rooms.js").Rooms} rooms */
export async function fetchAhead(rooms) {
  for (const part of parts) {
    await idle();
    // What does not come now is asked for again when it is needed, and missed then.
    await part().catch(() => {});
  }
  await rooms.prepare("optimizers", idle).catch(() => {});
  await idle();
  // A browser that keeps nothing still runs the page.
  await import("./rooms/offline.js").then(({ keepOffline }) => keepOffline(rooms)).catch(() => {});
}
