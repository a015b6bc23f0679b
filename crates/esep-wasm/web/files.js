// Check my files: what was dropped, what does not add up in it, and what it gives together.

import { announce, h, icon, put } from "./dom.js";
import { dropArea } from "./drop-area.js";
import { findingsByFile } from "./files-findings.js";
import { fileNames, openDocuments, removeFile, removeFiles, takeFiles } from "./files-store.js";
import { comparisonPanel, reportPanel, rollupPanel } from "./files-tables.js";
import { say, t } from "./language.js";
import { downloadWorkbook, saveBar } from "./save.js";
import { verdictBox } from "./verdict.js";

/** @typedef {import("./esep/esep.js").FindingsDocument} FindingsDocument */
/** @typedef {import("./esep/worker.js").WorkerDocuments} WorkerDocuments */

/** So many files are named one by one. */
const NAMED = 30;

/** Who looks away for less than this sees no progress, which would only flicker. */
const PATIENCE = 300;

/** @param {HTMLElement} place */
export function showFiles(place) {
  const taken = h("div", {});
  const work = h("div", { class: "work" });
  const result = h("div", { class: "results" });
  let working = new AbortController();

  /** Reads and checks all files; a look that is still under way is given up. */
  async function look() {
    working.abort();
    working = new AbortController();
    const { signal } = working;
    put(taken, filesTaken(look));
    put(work);
    put(result);
    if (fileNames().length === 0) return;
    const progress = h("progress", { "aria-label": t("files.working"), max: "1" });
    const stop = () => {
      working.abort();
      put(work, h("p", { class: "note" }, t("files.stopped")), h("button", { type: "button", click: look }, t("files.again")));
    };
    const patience = setTimeout(() => put(work, h("p", {}, t("files.working")), progress,
      h("button", { type: "button", click: stop }, t("files.cancel"))), PATIENCE);
    const onProgress = (/** @type {{ done: number, total: number }} */ { done, total }) => {
      progress.max = total;
      progress.value = done;
    };
    try {
      const documents = openDocuments();
      const found = await documents.check({ explain: "none" }, { signal, onProgress });
      if (signal.aborted) return;
      const [findings, tables] = [h("div", { class: "results" }), h("div", { class: "results" })];
      put(findings, ...whatWasFound(documents, found));
      put(result, findings, tables);
      announce(found.verdict);
      // Of large tables these take longer than the verdict.
      put(tables, ...whatTheyGive(documents, await documents.describe({ signal })));
      if (found.findings.length > 0) put(findings, ...whatWasFound(documents, await documents.check({}, { signal })));
      put(work);
    } catch (error) {
      if (signal.aborted) return;
      put(work);
      result.append(verdictBox("bad", error instanceof Error ? error.message : String(error)));
    } finally {
      clearTimeout(patience);
    }
  }

  put(place,
    h("h1", { tabindex: "-1" }, t("files.title")),
    h("p", { class: "lead" }, t("files.lead")),
    dropArea({
      heading: t("files.drop"), note: t("files.private"), folder: true,
      take: (files) => {
        takeFiles(files);
        look();
      },
    }),
    taken, work, result);
  // The worker is ready when the first files come.
  openDocuments();
  look();
  return () => working.abort();
}

/**
 * The verdict, and the findings by file.
 * @param {WorkerDocuments} documents
 * @param {FindingsDocument} found
 */
function whatWasFound(documents, found) {
  const all = found.findings;
  const errors = all.filter((finding) => finding.severity === "error");
  /** @param {FindingsDocument["findings"]} some */
  const byFile = (some) => findingsByFile(some, found, (explanation, solution) => documents.tryOut(explanation, solution));
  const findings = h("div", {}, ...byFile(all));
  const severity = h("select", {
    id: "severity", change: () => put(findings, ...byFile(severity.value === "all" ? all : errors)),
  },
    h("option", { value: "all" }, t("files.severity.all")),
    h("option", { value: "errors" }, t("files.severity.errors")));
  const tone = found.clean === null ? "open" : errors.length > 0 ? "bad" : all.length > 0 ? "warning" : "good";
  return [
    h("div", { id: "verdict" }, verdictBox(tone, found.verdict)),
    all.length > 0 && h("section", { "aria-labelledby": "files-findings" },
      h("h2", { id: "files-findings" }, t("files.findings")),
      errors.length > 0 && errors.length < all.length && h("div", { class: "controls" }, h("div", {},
        h("label", { for: "severity", class: "field-label" }, t("files.severity")), severity)),
      findings,
      saveBar({
        name: () => "esep-findings", formats: ["html", "markdown", "json", "sarif", "text"],
        write: (format) => documents.writeFindings(format),
      }),
      markedCopies(documents, found.workbooks)),
  ];
}

/**
 * Buttons that save copies of workbooks, with what was found on their cells.
 * @param {WorkerDocuments} documents
 * @param {string[]} workbooks
 */
function markedCopies(documents, workbooks) {
  if (workbooks.length === 0) return null;
  const failed = h("div", { role: "status" });
  const save = async (/** @type {string} */ name) => {
    try {
      put(failed);
      downloadWorkbook(markedName(name), await documents.annotated(name));
      announce(t("save.done"));
    } catch (error) {
      put(failed, verdictBox("open", error instanceof Error ? error.message : String(error)));
    }
  };
  return h("div", { class: "marked-copies", role: "group", "aria-label": t("files.marked") },
    h("p", { class: "note" }, t("files.marked.note")),
    workbooks.map((name) => h("button", { type: "button", click: () => save(name) },
      icon("save"), t("files.marked"), workbooks.length > 1 && ` ${name}`)),
    failed);
}

/**
 * What a marked copy is called.
 * @param {string} name
 */
function markedName(name) {
  const file = name.slice(name.lastIndexOf("/") + 1);
  const dot = file.lastIndexOf(".");
  return `${file.slice(0, dot)}-esep${file.slice(dot)}`;
}

/**
 * The tables that can be made of the files.
 * @param {WorkerDocuments} documents
 * @param {import("./esep/esep.js").Described} described
 */
function whatTheyGive(documents, described) {
  return [
    described.forms.length > 0 && rollupPanel(documents, described),
    described.reporting.length > 0 && reportPanel(documents, described),
    described.forms.some((form) => form.periods.length > 1) && comparisonPanel(documents, described),
  ];
}

/** @param {() => void} changed */
function filesTaken(changed) {
  const names = fileNames();
  if (names.length === 0) return [];
  return [
    h("div", { class: "files-count" },
      h("p", {}, say("files.taken", { n: names.length })),
      h("button", {
        type: "button", class: "quiet",
        click: () => {
          removeFiles();
          changed();
        },
      }, icon("clear"), t("files.remove-all"))),
    names.length <= NAMED && h("ul", { class: "file-list" }, names.map((name) => h("li", {},
      h("span", {}, name),
      h("button", {
        type: "button", class: "quiet", "aria-label": say("files.remove", { name }),
        click: () => {
          removeFile(name);
          changed();
        },
      }, icon("remove"))))),
  ];
}
