// The package `esep`: loads the module and makes an `EsepError` of whatever goes wrong in it.
// What the functions do is written in Rust; see esep.d.ts.

import initialize, * as core from "./core.js";

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

/** The pages that explain codes, by language, as far as they were asked for. */
const pages = new Map();
let fetchPages = async (language) => {
  const response = await fetch(new URL(`./pages.${language}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.json();
};

/** Has the pages come from elsewhere: `fetched` gives those of a language. */
export function loadPagesBy(fetched) {
  fetchPages = fetched;
}

/** The page of a code: what the finding says, why it matters, an example, how to put it right. */
export async function explain(name, language) {
  const summary = code(name, language);
  if (!pages.has(language)) pages.set(language, fetchPages(language));
  try {
    return { ...summary, ...(await pages.get(language))[summary.code] };
  } catch (cause) {
    pages.delete(language);
    throw new EsepError({ code: "not-fetched", message: String(cause?.message ?? cause), cause });
  }
}

let isLoaded = false;
let loading = null;
let lastLanguage = "en";

/** Loads the module once, whoever asks: from beside this file, or from `source`. */
export async function load(source) {
  if (isLoaded) return;
  loading ??= initialize({ module_or_path: source ?? new URL("./esep.wasm", import.meta.url) });
  try {
    await loading;
    isLoaded = true;
  } catch (cause) {
    loading = null;
    throw cause;
  }
}

/** Loads the module at once, from its bytes. */
export function loadSync(source) {
  core.initSync({ module: source });
  isLoaded = true;
}

/** The error that is thrown in place of `cause`. */
function errorOf(cause) {
  if (cause instanceof EsepError) return cause;
  if (!(cause instanceof Error)) return new EsepError(cause);
  const isTrap = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError
    || cause.name === "InternalError";
  if (isTrap) {
    // The module has come to a stop: a new one takes its place, objects of the old are void.
    core.__wbg_reset_state();
    return new EsepError({ ...JSON.parse(core.internalError(lastLanguage)), cause });
  }
  // Mistakes of whoever calls; the module is as it was.
  const code = cause instanceof TypeError ? "wrong-argument" : "void";
  return new EsepError({ code, message: cause.message, cause });
}

/** What `call` gives; it throws nothing but `EsepError`. */
function attempt(given, call) {
  if (!isLoaded) {
    throw new EsepError({ code: "not-loaded", message: "`load()` has not been awaited" });
  }
  const last = given.at(-1);
  if (last === "kk" || last === "ru" || last === "en") lastLanguage = last;
  try {
    return call();
  } catch (cause) {
    throw errorOf(cause);
  }
}

/** The function, of which only `EsepError` is thrown. */
function guarded(original) {
  return function (...given) {
    return attempt(given, () => original.apply(this, given));
  };
}

/** The class, of whose constructor and methods only `EsepError` is thrown. */
function guardedClass(original) {
  for (const holder of [original, original.prototype]) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const isOwn = name === "constructor" || name === "free" || name.startsWith("__");
      if (typeof value === "function" && !isOwn) holder[name] = guarded(value);
    }
  }
  return new Proxy(original, {
    construct: (target, given, made) => attempt(given, () => Reflect.construct(target, given, made)),
  });
}

export const version = guarded(core.version);
export const texts = guarded(core.texts);
export const say = guarded(core.say);
export const forms = guarded(core.forms);
export const form = guarded(core.form);
export const codes = guarded(core.codes);
export const code = guarded(core.code);
export const readFigure = guarded(core.readFigure);
export const formatFigure = guarded(core.formatFigure);
export const addUp = guarded(core.addUp);
export const writeAddUp = guarded(core.writeAddUp);
export const growth = guarded(core.growth);
export const growthBars = guarded(core.growthBars);
export const writeGrowth = guarded(core.writeGrowth);
export const Filling = guardedClass(core.Filling);
export const Documents = guardedClass(core.Documents);
