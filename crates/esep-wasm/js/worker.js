// `esep/worker`: documents that are read and checked, and registers that are tallied, beside the
// page, which stays awake.

import { EsepError } from "./esep.js";

const CANCELED = { code: "canceled", message: "canceled" };

/**
 * A worker of its own. It lives until `close()`; what is canceled ends its thread, and the next
 * call begins another.
 */
export function createWorker({ spawn = spawnThread } = {}) {
  let thread = null;
  const waiting = new Map();
  let last = 0;

  function begin() {
    thread = spawn();
    thread.listen((message) => {
      const call = waiting.get(message.id);
      if (call === undefined) return;
      if (message.progress) {
        call.onProgress?.(message.progress);
        return;
      }
      waiting.delete(message.id);
      if (waiting.size === 0) thread?.rest();
      if (message.error) call.reject(new EsepError(message.error));
      else call.resolve(message.value);
    }, (cause) => end({ code: "internal", message: String(cause?.message ?? cause), cause }));
  }

  /** Ends the thread; all that waits for it is told why. */
  function end(why) {
    thread?.end();
    thread = null;
    for (const call of waiting.values()) call.reject(new EsepError(why));
    waiting.clear();
  }

  function ask({ transfer = [], ...request }, { signal, onProgress } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new EsepError(CANCELED));
        return;
      }
      if (thread === null) begin();
      const id = ++last;
      const abort = () => end(CANCELED);
      const finish = (settle) => (value) => {
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
      signal?.addEventListener("abort", abort, { once: true });
      waiting.set(id, { resolve: finish(resolve), reject: finish(reject), onProgress });
      thread.send({ id, ...request }, transfer);
    });
  }

  return {
    /** Documents as `Documents` has them; each call is a promise. The thread begins to load. */
    documents: (language, options) => {
      if (thread === null) {
        begin();
        thread.send({ id: 0, method: "load" }, []);
        thread.rest();
      }
      return new WorkerDocuments(ask, () => thread, language, options);
    },
    /** Tallies a register; its bytes are read in the worker as they come. */
    tally: async (register, { structure = null, ...options }, language, settings) => {
      const of = ++lastRegister;
      const transfer = register instanceof ReadableStream ? [register] : [];
      const request = { kind: "register", method: "tally", of, given: [register, structure, options], language, transfer };
      return new WorkerTally(ask, of, language, await ask(request, settings));
    },
    /** A form to be sent out, as `template` gives it. */
    template: (form, format, options, language, settings) =>
      ask({ kind: "template", given: [form, format, options], language }, settings),
    /** What `readGrids` gives of a file. */
    grids: (name, bytes, settings) => ask({ kind: "grids", given: [name, bytes] }, settings),
    /** Ends the worker. */
    close: () => end(CANCELED),
  };
}

let lastRegister = 0;

/** A register that was tallied, for as long as the worker lives. */
class WorkerTally {
  #ask;
  #of;
  #language;

  constructor(ask, of, language, told) {
    this.#ask = ask;
    this.#of = of;
    this.#language = language;
    Object.assign(this, told);
  }

  #call(method, given, settings) {
    return this.#ask({ kind: "register", method, of: this.#of, given, language: this.#language }, settings);
  }

  /** Tells it again: in a language, with figures of few persons left blank. */
  async tell({ language = this.#language, suppress = null }, settings) {
    this.#language = language;
    return Object.assign(this, await this.#call("tell", [suppress], settings));
  }

  write(format, settings) {
    return this.#call("write", [format], settings);
  }

  part(settings) {
    return this.#call("part", [], settings);
  }

  /** Lets go of what was counted. */
  free() {
    this.#call("free", []).catch(() => {});
  }
}

const METHODS = [
  "describe", "check", "writeFindings", "tryOut", "rollup", "writeRollup", "compare",
  "writeComparison",
];
/** How many arguments of a method come before its settings for the worker. */
const GIVEN = {
  describe: 0, check: 1, writeFindings: 2, tryOut: 3, rollup: 1, writeRollup: 2, compare: 1,
  writeComparison: 2,
};

/** The files are kept here, so that a thread that was ended can be begun again with them. */
class WorkerDocuments {
  #ask;
  #thread;
  #language;
  #options;
  #files = new Map();
  /** The thread that has the files as they are now. */
  #ready = null;

  constructor(ask, thread, language, options) {
    this.#ask = ask;
    this.#thread = thread;
    this.#language = language;
    this.#options = options;
  }

  setLanguage(language) {
    this.#language = language;
  }

  /** Adds a file: its bytes, or a `File` or `Blob`, which is read in the worker. */
  add(name, bytes) {
    this.#files.set(name, bytes);
    this.#ready = null;
  }

  remove(name) {
    this.#files.delete(name);
    this.#ready = null;
  }

  clear() {
    this.#files.clear();
    this.#ready = null;
  }

  async #call(method, given, settings) {
    const files = this.#ready !== null && this.#ready === this.#thread() ? null : [...this.#files];
    const request = {
      method, given, files, options: this.#options, language: this.#language, of: this.#number,
    };
    const value = await this.#ask(request, settings);
    this.#ready = this.#thread();
    return value;
  }

  /** A copy of a workbook with what is found on its cells. */
  async annotated(name, options, settings) {
    const workbook = this.#files.get(name);
    if (workbook === undefined) throw new EsepError({ code: "not-found", message: `no file ${name} was added` });
    return this.#call("annotated", [name, workbook, options], settings);
  }

  /** A form and period, added up, as a workbook. */
  rollupWorkbook(asked, settings) {
    return this.#call("rollupWorkbook", [[...this.#files], asked], settings);
  }

  /** The report of an organization on a period. */
  report(asked, format, settings) {
    return this.#call("report", [[...this.#files], asked, format], settings);
  }

  static #last = 0;
  #number = ++WorkerDocuments.#last;

  /** Lets go of the files. */
  free() {
    this.clear();
    if (this.#thread() !== null) this.#ask({ method: "free", of: this.#number }).catch(() => {});
  }

  static {
    for (const method of METHODS) {
      const count = GIVEN[method];
      this.prototype[method] = function (...given) {
        return this.#call(method, given.slice(0, count), given[count]);
      };
    }
  }
}

const address = () => new URL("./worker-thread.js", import.meta.url);
let beginThread = () => new Worker(address(), { type: "module" });

/** Has the browser's workers come from elsewhere: `begun` gives one that runs `worker-thread.js`. */
export function beginWorkersBy(begun) {
  beginThread = begun;
}

/** A thread of the browser's or of Node's, alike. */
function spawnThread() {
  if (typeof Worker === "function") {
    const worker = beginThread();
    return {
      listen: (told, failed) => {
        worker.addEventListener("message", ({ data }) => told(data));
        worker.addEventListener("error", failed);
      },
      send: (message, transfer) => worker.postMessage(message, transfer),
      rest: () => {},
      end: () => worker.terminate(),
    };
  }
  return spawnInNode(address());
}

/** In Node the module of threads is there only once it was imported, so messages wait for it. */
function spawnInNode(address) {
  const worker = import("node:worker_threads").then(({ Worker }) => new Worker(address));
  return {
    listen: (told, failed) => worker.then((thread) => {
      thread.on("message", told);
      thread.on("error", failed);
    }, failed),
    send: (message, transfer) => worker.then((thread) => {
      thread.ref();
      thread.postMessage(message, transfer);
    }),
    // What nobody waits for keeps no program from ending.
    rest: () => worker.then((thread) => thread.unref()),
    end: () => worker.then((thread) => thread.terminate()),
  };
}
