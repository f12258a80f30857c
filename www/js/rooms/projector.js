// Projector mode: large letters, high contrast, few controls, and the full screen where the browser gives it.

import { loadMoreStyles } from "../ui/more_styles.js";

/** Begins or ends it. */
export async function toggleProjector() {
  const root = document.documentElement;
  await loadMoreStyles();
  const isOn = root.classList.toggle("projector");
  // An embedded page may not fill the screen: it is large within its frame.
  if (isOn) await root.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) await document.exitFullscreen();
  document.addEventListener("fullscreenchange", leave);
}

/** Leaving the full screen by the browser's own key ends it, too. */
function leave() {
  if (!document.fullscreenElement) document.documentElement.classList.remove("projector");
}
