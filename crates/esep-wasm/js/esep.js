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

/** The module that has all of Esep, and the one that has what forms need while they are filled. */
const ALL = {
  core: all, initialize: initializeAll, address: () => new URL("./esep.wasm", import.meta.url),
  loading: null, isLoaded: false,
};
const FORMS = {
  core: first, initialize: initializeForms, address: () => new URL("./forms.wasm", import.meta.url),
  loading: null, isLoaded: false,
};

let lastLanguage = "en";

/** Loads a module once, whoever asks: from beside this file, or from `source`. */
async function begin(module, source) {
  if (module.isLoaded) return;
  module.loading ??= module.initialize({ module_or_path: source ?? module.address() });
  try {
    await module.loading;
    module.isLoaded = true;
  } catch (cause) {
    module.loading = null;
    throw cause;
  }
}

/** Loads all of Esep. */
export async function load(source) {
  await begin(ALL, source);
}

/** Loads what forms need while they are filled. */
export async function loadForms(source) {
  if (!ALL.isLoaded) await begin(FORMS, source);
}

/** Loads all of Esep at once, from the bytes of its module. */
export function loadSync(source) {
  ALL.core.initSync({ module: source });
  ALL.isLoaded = true;
}

/**
 * The module to ask for a function or class: of those that are loaded and have it, the smaller one,
 * which has answered before. `null` where there is none.
 */
function having(name) {
  return [FORMS, ALL].find(({ core, isLoaded }) => isLoaded && name in core) ?? null;
}

/** The error that is thrown in place of what a module threw. */
function errorOf({ core }, cause) {
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

/** What `call` gives, asked of a module; it throws nothing but `EsepError`. */
function attempt(module, given, call) {
  if (module === null) {
    throw new EsepError({ code: "not-loaded", message: "`load()` has not been awaited" });
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
