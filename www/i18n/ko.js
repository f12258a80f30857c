// Korean, one file per part of the page: what the first picture says. What it does not say is in `ko_more.js`.

import { common } from "./ko/common.js";
import { network } from "./ko/network.js";
import { output } from "./ko/output.js";
import { merge } from "./merge.js";

export { particle } from "./particles.js";

export const ko = merge(common, network, output);
