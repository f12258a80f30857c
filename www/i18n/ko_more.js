// Korean: what rooms, views and examples say that are loaded when they are asked for.

import { along } from "./ko/along.js";
import { builder } from "./ko/builder.js";
import { card } from "./ko/card.js";
import { columns } from "./ko/columns.js";
import { exercise } from "./ko/exercise.js";
import { takeAlong } from "./ko/export.js";
import { features } from "./ko/features.js";
import { health } from "./ko/health.js";
import { help } from "./ko/help.js";
import { hints } from "./ko/hints.js";
import { inspect } from "./ko/inspect.js";
import { layers } from "./ko/layers.js";
import { lessons } from "./ko/lessons.js";
import { links } from "./ko/links.js";
import { opening } from "./ko/opening.js";
import { optimizers } from "./ko/optimizers.js";
import { presets } from "./ko/presets.js";
import { runs } from "./ko/runs.js";
import { tables } from "./ko/tables.js";
import { taskFigures } from "./ko/task_figures.js";
import { tasks } from "./ko/tasks.js";
import { troubles } from "./ko/troubles.js";
import { merge } from "./merge.js";

export const more = merge(along, builder, card, columns, exercise, takeAlong, features, health, help, hints, inspect, layers, lessons, links, opening, optimizers, presets, runs, tables, taskFigures, tasks, troubles);
