// Korean, one file per part of the page.

import { common } from "./ko/common.js";
import { network } from "./ko/network.js";
import { optimizers } from "./ko/optimizers.js";
import { output } from "./ko/output.js";
import { presets } from "./ko/presets.js";

export const ko = { ...common, ...network, ...optimizers, ...output, ...presets };
