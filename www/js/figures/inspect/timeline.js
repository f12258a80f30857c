// The steps in which a trace is told: forward layer by layer, the loss, backward, the chosen weight, its update.

/** @typedef {import("./network.js").Trace} Trace */

/** `layer` is that of a forward or backward step. @typedef {{ kind: "inputs" | "forward" | "loss" | "backward" | "chain" | "update", layer: number | null }} Moment */

/** @param {Trace} trace @returns {Moment[]} */
export function momentsOf(trace) {
  const layers = trace.layers.flatMap(({ kind }, index) => (kind === "input" ? [] : [index]));
  /** @type {(kind: Moment["kind"]) => (layer: number) => Moment} */
  const of = (kind) => (layer) => ({ kind, layer });
  return [
    { kind: "inputs", layer: null }, ...layers.map(of("forward")), { kind: "loss", layer: null }, ...[...layers].reverse().map(of("backward")),
    { kind: "chain", layer: null }, { kind: "update", layer: null },
  ];
}

/** What a moment lets be seen of a layer: nothing yet, its values, or its gradients. @param {Trace} trace @param {Moment[]} moments @param {number} at @param {number} layer
 * @returns {"nothing" | "values" | "gradients"} */
export function seenAt(trace, moments, at, layer) {
  if (trace.layers[layer].kind === "input") return "values";
  const [forward, backward] = ["forward", "backward"].map((kind) => moments.findIndex((moment) => moment.kind === kind && moment.layer === layer));
  if (at >= backward && at < moments.length - 1) return "gradients";
  return at >= forward ? "values" : "nothing";
}
