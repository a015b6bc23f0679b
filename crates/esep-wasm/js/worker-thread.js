// What runs in the worker: documents and registers by number, and a reply to each message.

import {
  Documents, EsepError, Tallying, Writer, annotate, isReadAsGrids, isWorkbook, load, loadOffice, loadTally, loadTextsBy,
  loadWrite, readGrids, template,
} from "./esep.js";
import { pour, pourWorkbook } from "./pour.js";

/** @type {Map<number, Documents>} */
const documents = new Map();

/** @type {Map<number, Tallying>} */
const registers = new Map();

/** Where the modules come from, if not from beside this file. */
let sourceOf = async () => undefined;

/** Has the modules that are not loaded yet come from elsewhere: `found` gives that of a name. */
export function loadModulesBy(found) {
  sourceOf = found;
}

/** Tallies a register, or says more of one that is tallied. */
async function answerOfRegister({ of, method, given, language }, progress) {
  if (method === "free") {
    registers.get(of)?.free();
    registers.delete(of);
    return null;
  }
  if (method === "tally") {
    const [register, structure, { suppress = null, ...options }] = given;
    await loadTally({ source: await sourceOf("tally.wasm") });
    const tallying = new Tallying(options, language);
    try {
      if (structure !== null) tallying.setStructure(structure.name, await bytesOf(structure.bytes));
      if (isWorkbook(options.name ?? "")) {
        await loadOffice({ source: await sourceOf("office.wasm") });
        await pourWorkbook(register, options.name, tallying, progress);
      } else {
        await pour(register, tallying, progress);
      }
    } catch (cause) {
      tallying.free();
      throw cause;
    }
    tallying.suppress(suppress);
    registers.set(of, tallying);
    return told(tallying);
  }
  const here = registers.get(of);
  if (here === undefined) throw new EsepError({ code: "void", message: "the worker has ended meanwhile" });
  here.setLanguage(language);
  if (method !== "tell") return here[method](...given);
  here.suppress(...given);
  return told(here);
}

/** What is told of a register. */
function told(tallying) {
  return { tables: tallying.tables(), findings: tallying.findings(), rows_left_out: tallying.rowsLeftOut() };
}

/** Reads what can be read here: bytes as they are, files of the browser. */
async function bytesOf(file) {
  return file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer());
}

/** What stands in a workbook, a document or a page. */
async function gridsOf(name, file) {
  await loadOffice({ source: await sourceOf("office.wasm") });
  return readGrids(name, await bytesOf(file));
}

/** Adds a file; workbooks, documents and pages are read by a module that comes with the first. */
async function add(here, name, file) {
  if (isReadAsGrids(name)) here.addGrids(name, await gridsOf(name, file));
  else here.add(name, await bytesOf(file));
}

/** Writes something of the files, which another module reads for itself. */
async function written(here, method, [files, asked, format], options, language) {
  await loadWrite({ source: await sourceOf("write.wasm") });
  const writer = new Writer(language, options);
  try {
    for (const [name, file] of files) await add(writer, name, file);
    return method === "report" ? writer.report(here.annex(asked), format) : writer.rollupWorkbook(asked);
  } finally {
    writer.free();
  }
}

/** A form to be sent out. */
async function answerOfTemplate({ given, language }) {
  await loadWrite({ source: await sourceOf("write.wasm") });
  return template(...given, language);
}

/** What stands in a file. */
async function answerOfGrids({ given: [name, file] }) {
  return gridsOf(name, file);
}

/** A copy of a workbook with what is found on its cells. */
async function annotated(here, [name, workbook, options], language) {
  const notes = here.notes(name, options);
  await loadOffice({ source: await sourceOf("office.wasm") });
  return annotate(await bytesOf(workbook), notes, language);
}

/** What a method gives, of this module or of those that come when they are wanted. */
async function valueOf(here, method, given, options, language) {
  if (method === "annotated") return annotated(here, given, language);
  if (method === "report" || method === "rollupWorkbook") return written(here, method, given, options, language);
  return here[method](...given);
}

async function answerOfDocuments({ of, method, given, files, options, language }, progress) {
  if (method === "free") {
    documents.get(of)?.free();
    documents.delete(of);
    return null;
  }
  // One step for each file that is read, and one for what is asked.
  const total = (files?.length ?? 0) + 1;
  if (files !== null) {
    documents.get(of)?.free();
    documents.set(of, new Documents(language, options));
    for (const [done, [name, file]] of files.entries()) {
      await add(documents.get(of), name, file);
      progress({ done: done + 1, total });
    }
  }
  const here = documents.get(of);
  here.setLanguage(language);
  const value = await valueOf(here, method, given, options, language);
  progress({ done: total, total });
  return value;
}

/** The whole module, loaded before documents are first spoken of. */
let all = null;

/** Who answers a message that is not about documents, and needs no more than a module of its own. */
const ANSWERS = { register: answerOfRegister, template: answerOfTemplate, grids: answerOfGrids };

/** Answers a message by `reply`. */
async function take(message, reply) {
  const { id } = message;
  try {
    const answer = ANSWERS[message.kind] ?? answerOfDocuments;
    if (answer === answerOfDocuments) await (all ??= sourceOf("esep.wasm").then((source) => load({ source })));
    if (message.method === "load") return;
    const value = await answer(message, (progress) => reply({ id, progress }));
    reply({ id, value });
  } catch (error) {
    const { code, message: text, place, hints } =
      error instanceof EsepError ? error : new EsepError({ code: "internal", message: String(error) });
    reply({ id, error: { code, message: text, place, hints } });
  }
}

if (typeof self === "object" && typeof self.postMessage === "function") {
  self.addEventListener("message", ({ data }) => take(data, (reply) => self.postMessage(reply)));
} else {
  listenInNode();
}

async function listenInNode() {
  const { parentPort } = await import("node:worker_threads");
  const { readFile } = await import("node:fs/promises");
  const beside = (name) => new URL(`./${name}`, import.meta.url);
  loadTextsBy((name) => readFile(beside(name), "utf8"));
  sourceOf = (name) => readFile(beside(name));
  parentPort.on("message", (message) => take(message, (reply) => parentPort.postMessage(reply)));
}
