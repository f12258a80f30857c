// English, one file per part of the page.

import { common } from "./en/common.js";
import { network } from "./en/network.js";
import { optimizers } from "./en/optimizers.js";
import { output } from "./en/output.js";
import { presets } from "./en/presets.js";

export const en = { ...common, ...network, ...optimizers, ...output, ...presets };
