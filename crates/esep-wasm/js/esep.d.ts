// The types of the functions come from Rust and stand in core.d.ts.

import type { CodeSummary, Language, Place } from "./core.js";

export type * from "./core.js";
export {
  Documents, Filling, addUp, code, codes, form, formatFigure, forms, growth, growthBars, readFigure, say,
  texts, version, writeAddUp, writeGrowth,
} from "./core.js";

/** Why something could not be done, in the language in which it was asked for. */
export class EsepError extends Error {
  /**
   * What kind of error it is, such as `unknown-form`. `internal` is a mistake of Esep's own: objects
   * made before it are void, everything else goes on. `canceled`: somebody aborted it.
   * `not-fetched`: the pages of `explain` could not be had. Mistakes of the calling program:
   * `not-loaded` (`load()` has not been awaited), `wrong-argument`, `void` (an object that was
   * freed, or made before an internal mistake).
   */
  readonly code: string;
  /** Where in a file it lies. */
  readonly place: Place | null;
  /** What to do. */
  readonly hints: string[];
}

/** Where a module lies, or what it is. */
export type Source = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the module, which must be awaited once before anything else is called; in Node it is loaded
 * already. `source` is where the module lies, or what it is, if not `esep.wasm` beside this file.
 */
export function load(source?: Source): Promise<void>;

/**
 * Loads, in its place or before it, a smaller module for pages that are to be ready soon: it has
 * what tells of forms, codes, figures and texts, and all of `Filling` but `read`, `readBefore` and
 * `write`. The rest is there once `load` is, and what was begun goes on. `source` is where the
 * module lies, or what it is, if not `forms.wasm` beside this file.
 */
export function loadForms(source?: Source): Promise<void>;

/** The page that explains a code. */
export interface Explanation extends CodeSummary {
  /** The page, its heading included. */
  markdown: string;
  /** The same as a part of a page. */
  html: string;
}

/**
 * The page of a code: what the finding says, why it matters, an example, how to put it right. The
 * pages of a language are fetched when the first of them is asked for.
 */
export function explain(name: string, language: Language): Promise<Explanation>;

/** Has the pages come from elsewhere: `fetched` gives what `pages.kk.json` and the like hold. */
export function loadPagesBy(
  fetched: (language: Language) => Promise<Record<string, { markdown: string; html: string }>>,
): void;

/** Loads the module at once. */
export function loadSync(source: BufferSource | WebAssembly.Module): void;
