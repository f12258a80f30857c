// English, one file per part of the page: what the first picture says. What it does not say is in `en_more.js`.

import { common } from "./en/common.js";
import { network } from "./en/network.js";
import { output } from "./en/output.js";
import { merge } from "./merge.js";

export const en = merge(common, network, output);
