// The package `esep` in Node: the module is loaded as soon as the package is imported.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { loadSync, loadTextsBy } from "./esep.js";

const beside = (name) => new URL(`./${name}`, import.meta.url);
const messages = ["kk", "ru", "en"].map((language) =>
  [language, readFileSync(beside(`messages.${language}.txt`), "utf8")]);

loadSync(readFileSync(beside("esep.wasm")), Object.fromEntries(messages));
loadTextsBy((name) => readFile(beside(name), "utf8"));

export * from "./esep.js";
