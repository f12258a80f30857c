// English, one file per part of the page.

import { builder } from "./en/builder.js";
import { common } from "./en/common.js";
import { links } from "./en/links.js";
import { network } from "./en/network.js";
import { optimizers } from "./en/optimizers.js";
import { output } from "./en/output.js";
import { presets } from "./en/presets.js";
import { tasks } from "./en/tasks.js";
import { merge } from "./merge.js";

/** @satisfies {Record<import("./keys").CoreKey, string>} */
export const en = merge(builder, common, links, network, optimizers, output, presets, tasks);
