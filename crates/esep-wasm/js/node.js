// The package `esep` in Node: the module is loaded as soon as the package is imported.

import { readFileSync } from "node:fs";
import { loadSync } from "./esep.js";

loadSync(readFileSync(new URL("./esep.wasm", import.meta.url)));

export * from "./esep.js";
