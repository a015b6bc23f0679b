// The package `esep` in Node: what tallies registers, and what reads and
// writes workbooks, is loaded when it is wanted; all else with it.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  loadOffice as loadOfficeFrom, loadSync, loadTally as loadTallyFrom, loadTextsBy, loadWrite as loadWriteFrom,
} from "./esep.js";

const beside = (name) => new URL(`./${name}`, import.meta.url);
const messages = ["kk", "ru", "en"].map((language) =>
  [language, readFileSync(beside(`messages.${language}.txt`), "utf8")]);

loadSync(readFileSync(beside("esep.wasm")), Object.fromEntries(messages));
loadTextsBy((name) => readFile(beside(name), "utf8"));

export * from "./esep.js";

/** Loads what tallies registers, from beside this file unless `source` is given. */
export async function loadTally(what = {}) {
  await loadTallyFrom({ source: await readFile(beside("tally.wasm")), ...what });
}

/** Loads what reads workbooks and documents, from beside this file unless `source` is given. */
export async function loadOffice(what = {}) {
  await loadOfficeFrom({ source: await readFile(beside("office.wasm")), ...what });
}

/** Loads what writes workbooks, documents and reports, from beside this file unless `source` is given. */
export async function loadWrite(what = {}) {
  await loadWriteFrom({ source: await readFile(beside("write.wasm")), ...what });
}
