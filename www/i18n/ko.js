// Korean, one file per part of the page.

import { builder } from "./ko/builder.js";
import { common } from "./ko/common.js";
import { links } from "./ko/links.js";
import { network } from "./ko/network.js";
import { optimizers } from "./ko/optimizers.js";
import { output } from "./ko/output.js";
import { presets } from "./ko/presets.js";
import { tasks } from "./ko/tasks.js";
import { merge } from "./merge.js";

export const ko = merge(builder, common, links, network, optimizers, output, presets, tasks);
