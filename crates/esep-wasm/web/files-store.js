// The user's files, for as long as the page is open, in the worker that looks at them.

import { createWorker } from "./esep/worker.js";
import { currentLanguage } from "./language.js";

/** @typedef {import("./drop-area.js").Dropped} Dropped */
/** @typedef {import("./esep/worker.js").WorkerDocuments} WorkerDocuments */

/** @type {Set<string>} */
const names = new Set();

/** @type {WorkerDocuments | null} */
let documents = null;

/**
 * The files as documents that answer in the reader's language.
 * @returns {WorkerDocuments}
 */
export function openDocuments() {
  documents ??= createWorker().documents(currentLanguage());
  documents.setLanguage(currentLanguage());
  return documents;
}

/** The names of the files, sorted. */
export function fileNames() {
  return [...names].sort();
}

/** @param {Dropped[]} dropped */
export function takeFiles(dropped) {
  for (const { name, file } of dropped) {
    names.add(name);
    openDocuments().add(name, file);
  }
}

/** @param {string} name */
export function removeFile(name) {
  names.delete(name);
  openDocuments().remove(name);
}

export function removeFiles() {
  names.clear();
  openDocuments().clear();
}
