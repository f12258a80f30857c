// The state that someone's work begins with.

import { curvesDefaults, inspectDefaults, outputDefaults } from "./display.js";
import { defaultSpeed } from "./speeds.js";

/** @param {import("../core/lab.js").Lab} lab @param {import("../ui/shell.js").Shared} shared @returns {import("./state.js").State} */
export function firstState(lab, shared) {
  return {
    ...shared,
    experiment: lab.defaultExperiment(), wanted: null, draft: null, canUndo: false, canRedo: false,
    data: null, model: null, snapshot: null, pictures: null, history: new Float64Array(0), pale: new Float64Array(0), marks: [],
    playing: false, speed: defaultSpeed,
    display: {
      diagram: false, inspect: false, health: false, functions: false, output: outputDefaults, curves: curvesDefaults, inspecting: inspectDefaults,
    },
    looked: null, plane: null, selected: null, brush: null, finding: null, errors: [], notice: null,
  };
}
