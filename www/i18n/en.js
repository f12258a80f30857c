// English, one file per part of the page: what the first picture says. What it does not say is in `en_more.js`.

import { common } from "./en/common.js";
import { links } from "./en/links.js";
import { network } from "./en/network.js";
import { output } from "./en/output.js";
import { tasks } from "./en/tasks.js";
import { merge } from "./merge.js";

export const en = merge(common, links, network, output, tasks);
