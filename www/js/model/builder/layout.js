// Where the layers of a graph stand, from top to bottom, and how the edges run between them. Sizes in pixels.

import { edgesOf } from "./graph.js";

/** @typedef {import("../../core/experiment.js").NetworkConfig} Network */
/** @typedef {import("./graph.js").Edge} Edge */
/** @typedef {{ x: number, y: number }} Point */
/** `x`, `y` is the top left corner. @typedef {Point & { name: string, width: number, height: number }} Place */
/** `middle` is where the edge is named and cut. @typedef {Edge & { path: string, middle: Point }} Wire */
/** @typedef {{ width: number, height: number, places: Place[], wires: Wire[] }} Layout */

export const nodeSize = { width: 196, height: 56 };
const gaps = { nodesep: 34, ranksep: 52, marginx: 24, marginy: 24 };

/** @param {typeof import("@dagrejs/dagre")} dagre @param {Network} network @returns {Layout} */
export function layOut(dagre, network) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", ...gaps });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = [...new Set(network.layers.map(({ name }) => name))];
  for (const name of names) graph.setNode(name, { ...nodeSize });
  const edges = edgesOf(network).filter(({ from, to }) => names.includes(from) && from !== to);
  for (const { from, to, index } of edges) graph.setEdge(from, to, {}, String(index));
  if (names.length > 0) dagre.layout(graph);
  const places = names.map((name) => {
    const { x, y, width, height } = graph.node(name);
    return { name, width, height, x: x - width / 2, y: y - height / 2 };
  });
  const wires = edges.map((edge) => {
    const { points } = graph.edge(edge.from, edge.to, String(edge.index));
    return { ...edge, ...wire(ports(edge, edges, places, points)) };
  });
  const { width = 0, height = 0 } = graph.graph();
  return { width: names.length ? width : 0, height: names.length ? height : 0, places, wires };
}

/** The points of an edge with its ends at the borders of its layers; several inputs arrive side by side.
 * @param {Edge} edge @param {Edge[]} edges @param {Place[]} places @param {Point[]} points @returns {Point[]} */
function ports({ from, to, index }, edges, places, points) {
  const [start, end] = [from, to].map((name) => /** @type {Place} */ (places.find((place) => place.name === name)));
  const arriving = edges.filter((edge) => edge.to === to).length;
  const share = (index + 1) / (arriving + 1);
  const first = { x: start.x + start.width / 2, y: start.y + start.height };
  const last = { x: end.x + end.width * (0.5 + (share - 0.5) * 0.6), y: end.y };
  return [first, ...points.slice(1, -1), last];
}

/** A smooth curve through points, leaving and arriving straight down; and the point half way.
 * @param {Point[]} points @returns {{ path: string, middle: Point }} */
export function wire(points) {
  const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  const [{ x, y }, ...others] = points;
  let path = `M${round(x)} ${round(y)}`;
  let before = { x, y };
  for (const point of others) {
    const reach = (point.y - before.y) / 2;
    path += `C${round(before.x)} ${round(before.y + reach)} ${round(point.x)} ${round(point.y - reach)} ${round(point.x)} ${round(point.y)}`;
    before = point;
  }
  return { path, middle: halfWay(points) };
}

/** @param {Point[]} points @returns {Point} */
function halfWay(points) {
  if (points.length % 2) return points[(points.length - 1) / 2];
  const [a, b] = [points[points.length / 2 - 1], points[points.length / 2]];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** The wire whose middle is nearest to a point, within reach. @param {Wire[]} wires @param {Point} point @param {number} reach */
export function wireNear(wires, point, reach) {
  const distance = (/** @type {Wire} */ { middle }) => Math.hypot(middle.x - point.x, middle.y - point.y);
  const [nearest] = wires.map((one) => ({ one, far: distance(one) })).sort((a, b) => a.far - b.far);
  return nearest && nearest.far <= reach ? nearest.one : null;
}

/** The place under a point. @param {Place[]} places @param {Point} point */
export const placeAt = (places, { x, y }) =>
  places.find((place) => x >= place.x && x <= place.x + place.width && y >= place.y && y <= place.y + place.height) ?? null;

/** The layer that an arrow key leads to from another: the nearest in that direction.
 * @param {Place[]} places @param {string} from @param {import("../../ui/keys.js").Arrow} way */
export function neighbour(places, from, way) {
  const here = places.find(({ name }) => name === from);
  if (!here) return places[0]?.name ?? null;
  const vertical = way.y !== 0;
  const sign = Math.sign(way.x + way.y);
  const candidates = places.filter((place) => {
    const ahead = sign * (vertical ? place.y - here.y : place.x - here.x);
    return place !== here && ahead > 0 && (vertical || Math.abs(place.y - here.y) < here.height);
  });
  const cost = (/** @type {Place} */ { x, y }) => (vertical ? 3 : 1) * Math.abs(y - here.y) + (vertical ? 1 : 3) * Math.abs(x - here.x);
  return candidates.sort((a, b) => cost(a) - cost(b))[0]?.name ?? null;
}
