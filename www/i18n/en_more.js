// English: what rooms, views and examples say that are loaded when they are asked for.

import { along } from "./en/along.js";
import { builder } from "./en/builder.js";
import { card } from "./en/card.js";
import { columns } from "./en/columns.js";
import { exercise } from "./en/exercise.js";
import { takeAlong } from "./en/export.js";
import { features } from "./en/features.js";
import { health } from "./en/health.js";
import { help } from "./en/help.js";
import { hints } from "./en/hints.js";
import { inspect } from "./en/inspect.js";
import { layers } from "./en/layers.js";
import { lessons } from "./en/lessons.js";
import { links } from "./en/links.js";
import { opening } from "./en/opening.js";
import { optimizers } from "./en/optimizers.js";
import { presets } from "./en/presets.js";
import { runs } from "./en/runs.js";
import { tables } from "./en/tables.js";
import { taskFigures } from "./en/task_figures.js";
import { tasks } from "./en/tasks.js";
import { troubles } from "./en/troubles.js";
import { merge } from "./merge.js";

/** @satisfies {Record<Exclude<import("./keys").CoreKey, keyof typeof import("./en.js").en>, string>} */
export const more = merge(along, builder, card, columns, exercise, takeAlong, features, health, help, hints, inspect, layers, lessons, links, opening, optimizers, presets, runs, tables, taskFigures, tasks, troubles);
