// English: what rooms, views and examples say that are loaded when they are asked for.

import { along } from "./en/along.js";
import { builder } from "./en/builder.js";
import { takeAlong } from "./en/export.js";
import { columns } from "./en/columns.js";
import { exercise } from "./en/exercise.js";
import { features } from "./en/features.js";
import { health } from "./en/health.js";
import { help } from "./en/help.js";
import { inspect } from "./en/inspect.js";
import { lessons } from "./en/lessons.js";
import { opening } from "./en/opening.js";
import { optimizers } from "./en/optimizers.js";
import { presets } from "./en/presets.js";
import { runs } from "./en/runs.js";
import { tables } from "./en/tables.js";
import { taskFigures } from "./en/task_figures.js";
import { merge } from "./merge.js";

/** @satisfies {Record<Exclude<import("./keys").CoreKey, keyof typeof import("./en.js").en>, string>} */
export const more = merge(along, builder, columns, takeAlong, exercise, features, health, help, inspect, lessons, opening, optimizers, presets, runs, tables, taskFigures);
