// Keys of words that the core decides on: what is added in Rust asks for its sentences here.

import type * as core from "../js/core/experiment";
import type { Problem } from "../js/core/protocol";
import type { InputError } from "../js/ui/numbers";
import type { FormulaError, Undefined } from "../js/core/race_protocol";

/** The name of a choice: the bare one, or the tag of one with arguments. */
type NameOf<Choice, Tag extends string> = Choice extends string ? Choice : Choice extends Record<Tag, infer Name extends string> ? Name : never;

type Tasks = "digits" | "houses" | "sentences" | "series" | "table";

export type CoreKey =
  | `activation.${NameOf<core.Activation, "activation">}`
  | `loss.${NameOf<core.Loss, "loss">}`
  | `initializer.${NameOf<core.Initializer, "initializer">}`
  | `schedule.${NameOf<core.Schedule, "schedule">}`
  | `optimizer.${core.OptimizerConfig["optimizer"]}${"" | ".hint"}`
  | `layer.${core.LayerConfig["layer"]}${"" | ".hint"}`
  | `dataset.${Exclude<core.DataConfig["dataset"], Tasks>}`
  | `dataset.${Exclude<core.DataConfig["dataset"], Tasks | "function">}.hint`
  | `task.${Exclude<Tasks, "table">}`
  | `problem.${Problem}`
  | `feature.${core.Feature}`
  | `column.${core.ColumnKind}`
  | `graph_error.${core.GraphError["kind"]}`
  | `table.${core.TableError["problem"]}`
  | `table.missing.${core.Missing}`
  | `table.quote.${core.Quote}`
  | `surface.${core.SurfaceName}${"" | ".lesson"}`
  | `health.${"finding" | "cause"}.${core.HealthKind}`
  | `health.remedy.${core.Remedy["remedy"]}`
  | `functions.activation.${NameOf<core.Activation, "activation">}`
  | `functions.loss.${NameOf<core.Loss, "loss">}`
  | `goal.${core.Quantity}`
  | `mark.${core.Change}`
  | `weights.${core.TensorProblem["problem"]}`
  | `onnx.${core.OnnxProblem["problem"]}`
  | `invalid.${Exclude<InputError["reason"], "table">}`
  | `formula.${FormulaError["reason"]}`
  | `undefined.${Undefined["reason"]}`;
