// The package `esep` in Node: the module is loaded as soon as the package is imported.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { loadPagesBy, loadSync } from "./esep.js";

const beside = (name) => new URL(`./${name}`, import.meta.url);

loadSync(readFileSync(beside("esep.wasm")));
loadPagesBy(async (language) => JSON.parse(await readFile(beside(`pages.${language}.json`), "utf8")));

export * from "./esep.js";
