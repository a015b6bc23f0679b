// The package `esep`: loads the modules and makes an `EsepError` of whatever goes wrong in them.
// What the functions do is written in Rust; see esep.d.ts.

import initializeAll, * as all from "./core.js";
import initializeForms, * as first from "./forms.js";

/** Why something could not be done. */
export class EsepError extends Error {
  constructor({ code, message, place = null, hints = [], cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "EsepError";
    this.code = code;
    this.place = place;
    this.hints = hints;
  }
}

/** The text of a file beside this one. */
let fetchText = async (name) => {
  const response = await fetch(new URL(`./${name}`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
};

/** Has the texts that lie beside the module come from elsewhere: `fetched` gives that of a name. */
export function loadTextsBy(fetched) {
  fetchText = fetched;
}

/** What is fetched once for each language, by name, as far as it was asked for. */
const fetched = new Map();

async function textOf(name) {
  if (!fetched.has(name)) fetched.set(name, fetchText(name));
  try {
    return await fetched.get(name);
  } catch (cause) {
    fetched.delete(name);
    throw new EsepError({ code: "not-fetched", message: String(cause?.message ?? cause), cause });
  }
}

/** The page of a code: what the finding says, why it matters, an example, how to put it right. */
export async function explain(name, language) {
  const summary = code(name, language);
  const pages = JSON.parse(await textOf(`pages.${language}.json`));
  return { ...summary, ...pages[summary.code] };
}

/** The module that has all of Esep, and the one that has what forms need while they are filled. */
const ALL = {
  core: all, initialize: initializeAll, address: () => new URL("./esep.wasm", import.meta.url),
  loading: null, isLoaded: false,
};
const FORMS = {
  core: first, initialize: initializeForms, address: () => new URL("./forms.wasm", import.meta.url),
  loading: null, isLoaded: false,
};

/** The module that tallies registers; its glue comes with it. */
const TALLY = {
  core: null, address: () => new URL("./tally.wasm", import.meta.url), loading: null, isLoaded: false,
  initialize: async (what) => {
    TALLY.core ??= await import("./tally.js");
    return TALLY.core.default(what);
  },
};

/** The module that reads workbooks and documents; its glue comes with it, and it knows no sentence. */
const OFFICE = {
  core: null, address: () => new URL("./office.wasm", import.meta.url), loading: null, isLoaded: false,
  initialize: async (what) => {
    OFFICE.core ??= await import("./office.js");
    return OFFICE.core.default(what);
  },
};

/** The module that writes workbooks, documents and reports; its glue comes with it. */
const WRITE = {
  core: null, address: () => new URL("./write.wasm", import.meta.url), loading: null, isLoaded: false,
  initialize: async (what) => {
    WRITE.core ??= await import("./write.js");
    return WRITE.core.default(what);
  },
  // What only stands in what is written comes with it, too.
  says: (language, text) => writing.has(language) ? text + writing.get(language) : null,
};

const LANGUAGES = ["kk", "ru", "en"];

/** The messages that are there, by language. */
const messages = new Map();

/** The messages that only stand in what is written, by language. */
const writing = new Map();

let lastLanguage = "en";

/** Brings a module all the messages that are there. */
function teach({ core, says = (language, text) => text }) {
  for (const [language, text] of messages) {
    const said = says(language, text);
    if (said !== null) core.bring?.(language, said);
  }
}

/** The module has come. */
function arrived(module) {
  teach(module);
  module.isLoaded = true;
}

/** Loads a module once, whoever asks: from beside this file, or from `source`. */
async function begin(module, source) {
  if (module.isLoaded) return;
  module.loading ??= module.initialize({ module_or_path: source ?? module.address() });
  try {
    await module.loading;
    arrived(module);
  } catch (cause) {
    module.loading = null;
    throw cause;
  }
}

/** Has Esep speak these languages. */
async function speak(languages) {
  await Promise.all(languages.filter((language) => !messages.has(language)).map(async (language) => {
    messages.set(language, await textOf(`messages.${language}.txt`));
    [FORMS, ALL, TALLY, WRITE].filter(({ isLoaded }) => isLoaded).forEach(teach);
  }));
}

/** Loads all of Esep. */
export async function load({ source, languages = LANGUAGES } = {}) {
  await Promise.all([begin(ALL, source), speak(languages)]);
}

/** Loads what forms need while they are filled. */
export async function loadForms({ source, languages = LANGUAGES } = {}) {
  await Promise.all([ALL.isLoaded || begin(FORMS, source), speak(languages)]);
}

/** Loads what tallies registers. */
export async function loadTally({ source, languages = LANGUAGES } = {}) {
  await Promise.all([begin(TALLY, source), speak(languages)]);
}

/** Loads what reads workbooks, documents and pages, and puts notes on workbooks. */
export async function loadOffice({ source } = {}) {
  await begin(OFFICE, source);
}

/** Loads what writes workbooks, documents and reports. */
export async function loadWrite({ source, languages = LANGUAGES } = {}) {
  const brought = languages.map(async (language) => {
    writing.set(language, await textOf(`writing.${language}.txt`));
  });
  await Promise.all([begin(WRITE, source), speak(languages), ...brought]);
  teach(WRITE);
}

/** Loads all of Esep at once, from the bytes of its module and from its messages. */
export function loadSync(source, texts) {
  ALL.core.initSync({ module: source });
  for (const [language, text] of Object.entries(texts)) messages.set(language, text);
  arrived(ALL);
}

/**
 * The module to ask for a function or class: of those that are loaded and have it, the smaller one,
 * which has answered before. `null` where there is none.
 */
function having(name) {
  return [FORMS, ALL].find(({ core, isLoaded }) => isLoaded && name in core) ?? null;
}

/** The error that is thrown in place of what a module threw. */
function errorOf(module, cause) {
  if (cause instanceof EsepError) return cause;
  if (!(cause instanceof Error)) return new EsepError(cause);
  const isTrap = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError
    || cause.name === "InternalError";
  if (isTrap) {
    // The module has come to a stop: a new one takes its place, objects of the old are void.
    module.core.__wbg_reset_state();
    teach(module);
    const { core: speaking } = having("internalError") ?? module;
    return new EsepError({ ...JSON.parse(speaking.internalError(lastLanguage)), cause });
  }
  // Mistakes of whoever calls; the module is as it was.
  const code = cause instanceof TypeError ? "wrong-argument" : "void";
  return new EsepError({ code, message: cause.message, cause });
}

/** What `call` gives, asked of a module; it throws nothing but `EsepError`. */
function attempt(module, given, call) {
  if (module === null) {
    throw new EsepError({ code: "not-loaded", message: "the module has not been loaded, or not awaited" });
  }
  const last = given.at(-1);
  if (last === "kk" || last === "ru" || last === "en") lastLanguage = last;
  try {
    return call(module.core);
  } catch (cause) {
    throw errorOf(module, cause);
  }
}

/** The function of this name, of which only `EsepError` is thrown. */
function guarded(name) {
  return (...given) => attempt(having(name), given, (core) => core[name](...given));
}

/** The names of a class's own methods. */
function methodsOf({ prototype }) {
  const names = Object.getOwnPropertyNames(prototype);
  return names.filter((name) => name !== "constructor" && name !== "free" && !name.startsWith("__"));
}

/** What is known of each filling: the module that it lives in, what it is there, its language. */
const fillings = new WeakMap();

/** Makes what a filling is in the module that answers. */
function fill(filling, given, make) {
  const module = having("Filling");
  const inner = attempt(module, given, make);
  fillings.set(filling, { module, inner, language: given.at(-1) });
  return filling;
}

/** What a filling is in a module that has this method: it moves to the other where its own has not. */
function livingWith(filling, method) {
  const living = fillings.get(filling);
  if (!(method in living.inner)) {
    const { inner, language } = living;
    const moved = attempt(ALL.isLoaded ? ALL : null, [language], (core) =>
      core.Filling.restore(inner.save(), language));
    inner.free();
    Object.assign(living, { module: ALL, inner: moved });
  }
  return living;
}

export class Filling {
  constructor(...given) {
    fill(this, given, (core) => new core.Filling(...given));
  }

  static restore(...given) {
    return fill(Object.create(Filling.prototype), given, (core) => core.Filling.restore(...given));
  }

  free() {
    fillings.get(this).inner.free();
  }

  static {
    for (const method of methodsOf(all.Filling)) {
      this.prototype[method] = function (...given) {
        const living = livingWith(this, method);
        const answer = attempt(living.module, given, () => living.inner[method](...given));
        if (method === "setLanguage") [living.language] = given;
        return answer;
      };
    }
    if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.free;
  }
}

for (const method of methodsOf(all.Documents)) {
  const original = all.Documents.prototype[method];
  all.Documents.prototype[method] = function (...given) {
    return attempt(ALL, given, () => original.apply(this, given));
  };
}

export const Documents = new Proxy(all.Documents, {
  construct: (target, given, made) =>
    attempt(having("Documents"), given, () => Reflect.construct(target, given, made)),
});

/** A class of a module that may not be there yet, with these methods. */
function later(module, name, methods) {
  const inner = new WeakMap();
  const made = class {
    constructor(...given) {
      inner.set(this, attempt(module.isLoaded ? module : null, given, (core) => new core[name](...given)));
    }

    free() {
      inner.get(this).free();
    }
  };
  for (const method of methods) {
    made.prototype[method] = function (...given) {
      return attempt(module, given, () => inner.get(this)[method](...given));
    };
  }
  if (Symbol.dispose) made.prototype[Symbol.dispose] = made.prototype.free;
  return made;
}

export const Tallying = later(TALLY, "Tallying", [
  "setStructure", "setLanguage", "push", "pushSheets", "suppress", "rowsLeftOut", "tables", "findings", "write", "part",
]);

export const Writer = later(WRITE, "Writer", [
  "setLanguage", "add", "addGrids", "remove", "clear", "rollupWorkbook", "report",
]);

/** A form to be sent out. */
export function template(...given) {
  return attempt(WRITE.isLoaded ? WRITE : null, given, (core) => core.template(...given));
}

/** What stands in a workbook, a document or a page. */
export function readGrids(name, bytes) {
  return attempt(OFFICE.isLoaded ? OFFICE : null, [], (core) => core.readGrids(name, bytes));
}

/** What the sheets of a workbook say, for `pushSheets`. */
export function readSheets(name, bytes) {
  return attempt(OFFICE.isLoaded ? OFFICE : null, [], (core) => core.readSheets(name, bytes));
}

/** Whether a register of this name is a workbook. */
export function isWorkbook(name) {
  return attempt(TALLY.isLoaded ? TALLY : null, [], (core) => core.isWorkbook(name));
}

/** A copy of a workbook with notes on its cells. */
export function annotate(bytes, notes, language) {
  return attempt(OFFICE.isLoaded ? OFFICE : null, [language], (core) => {
    try {
      return core.annotate(bytes, notes);
    } catch (told) {
      // Why it could not be done; what words it stands in the other module.
      if (typeof told !== "string") throw told;
      return attempt(having("refuseGrids"), [language], (wording) => wording.refuseGrids(told, language));
    }
  });
}

export const isReadAsGrids = guarded("isReadAsGrids");
export const version = guarded("version");
export const texts = guarded("texts");
export const say = guarded("say");
export const forms = guarded("forms");
export const form = guarded("form");
export const codes = guarded("codes");
export const code = guarded("code");
export const readFigure = guarded("readFigure");
export const formatFigure = guarded("formatFigure");
export const addUp = guarded("addUp");
export const writeAddUp = guarded("writeAddUp");
export const growth = guarded("growth");
export const growthBars = guarded("growthBars");
export const writeGrowth = guarded("writeGrowth");
