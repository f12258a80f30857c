// What figures draw on their canvases, as lines and letters of an SVG. While a picture is recorded, the contexts of its canvases
// keep their state and answer as ever, and what is drawn goes into elements instead. (Libraries that imitate a context know no
// `Path2D`, of which the curves between units are made, and are none that the core would draw on.)

import { repaintOf } from "../stage.js";
import { element } from "./svg_element.js";

/** A path that can be read as one of SVG. */
class Outline {
  d = "";
  /** @param {string} letter @param {number[]} numbers */
  add(letter, ...numbers) {
    this.d += letter + numbers.map((number) => Math.round(number * 100) / 100).join(" ");
  }
  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.add("M", x, y);
  }
  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.add(this.d ? "L" : "M", x, y);
  }
  /** @param {number[]} numbers */
  bezierCurveTo(...numbers) {
    this.add("C", ...numbers);
  }
  /** @param {number[]} numbers */
  quadraticCurveTo(...numbers) {
    this.add("Q", ...numbers);
  }
  closePath() {
    this.d += "Z";
  }
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.d += `M${x} ${y}h${width}v${height}h${-width}Z`;
  }
  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to @param {boolean} [isBack] */
  arc(x, y, radius, from, to, isBack = false) {
    const turn = 2 * Math.PI;
    const whole = Math.abs(to - from) >= turn;
    const sweep = whole ? (isBack ? -turn : turn) : isBack ? -((((from - to) % turn) + turn) % turn) : (((to - from) % turn) + turn) % turn;
    // An arc that ends where it begins would be none.
    const at = (/** @type {number} */ share) => [x + radius * Math.cos(from + share * sweep), y + radius * Math.sin(from + share * sweep)];
    const [x0, y0] = at(0);
    this.lineTo(x0, y0);
    for (const share of [0.5, 1]) this.add("A", radius, radius, 0, 0, isBack ? 0 : 1, ...at(share));
  }
}

/** Letters of a font as a context names it. @param {string} font */
function fontOf(font) {
  const [, before = "", size = "10", family = "sans-serif"] = font.match(/^(.*?)([\d.]+)px(?:\/\S+)?\s+(.+)$/) ?? [];
  return { "font-size": size, "font-family": family, "font-weight": before.match(/\b(bold|[1-9]00)\b/)?.[1], "font-style": before.match(/\b(italic|oblique)\b/)?.[1] };
}

const anchors = { left: undefined, start: undefined, center: "middle", right: "end", end: "end" };

/** What is drawn on a context, in the place of drawing it. @param {CanvasRenderingContext2D} real @param {Element[]} parts */
function drawingOf(real, parts) {
  let path = new Outline();

  /** @param {string} name @param {import("./svg_element.js").Attributes} attributes @param {string[]} [children] */
  function add(name, attributes, children) {
    const { a, b, c, d, e, f } = real.getTransform();
    const isMoved = a !== 1 || b !== 0 || c !== 0 || d !== 1 || e !== 0 || f !== 0;
    parts.push(element(name, { ...attributes, opacity: real.globalAlpha === 1 ? undefined : real.globalAlpha, transform: isMoved ? `matrix(${[a, b, c, d, e, f].join(" ")})` : undefined }, children));
  }

  const stroked = () => ({
    fill: "none", stroke: String(real.strokeStyle), "stroke-width": real.lineWidth, "stroke-linecap": real.lineCap === "butt" ? undefined : real.lineCap, "stroke-linejoin": real.lineJoin === "miter" ? undefined : real.lineJoin,
    "stroke-dasharray": real.getLineDash().join(" ") || undefined, "stroke-dashoffset": real.getLineDash().length && real.lineDashOffset ? real.lineDashOffset : undefined,
  });

  /** @param {string} text @param {number} x @param {number} y */
  function fillText(text, x, y) {
    const { textBaseline } = real;
    const up = real.measureText(text).fontBoundingBoxAscent;
    real.textBaseline = "alphabetic";
    const down = real.measureText(text).fontBoundingBoxAscent - up;
    real.textBaseline = textBaseline;
    add("text", { x, y: y + down, fill: String(real.fillStyle), "text-anchor": anchors[real.textAlign], ...fontOf(real.font) }, [text]);
  }

  /** @type {Record<string, Function>} */
  const draws = {
    beginPath: () => void (path = new Outline()),
    stroke: (/** @type {Outline} */ given = path) => given.d && add("path", { d: given.d, ...stroked() }),
    fill: (/** @type {Outline | string} */ given = path) => add("path", { d: typeof given === "string" ? path.d : given.d, fill: String(real.fillStyle), "fill-rule": given === "evenodd" ? "evenodd" : undefined }),
    fillRect: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) => add("rect", { x, y, width, height, fill: String(real.fillStyle) }),
    strokeRect: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) => add("rect", { x, y, width, height, ...stroked() }),
    clearRect: () => void (parts.length = 0),
    fillText,
  };
  for (const name of /** @type {const} */ (["moveTo", "lineTo", "bezierCurveTo", "quadraticCurveTo", "closePath", "rect", "arc"])) {
    draws[name] = (/** @type {any[]} */ ...numbers) => /** @type {any} */ (path)[name](...numbers);
  }
  return draws;
}

/** A context that answers as the real one, and draws nothing. @param {CanvasRenderingContext2D} real @param {Element[]} parts */
function recordingContext(real, parts) {
  const draws = drawingOf(real, parts);
  return new Proxy(real, {
    get(_, name) {
      if (typeof name === "string" && Object.hasOwn(draws, name)) return draws[name];
      const value = Reflect.get(real, name, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
    set: (_, name, value) => Reflect.set(real, name, value, real),
  });
}

/** What a figure draws on its canvases, each as one drawing of its size; canvases that it does not draw on now are missing.
 * @param {HTMLElement} figure @returns {Map<HTMLCanvasElement, Element[]>} */
export function recordedDrawings(figure) {
  const repaint = repaintOf(figure);
  /** @type {Map<HTMLCanvasElement, Element[]>} */
  const drawings = new Map();
  if (!repaint) return drawings;
  const canvases = [...figure.querySelectorAll("canvas")];
  const { Path2D } = window;
  const own = /** @type {any} */ (window);
  function begin() {
    own.Path2D = Outline;
    for (const canvas of canvases) {
      const real = canvas.getContext("2d");
      if (!real) continue;
      /** @type {Element[]} */
      const parts = [];
      drawings.set(canvas, parts);
      const context = recordingContext(real, parts);
      Object.defineProperty(canvas, "getContext", { value: () => context, configurable: true });
    }
  }
  try {
    repaint(begin);
  } finally {
    own.Path2D = Path2D;
    for (const canvas of canvases) Reflect.deleteProperty(canvas, "getContext");
    repaint(() => {});
  }
  for (const [canvas, parts] of drawings) if (parts.length === 0) drawings.delete(canvas);
  return drawings;
}
