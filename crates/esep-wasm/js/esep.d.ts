// The types of the functions come from Rust and stand in core.d.ts.

import type { Place } from "./core.js";

export type * from "./core.js";
export { Documents, codes, explain, form, forms, say, texts, version } from "./core.js";

/** Why something could not be done, in the language in which it was asked for. */
export class EsepError extends Error {
  /**
   * What kind of error it is, such as `unknown-form`. `internal` is a mistake of Esep's own: objects
   * made before it are void, everything else goes on. `not-loaded`: `load()` has not been awaited.
   */
  readonly code: string;
  /** Where in a file it lies. */
  readonly place: Place | null;
  /** What to do. */
  readonly hints: string[];
}

/**
 * Loads the module, which must be awaited once before anything else is called; in Node it is loaded
 * already. `source` is where the module lies, or what it is, if not `esep.wasm` beside this file.
 */
export function load(
  source?: string | URL | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>;

/** Loads the module at once. Browsers want that in workers only, where it is large. */
export function loadSync(source: BufferSource | WebAssembly.Module): void;
