// Documents that are read and checked in a worker.

import type {
  ComparisonDocument, ComparisonOptions, Described, DocumentsOptions, FindingsDocument,
  FindingsFormat, FindingsOptions, Language, ReportOptions, RollupOptions, TableDocument, TableFormat,
  TriedDocument,
} from "./core.js";
import type { TallyFinding, TallyOptions, TallyTables } from "./tally.js";
import type { ReportFormat, TemplateFormat, TemplateOptions } from "./write.js";

/** How far a call has come: one step for each file that is read, and one for what is asked. */
export interface Progress {
  done: number;
  total: number;
}

/** What a call of a worker is told beside its own arguments. */
export interface Settings {
  /** Aborting ends the thread; the call is rejected with an `EsepError` of the code `canceled`. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** `Documents` whose calls are promises. */
export interface WorkerDocuments {
  setLanguage(language: Language): void;
  /**
   * Adds a file: its bytes, or a `File` or `Blob`, which is read in the worker; a workbook, a
   * document or a page, too.
   */
  add(name: string, bytes: Uint8Array | Blob): void;
  remove(name: string): void;
  clear(): void;
  describe(settings?: Settings): Promise<Described>;
  check(options?: FindingsOptions | null, settings?: Settings): Promise<FindingsDocument>;
  writeFindings(
    format: FindingsFormat, options?: FindingsOptions | null, settings?: Settings,
  ): Promise<string>;
  tryOut(
    explanation: number, solution: number, options?: FindingsOptions | null, settings?: Settings,
  ): Promise<TriedDocument | undefined>;
  /**
   * A copy of one of the `workbooks` that `check` names, with what does not add up marked and noted
   * on its cells; everything else in it is as it was.
   */
  annotated(name: string, options?: FindingsOptions | null, settings?: Settings): Promise<Uint8Array>;
  rollup(options: RollupOptions, settings?: Settings): Promise<TableDocument>;
  writeRollup(format: TableFormat, options: RollupOptions, settings?: Settings): Promise<string>;
  /** A form and period, added up, as a workbook with its formulas. */
  rollupWorkbook(options: RollupOptions, settings?: Settings): Promise<Uint8Array>;
  /** The report of an organization on a period. */
  report(options: ReportOptions, format: ReportFormat, settings?: Settings): Promise<Uint8Array>;
  compare(options: ComparisonOptions, settings?: Settings): Promise<ComparisonDocument>;
  writeComparison(
    format: TableFormat, options: ComparisonOptions, settings?: Settings,
  ): Promise<string>;
  /** Lets go of the files. */
  free(): void;
}

/** How many bytes of a register have come, of how many; `null` where nobody knows. */
export interface TallyProgress {
  done: number;
  total: number | null;
}

/** A register that was tallied. */
export interface WorkerTally {
  /** What was counted; `null` where nothing could be. */
  readonly tables: TallyTables | null;
  /** What could not be read, and which rows are left out. */
  readonly findings: TallyFinding[];
  /** How many rows were left out. */
  readonly rows_left_out: number;
  /**
   * Tells all that again, and writes it so from now on: in this language, with blanks for what
   * counts fewer persons than `suppress`, and for what that could be computed back from.
   */
  tell(how: { language?: Language; suppress?: number | null }, settings?: Settings): Promise<WorkerTally>;
  write(format: TableFormat, settings?: Settings): Promise<string>;
  /** What `esep tally merge` adds up with other parts: all figures, and no rows. */
  part(settings?: Settings): Promise<string>;
  /** Lets go of what was counted. */
  free(): void;
}

/** A worker of its own. */
export interface EsepWorker {
  documents(language: Language, options?: DocumentsOptions): WorkerDocuments;
  /**
   * Tallies a register by organization in little memory: a `File`, a `Blob`, or a stream of bytes,
   * which is given away. What is packed by gzip is unpacked on the way. It is there for as long as
   * the thread: whatever is canceled ends that.
   */
  tally(
    register: Blob | ReadableStream<Uint8Array>,
    options: TallyOptions & {
      structure?: { name: string; bytes: Uint8Array | Blob } | null;
      suppress?: number | null;
    },
    language: Language,
    settings?: { signal?: AbortSignal; onProgress?: (progress: TallyProgress) => void },
  ): Promise<WorkerTally>;
  /** A form to be sent out, as `template` gives it. */
  template(
    form: string, format: TemplateFormat, options: TemplateOptions | null, language: Language,
    settings?: { signal?: AbortSignal },
  ): Promise<Uint8Array>;
  /** What `readGrids` gives of a workbook, a document or a page. */
  grids(name: string, bytes: Uint8Array | Blob, settings?: { signal?: AbortSignal }): Promise<string>;
  /** Ends the thread. */
  close(): void;
}

/** A thread as `createWorker` needs it, where it is not begun from `worker-thread.js`. */
export interface Thread {
  listen(told: (message: unknown) => void, failed: (cause: unknown) => void): void;
  send(message: unknown, transfer: Transferable[]): void;
  /** Nothing is waited for. */
  rest(): void;
  end(): void;
}

/** A worker that begins, and loads the module, with its first documents. */
export function createWorker(options?: { spawn?: () => Thread }): EsepWorker;

/** Has the browser's workers come from elsewhere: `begun` gives one that runs `worker-thread.js`. */
export function beginWorkersBy(begun: () => Worker): void;
