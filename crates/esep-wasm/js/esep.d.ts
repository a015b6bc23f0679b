// The types of the functions come from Rust and stand in core.d.ts.

import type { CodeSummary, Language, Place } from "./core.js";

export type * from "./core.js";
export {
  Documents, Filling, addUp, code, codes, form, formatFigure, forms, growth, growthBars, isReadAsGrids,
  readFigure, say, texts, version, writeAddUp, writeGrowth,
} from "./core.js";
export type { TallyFinding, TallyOptions, TallyTables } from "./tally.js";
export { Tallying, isWorkbook } from "./tally.js";
export { readGrids, readSheets } from "./office.js";
export type { ReportFormat, TemplateFormat, TemplateOptions } from "./write.js";
export { Writer, template } from "./write.js";

/** Why something could not be done, in the language in which it was asked for. */
export class EsepError extends Error {
  /**
   * What kind of error it is, such as `unknown-form`. `internal` is a mistake of Esep's own: objects
   * made before it are void, everything else goes on. `canceled`: somebody aborted it.
   * `not-fetched`: messages or pages could not be had. Mistakes of the calling program:
   * `not-loaded` (`load()` has not been awaited, or not for this language), `wrong-argument`, `void` (an object that was
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

/** What is to be loaded. */
export interface Loading {
  /** Where the module lies, or what it is, if not beside this file. */
  source?: Source;
  /** The languages in which Esep is to answer, all three unless they are named; more can be loaded later. */
  languages?: Language[];
}

/**
 * Loads the module, `esep.wasm`, and the messages of the languages, which must be awaited before
 * anything else is called; in Node all is loaded already.
 */
export function load(what?: Loading): Promise<void>;

/**
 * Loads, in its place or before it, a smaller module for pages that are to be ready soon: it has
 * what tells of forms, codes, figures and texts, and all of `Filling` but `read`, `readBefore` and
 * `write`. The rest is there once `load` is, and what was begun goes on. The module is `forms.wasm`.
 */
export function loadForms(what?: Loading): Promise<void>;

/** Loads what `Tallying` needs, which no other module has: `tally.wasm`. In Node, too. */
export function loadTally(what?: Loading): Promise<void>;

/**
 * Loads what `readGrids`, `readSheets` and `annotate` need, which no other module has: `office.wasm`. In Node, too.
 */
export function loadOffice(what?: { source?: Source }): Promise<void>;

/** Loads what `Writer` and `template` need, which no other module has: `write.wasm`. In Node, too. */
export function loadWrite(what?: Loading): Promise<void>;

/**
 * A copy of a workbook, `.xlsx` or `.xlsm`, with what `notes` of `Documents` gave on its cells;
 * everything else in it is as it was. What cannot be done is said in `language`.
 */
export function annotate(bytes: Uint8Array, notes: string, language: Language): Uint8Array;

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

/**
 * Has what lies beside this file come from elsewhere: `fetched` gives the text of a file, such as
 * `messages.kk.txt` or `pages.kk.json`.
 */
export function loadTextsBy(fetched: (name: string) => Promise<string>): void;

/** Loads the module at once, with the texts of `messages.kk.txt` and the like, by language. */
export function loadSync(
  source: BufferSource | WebAssembly.Module, messages: Partial<Record<Language, string>>,
): void;
