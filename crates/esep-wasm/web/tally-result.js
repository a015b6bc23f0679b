// What a register gives: the verdict, the total, the organizations, and the rows that are left out.

import { h } from "./dom.js";
import { say, t } from "./language.js";
import { saveBar } from "./save.js";
import { figuresTable, tableNotes } from "./table.js";
import { findingItem, verdictBox } from "./verdict.js";

/** @typedef {import("./esep/worker.js").WorkerTally} WorkerTally */

/**
 * @param {WorkerTally} tallied
 * @returns {{ tone: import("./verdict.js").Tone, sentence: string }}
 */
export function tallyVerdict({ tables, rows_left_out, findings }) {
  if (tables === null) return { tone: "open", sentence: t("tally.nothing") };
  if (rows_left_out > 0) return { tone: "bad", sentence: say("tally.left-out", { n: rows_left_out }) };
  return { tone: findings.length > 0 ? "warning" : "good", sentence: t("tally.all-counted") };
}

/**
 * @param {WorkerTally} tallied
 * @param {string} name of the files in which it is saved
 */
export function tallyResult(tallied, name) {
  const { tables, findings } = tallied;
  const { tone, sentence } = tallyVerdict(tallied);
  return [
    h("div", { id: "verdict" }, verdictBox(tone, sentence)),
    tables && h("section", { "aria-labelledby": "tally-total" },
      h("h2", { id: "tally-total" }, t("tally.total")),
      h("p", { class: "note" }, tables.total.title),
      figuresTable(labelFirst(tables.total), t("tally.total"))),
    tables && h("section", { "aria-labelledby": "tally-organizations" },
      h("h2", { id: "tally-organizations" }, t("tally.organizations")),
      figuresTable(tables.organizations, `${t("tally.organizations")}: ${tables.total.title}`),
      tableNotes(tables.organizations.notes)),
    tables && saveBar({ name: () => name, formats: ["csv", "json", "markdown", "html"], write: (format) => tallied.write(format) }),
    findings.length > 0 && h("section", { "aria-labelledby": "tally-findings" },
      h("h2", { id: "tally-findings" }, t("tally.findings")),
      h("ul", { class: "findings" }, findings.map((finding) => findingItem(finding, undefined,
        finding.place && h("p", { class: "note" }, placeText(finding.place)))))),
  ];
}

/**
 * The file, and the line or the cell in it.
 * @param {import("./esep/esep.js").Place} place
 */
function placeText({ file, line, sheet, cell }) {
  if (sheet !== undefined) return `${file}, ${sheet}${cell === undefined ? "" : `!${cell}`}`;
  return line === undefined ? file : `${file}, ${say("tally.place", { line: String(line) })}`;
}

/**
 * The total with the words of each line before its figure; what it is called in files comes last.
 * @param {import("./table.js").TableDocument} total
 */
function labelFirst({ title, columns: [line, figure, label], rows, notes }) {
  return {
    title, notes, columns: [label, figure, line].filter((column) => column !== undefined),
    rows: rows.map(([line = "", figure = "", label = ""]) => [label, figure, line]),
  };
}
