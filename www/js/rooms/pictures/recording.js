// Records figures while a run goes on, as a video: a canvas on which they are painted where they stand to each other, and the
// browser's own encoder. A bar over the page says how long it is by now, and stops it.

import fixDuration from "fix-webm-duration";
import { html, render } from "lit-html";
import { createMovingPicture } from "../../figures/picture/moving.js";
import { groundOf } from "../../figures/picture/shown.js";
import { saveBytes } from "../file.js";

/** What a room does while it is recorded. @typedef {{ shared(): import("../../ui/shell.js").Shared, play(): unknown }} Recorded */

/** A recording ends by itself after so long, or when it is so large. */
export const mostSeconds = 60;
const mostBytes = 40e6;
/** Figures are painted at twice their size where the video is then no wider and no higher than this. */
const mostPixels = 1600;
const framesPerSecond = 20;
const bitsPerSecond = 6e6;
/** Data come so often: then the size is known. */
const sliceMillis = 500;

/** Formats in the order in which they are wanted: one that is quickly encoded leaves training its time. */
const formats = ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/webm", "video/mp4"];

const formatOf = () => (typeof MediaRecorder === "undefined" ? undefined : formats.find((type) => MediaRecorder.isTypeSupported(type)));

export const canRecord = () => formatOf() !== undefined && "captureStream" in HTMLCanvasElement.prototype;

/** Whether something is recorded now: one thing at a time. */
let isBusy = false;

/** The canvas for figures where they stand to each other. @param {HTMLElement[]} figures */
async function stageOf(figures) {
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [wide, high] = [Math.max(...boxes.map((box) => box.right)) - left + 16, Math.max(...boxes.map((box) => box.bottom)) - top + 16];
  const scale = Math.min(2, mostPixels / wide, mostPixels / high);
  // Encoders want even numbers.
  const even = (/** @type {number} */ length) => 2 * Math.round((length * scale) / 2);
  const canvas = Object.assign(document.createElement("canvas"), { width: even(wide), height: even(high) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  const ground = groundOf(figures[0].parentElement ?? figures[0]);
  const pictures = await Promise.all(figures.map((figure) => createMovingPicture(figure, scale)));

  return {
    canvas,
    /** Paints all of them as they are now. */
    paint() {
      context.fillStyle = ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
      for (const [index, { paint }] of pictures.entries()) paint(context, (boxes[index].left - left) * scale, (boxes[index].top - top) * scale);
    },
    end: () => pictures.forEach(({ end }) => end()),
  };
}

/** Records figures until it is stopped, and saves the video.
 * @param {HTMLElement[]} figures @param {Recorded} room whose run goes on while it is recorded */
export async function record(figures, { shared, play }) {
  const type = formatOf();
  if (isBusy || !type) return;
  isBusy = true;
  const bar = document.body.appendChild(document.createElement("div"));
  bar.className = "recording";
  const stop = new AbortController();
  let isKept = true;
  /** @type {Awaited<ReturnType<typeof stageOf>> | null} */
  let stage = null;
  try {
    stage = await stageOf(figures);
    const { canvas, paint } = stage;
    paint();
    const end = (/** @type {boolean} */ keep) => ((isKept = keep), stop.abort());
    const shown = (/** @type {number} */ millis, /** @type {number} */ bytes) => showProgress(bar, shared().t, millis, bytes, end);
    const { blob, millis } = await encoded(canvas, paint, type, { stop, started: play, shown });
    if (!isKept) return void bar.remove();
    const extension = type.startsWith("video/mp4") ? "mp4" : "webm";
    // What is written while nobody knows how long it will be has no length yet.
    const video = extension === "webm" ? await fixDuration(blob, millis, { logger: false }) : blob;
    const name = `descent-run.${extension}`;
    saveBytes(video, name, video.type);
    close(bar, shared().t("recording.saved", { name, seconds: (millis / 1000).toFixed(1), size: megabytes(video.size) }), shared().t);
  } catch (/** @type {any} */ error) {
    close(bar, shared().t("recording.failed", { what: error?.message ?? error }), shared().t);
  } finally {
    stage?.end();
    isBusy = false;
  }
}

const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

/** Frames as they come, until the signal, the time or the size ends it.
 * @param {HTMLCanvasElement} canvas @param {() => void} paint @param {string} type
 * @param {{ stop: AbortController, started(): unknown, shown(millis: number, bytes: number): void }} how */
async function encoded(canvas, paint, type, { stop, started, shown }) {
  const stream = canvas.captureStream(framesPerSecond);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: bitsPerSecond });
  /** @type {Blob[]} */
  const parts = [];
  let bytes = 0;
  const ended = new Promise((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => (parts.push(data), (bytes += data.size));
    recorder.onstop = resolve;
    recorder.onerror = (event) => reject(/** @type {any} */ (event).error ?? new Error("MediaRecorder"));
  });
  recorder.start(sliceMillis);
  const start = performance.now();
  started();
  let [millis, next] = [0, start];
  while (!stop.signal.aborted && millis < 1000 * mostSeconds && bytes < mostBytes && recorder.state === "recording") {
    paint();
    millis = performance.now() - start;
    shown(millis, bytes);
    next = Math.max(next + 1000 / framesPerSecond, performance.now());
    await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
  }
  millis = performance.now() - start;
  if (recorder.state !== "inactive") recorder.stop();
  await ended;
  for (const track of stream.getTracks()) track.stop();
  return { blob: new Blob(parts, { type: type.split(";")[0] }), millis };
}

/** @param {HTMLElement} bar @param {import("../../ui/shell.js").Translate} t @param {number} millis @param {number} bytes @param {(keep: boolean) => void} end */
function showProgress(bar, t, millis, bytes, end) {
  const seconds = Math.floor(millis / 1000);
  render(
    html`<span class="recording-dot" aria-hidden="true"></span><span class="visually-hidden" role="status">${t("recording.begun")}</span>
      <label>${t("recording.running", { seconds, most: mostSeconds, size: megabytes(bytes) })} <progress max=${mostSeconds} .value=${millis / 1000}></progress></label>
      <button class="primary" data-part="stop-recording" @click=${() => end(true)}>${t("recording.stop")}</button>
      <button data-part="discard-recording" @click=${() => end(false)}>${t("recording.discard")}</button>`,
    bar,
  );
}

/** @param {HTMLElement} bar @param {string} said @param {import("../../ui/shell.js").Translate} t */
const close = (bar, said, t) =>
  render(html`<span role="status">${said}</span> <button class="quiet" aria-label=${t("notice.close")} @click=${() => bar.remove()}>✕</button>`, bar);
