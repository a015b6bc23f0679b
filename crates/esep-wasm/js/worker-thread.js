// What runs in the worker: documents by number, and a reply to each message.

import { Documents, EsepError, load, loadTextsBy } from "./esep.js";

/** @type {Map<number, Documents>} */
const documents = new Map();

/** Reads what can be read here: bytes as they are, files of the browser. */
async function bytesOf(file) {
  return file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer());
}

async function answer({ of, method, given, files, options, language }, progress) {
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
      documents.get(of).add(name, await bytesOf(file));
      progress({ done: done + 1, total });
    }
  }
  const here = documents.get(of);
  here.setLanguage(language);
  const value = here[method](...given);
  progress({ done: total, total });
  return value;
}

/** Answers a message by `reply`. */
async function take(message, reply) {
  const { id } = message;
  try {
    const value = await answer(message, (progress) => reply({ id, progress }));
    reply({ id, value });
  } catch (error) {
    const { code, message: text, place, hints } =
      error instanceof EsepError ? error : new EsepError({ code: "internal", message: String(error) });
    reply({ id, error: { code, message: text, place, hints } });
  }
}

if (typeof self === "object" && typeof self.postMessage === "function") {
  const ready = load();
  self.addEventListener("message", async ({ data }) => {
    await ready;
    take(data, (reply) => self.postMessage(reply));
  });
} else {
  answerInNode();
}

async function answerInNode() {
  const { parentPort } = await import("node:worker_threads");
  const { readFile } = await import("node:fs/promises");
  const beside = (name) => new URL(`./${name}`, import.meta.url);
  loadTextsBy((name) => readFile(beside(name), "utf8"));
  await load({ source: await readFile(beside("esep.wasm")) });
  parentPort.on("message", (message) => take(message, (reply) => parentPort.postMessage(reply)));
}
