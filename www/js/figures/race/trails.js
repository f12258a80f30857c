// Trails: paths thinned to what the eye can tell apart. Only what is new is drawn each frame, so that ten
// contestants with ten thousand steps each cost no more than their latest steps.

/** Points nearer than this to the last one that was kept are left out, in pixels. */
const nearest = 0.7;
/** A step has a dot where it is longer than this, in pixels: so that steps that shrink are seen to shrink. */
const longStep = 7;
/** Canvases without a graphics card draw many short paths faster than a long one. */
const pathLength = 100;

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ colour: string, dash: [number, number] | null, halo: string, alpha: number }} TrailLook */

/** Draws paths onto a canvas of their own and remembers how far each was drawn.
 * @param {{ width: number, casing: number }} size in pixels of the page */
export function createTrails({ width, casing }) {
  /** @type {{ drawn: number, x: number, y: number, length: number }[]} */
  const pens = [];

  /** @param {CanvasRenderingContext2D} context @param {Point[]} points @param {number} phase of the dash @param {TrailLook} look */
  function stroke(context, points, phase, look) {
    context.beginPath();
    for (const [index, { x, y }] of points.entries()) {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.lineCap = "round";
    context.lineJoin = "round";
    context.globalAlpha = look.alpha;
    context.setLineDash(look.dash ?? []);
    context.lineDashOffset = phase;
    context.lineWidth = width;
    context.strokeStyle = look.colour;
    context.stroke();
    // The casing goes under everything that is already there, also under the part drawn a frame ago.
    context.globalCompositeOperation = "destination-over";
    context.setLineDash([]);
    context.lineWidth = width + 2 * casing;
    context.strokeStyle = look.halo;
    context.stroke();
    context.globalCompositeOperation = "source-over";
    context.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} context @param {Point[]} places @param {TrailLook} look */
  function dot(context, places, look) {
    if (places.length === 0) return;
    context.beginPath();
    for (const { x, y } of places) {
      context.moveTo(x + width, y);
      context.arc(x, y, width, 0, 2 * Math.PI);
    }
    context.globalAlpha = look.alpha;
    context.fillStyle = look.colour;
    context.fill();
    context.globalAlpha = 1;
  }

  return {
    /** How far a path has been drawn; -1 where nothing was. @param {number} index */
    drawn: (index) => pens[index]?.drawn ?? -1,

    /** Draws a path on, up to and with the point `until`.
     * @param {CanvasRenderingContext2D} context @param {number} index of the path
     * @param {number} until @param {(point: number, into: Point) => Point} place @param {TrailLook} look
     * @param {number} [most] points to draw at most; a longer way is drawn coarsely */
    extend(context, index, until, place, look, most = Infinity) {
      const pen = (pens[index] ??= { drawn: -1, x: NaN, y: NaN, length: 0 });
      if (until <= pen.drawn) return;
      const stride = Math.max(1, Math.ceil((until - pen.drawn) / most));
      const into = { x: 0, y: 0 };
      let points = pen.drawn >= 0 ? [{ x: pen.x, y: pen.y }] : [];
      let phase = pen.length;
      /** @type {Point[]} */
      const dots = [];
      for (let point = pen.drawn + 1; point <= until; point += stride) {
        const { x, y } = place(point, into);
        const far = Math.hypot(x - pen.x, y - pen.y);
        if (far < nearest) continue;
        if (stride === 1 && (far > longStep || Number.isNaN(far))) dots.push({ x, y });
        points.push({ x, y });
        pen.x = x;
        pen.y = y;
        pen.length += Number.isNaN(far) ? 0 : far;
        if (points.length <= pathLength) continue;
        stroke(context, points, phase, look);
        points = [{ x, y }];
        phase = pen.length;
      }
      pen.drawn = until;
      if (points.length > 1) stroke(context, points, phase, look);
      dot(context, dots, look);
    },
  };
}

/** Outlines a marker around a point, ready to be filled. @param {CanvasRenderingContext2D | Path2D} path
 * @param {import("./colours.js").markers[number]} marker @param {number} x @param {number} y @param {number} radius */
export function traceMarker(path, marker, x, y, radius) {
  const corners = { square: 4, triangle: 3, diamond: 4, star: 10, circle: 0 }[marker];
  if (corners === 0) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const turn = marker === "square" ? Math.PI / 4 : 0;
  const size = { square: 1.2, triangle: 1.35, diamond: 1.3, star: 1.45, circle: 1 }[marker] * radius;
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn - Math.PI / 2 + (corner * 2 * Math.PI) / corners;
    const reach = marker === "star" && corner % 2 ? size * 0.5 : size;
    const [px, py] = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    if (corner === 0) path.moveTo(px, py);
    else path.lineTo(px, py);
  }
  path.closePath();
}

/** @typedef {ReturnType<typeof createTrails>} Trails */
