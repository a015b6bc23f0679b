// Uses everything that the package declares; `tsc --strict` must accept all of it, and refuse what
// is marked.

import {
  Documents, EsepError, Filling, Tallying, Writer, addUp, annotate, code, codes, explain, form, formatFigure, forms, growth,
  growthBars, isReadAsGrids, isWorkbook, load, loadForms, loadOffice, loadTally, loadSync, loadTextsBy, loadWrite, readFigure,
  readGrids, readSheets, say, template, texts,
  version, writeAddUp,
  writeGrowth,
} from "esep";
import type {
  AddUp, CodeSummary, ComparisonDocument, Described, Explanation, FigureRead, FillingState,
  FindingsDocument, FormDescription, FormSummary, Language, Place, ReportFormat, ReportOptions, ShownExplanation,
  SolutionDocument, TableDocument, TallyFinding, TallyOptions, TallyTables, TemplateFormat, TemplateOptions, TriedDocument,
} from "esep";
import { beginWorkersBy, createWorker } from "esep/worker";
import type { Progress, TallyProgress, WorkerDocuments, WorkerTally } from "esep/worker";

export async function everything(module: WebAssembly.Module, bytes: Uint8Array): Promise<string[]> {
  await loadForms();
  await loadTally({ languages: ["kk"] });
  await loadOffice({ source: "office.wasm" });
  await loadWrite({ source: "write.wasm", languages: ["kk"] });
  await load();
  await load({ source: module, languages: ["kk"] });
  loadSync(module, { kk: "", en: "" });
  loadTextsBy(async (name: string) => name);

  const language: Language = "kk";
  // @ts-expect-error: no such language
  forms("de");
  const listed: FormSummary[] = forms(language);
  const described: FormDescription = form(listed[0]?.id ?? "7", language);
  const unit: "count" | "money" | "share" | "rate" | "number" | undefined = described.lines[0]?.unit.kind;
  const number: string | null = described.number;
  const all: CodeSummary[] = codes(language);
  const one: CodeSummary = code("F001", language);
  const page: Explanation = await explain(one.name, "ru");
  const words: Record<string, string> = texts("en");
  const said: string = say("files.count", { n: 3, name: "a" }, "en");
  const read: FigureRead = readFigure("14,4 %", "percent", "ru");
  const written: string = formatFigure(read.value ?? "0", "percent", "en");

  const verdict: AddUp = addUp("60 + 40 = 100", "en");
  const role: "label" | "figure" | "total" | "share" | "other" | undefined = verdict.rows[0]?.[0]?.role;
  const markdown: string = writeAddUp("markdown", "60 + 40 = 100", "en");
  const grown: TableDocument = growth("a 1", "a 2", "en");
  const bar: string | undefined = growthBars("a 1", "a 2", "en")[0]?.length;
  const grownCsv: string = writeGrowth("csv", "a 1", "a 2", "en");

  const filling = new Filling("legal-service", "2020-H1", "en");
  filling.setLanguage("ru");
  filling.setPeriod("2020-H2");
  filling.setOrganization("A");
  let state: FillingState = filling.set("now", "violations", null, "12");
  state = filling.set("year-ago", "violations", undefined, "12");
  // @ts-expect-error: no such column of figures
  filling.set("before", "violations", null, "12");
  state = filling.read("a.csv", bytes);
  state = filling.readBefore("previous", "a.csv", bytes);
  state = filling.readGrids("a.xlsx", readGrids("a.xlsx", bytes));
  state = filling.readGridsBefore("year-ago", "a.xlsx", readGrids("a.xlsx", bytes));
  state = filling.state();
  const why: ShownExplanation[] = filling.explanations();
  filling.clear("previous");
  const computed: string | undefined = state.cells[0]?.now.computed?.shown;
  const clean: boolean | null = state.clean;
  const again: Filling = Filling.restore(filling.save(), "en");
  const html: string = again.write("html");

  const documents = new Documents("en", { form: "7", period: "2020-H1" });
  new Documents("en").free();
  // @ts-expect-error: no such option
  new Documents("en", { fomr: "7" });
  documents.setLanguage("kk");
  documents.add("a.toml", bytes);
  if (isReadAsGrids("a.xlsx")) documents.addGrids("a.xlsx", readGrids("a.xlsx", bytes));
  documents.remove("a.toml");
  documents.clear();
  const files: Described = documents.describe();
  const found: FindingsDocument = documents.check({ select: ["F"] });
  const copy: Uint8Array = annotate(bytes, documents.notes(found.workbooks[0] ?? "", { explain: "all" }), "kk");
  const within: string | null | undefined = found.findings[0]?.within;
  const place: Place | null | undefined = found.findings[0]?.place;
  const severity: "error" | "warning" | undefined = found.findings[0]?.severity;
  const text: string = documents.writeFindings("sarif", { ignore: ["Q"], explain: "all" });
  const way: SolutionDocument | undefined = found.explanations[0]?.solutions[0];
  const tried: TriedDocument | undefined = documents.tryOut(0, 0, { select: ["F"] });
  const table: TableDocument = documents.rollup({ form: "7", period: "2020-H1" });
  const csv: string = documents.writeRollup("csv", { form: "7", period: "2020-H1", level: "regional" });
  const compared: ComparisonDocument = documents.compare({ from: "2019", to: "2020", line: ["members"] });
  const ranking: string = documents.writeComparison("markdown", { from: "2019", to: "2020", table: "ranking" });

  const writer = new Writer("kk", { period: "2020-H1" });
  writer.setLanguage("en");
  writer.add("a.toml", bytes);
  writer.addGrids("a.xlsx", readGrids("a.xlsx", bytes));
  writer.remove("a.xlsx");
  const asked: ReportOptions = { period: "2020-H1", organization: "a" };
  const kind: ReportFormat = "docx";
  const reported: Uint8Array = writer.report(documents.annex(asked), kind);
  // @ts-expect-error: no report is written so
  writer.report(documents.annex(asked), "xlsx");
  const consolidated: Uint8Array = writer.rollupWorkbook({ form: "7", period: "2020-H1" });
  writer.clear();
  writer.free();
  const sent: TemplateOptions = { organization: "a", period: "2020-H1", filled: filling.write("json") };
  const paper: TemplateFormat = "xlsx";
  const sheets: Uint8Array[] = [reported, consolidated, template("7", paper, sent, "kk"), template("7", "docx", null, "ru")];

  const tallying = new Tallying({ register: "members", as_of: "2020-07-01" }, "en");
  tallying.setStructure("structure.csv", bytes);
  tallying.setLanguage("ru");
  if (isWorkbook("members.xlsx")) tallying.pushSheets(readSheets("members.xlsx", bytes));
  else tallying.push(bytes);
  const tallied: TallyTables | null = tallying.tables();
  const faults: TallyFinding[] = tallying.findings();
  tallying.suppress(5);
  tallying.suppress(null);
  const leftOut: number = tallying.rowsLeftOut();
  const part: string = tallying.part() + tallying.write("csv");
  // @ts-expect-error: no such register
  const wrong: TallyOptions = { register: "choirs" };

  beginWorkersBy(() => new Worker("worker.js", { type: "module" }));
  const worker = createWorker();
  const inWorker: WorkerDocuments = worker.documents("en", { period: "2020" });
  inWorker.add("a.toml", bytes);
  inWorker.setLanguage("ru");
  const signal = new AbortController().signal;
  const onProgress = ({ done, total }: Progress) => console.log(done / total);
  const same: FindingsDocument = await inWorker.check({ select: ["F"] }, { signal, onProgress });
  const files2: Described = await inWorker.describe({ signal });
  const tables: (TableDocument | ComparisonDocument | string)[] = [
    await inWorker.rollup({ form: "7", period: "2020" }),
    await inWorker.writeRollup("html", { form: "7", period: "2020" }),
    await inWorker.compare({ from: "2019", to: "2020" }),
    await inWorker.writeComparison("text", { from: "2019", to: "2020" }),
    await inWorker.writeFindings("json"),
  ];
  sheets.push(
    await inWorker.rollupWorkbook({ form: "7", period: "2020" }, { signal }),
    await inWorker.report({ period: "2020" }, "html", { signal }),
    await worker.template("7", "xlsx", { period: "2020-H1" }, "en", { signal }));
  const grids: string = await worker.grids("a.docx", new Blob([]), { signal });
  const marked: Uint8Array = await inWorker.annotated("a.xlsx", { explain: "none" }, { signal });
  inWorker.remove("a.toml");
  inWorker.clear();
  inWorker.free();
  const far: WorkerTally = await worker.tally(
    new Blob([]), { register: "cases", period: "2020", structure: { name: "structure.csv", bytes }, suppress: 5 }, "en",
    { signal, onProgress: ({ done, total }: TallyProgress) => console.log(done, total ?? "") });
  const retold: WorkerTally = await far.tell({ language: "ru", suppress: 5 }, { signal });
  const farther: string[] = [await far.write("csv"), await far.part({ signal }), ...retold.findings.map(({ message }) => message)];
  const counts: (number | undefined)[] = [far.rows_left_out, far.tables?.total.rows.length];
  far.free();
  worker.close();

  try {
    form("choir", "en");
  } catch (error) {
    if (error instanceof EsepError) return [error.code, error.message, ...error.hints, error.place?.file ?? ""];
  }
  return [
    version(), String(role), String(bar), markdown, grownCsv, ...grown.notes, page.html, said, written, html, text, csv, ranking, String(unit), String(number),
    String(computed), String(clean), String(place?.line), `${place?.sheet} ${place?.cell}`, String(within), String(copy.length + marked.length), String(severity), words["a"] ?? "",
    ...all.map(({ title }) => title), ...files.files, ...files2.files, ...table.notes,
    ...(tallied?.organizations.notes ?? []), ...faults.map(({ severity }) => severity), String(leftOut), part, wrong.register ?? "",
    ...farther, ...counts.map(String),
    ...compared.notes, ...same.findings.map(({ message }) => message), String(tables.length), grids, ...sheets.map(String), ...files.reporting.map(({ label }) => label),
  ];
}
