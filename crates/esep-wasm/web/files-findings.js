// Findings of files: by file, each with the line of the file that it speaks of.

import { h, put } from "./dom.js";
import { explanationBox } from "./explanations.js";
import { say, t } from "./language.js";
import { figuresTable } from "./table.js";
import { findingItem, verdictBox } from "./verdict.js";

/** @typedef {import("./esep/esep.js").FindingsDocument} FindingsDocument */
/** @typedef {FindingsDocument["findings"][number]} FileFinding */
/** @typedef {FindingsDocument["explanations"][number]} FileExplanation */
/** @typedef {import("./esep/esep.js").TriedDocument} TriedDocument */
/** @typedef {(explanation: number, solution: number) => Promise<TriedDocument | undefined>} TryOut */

/** So many findings of a file are shown at once: the rest are counted, and stand in the saved file. */
const SHOWN = 200;

/**
 * @param {FileFinding[]} findings those to be shown, in the order of their places
 * @param {FindingsDocument} all
 * @param {TryOut} tryOut
 */
export function findingsByFile(findings, all, tryOut) {
  const below = explanationsBelow(findings, all, tryOut);
  /** @type {Map<string, FileFinding[]>} */
  const files = new Map();
  for (const finding of findings) {
    const file = finding.place?.file ?? "";
    files.set(file, [...(files.get(file) ?? []), finding]);
  }
  return [...files].map(([file, found]) =>
    h("section", { class: "file-findings", "aria-label": file || t("files.no-place") },
      h("h3", {}, file || t("files.no-place"), " ", h("span", { class: "note" }, say("files.count", { n: found.length }))),
      h("ul", { class: "findings" }, found.slice(0, SHOWN).flatMap((finding) =>
        [findingItem(finding, undefined, quote(finding)), ...below(finding)])),
      found.length > SHOWN && h("p", { class: "note" }, say("files.further", { n: found.length - SHOWN }))));
}

/**
 * The line of the file, with the place in it marked; of a workbook or a document, which cell it is.
 * @param {FileFinding} finding
 */
function quote(finding) {
  const quoted = finding.quote;
  if (finding.within) return h("p", { class: "note" }, finding.within);
  if (!quoted) return null;
  return h("p", { class: "quote", tabindex: "0", role: "group", "aria-label": t("files.quote") },
    h("span", { class: "line-of-file" }, quoted.line, "  "), quoted.before, h("mark", {}, quoted.marked), quoted.after);
}

/**
 * What stands below a finding: the explanations of the groups of which it is the last one shown.
 * @param {FileFinding[]} findings
 * @param {FindingsDocument} all
 * @param {TryOut} tryOut
 */
function explanationsBelow(findings, all, tryOut) {
  const shown = new Set(findings);
  /** @type {Map<FileFinding | undefined, number[]>} */
  const last = new Map();
  all.explanations.forEach((explanation, at) => {
    const finding = explanation.findings.map((number) => all.findings[number]).findLast((found) => found && shown.has(found));
    last.set(finding, [...(last.get(finding) ?? []), at]);
  });
  return (/** @type {FileFinding} */ finding) => (last.get(finding) ?? []).map((at) => {
    const explanation = all.explanations[at];
    return explanation ? h("li", { class: "explained" }, explained(explanation, at, tryOut)) : null;
  });
}

/**
 * @param {FileExplanation} explanation
 * @param {number} at
 * @param {TryOut} tryOut
 */
function explained({ message, solutions, remarks }, at, tryOut) {
  const tried = h("div", { class: "tried" });
  const ways = solutions.map((solution) => ({
    message: solution.message,
    canBeShown: solution.changes.every((change) => change.to !== null),
  }));
  const box = explanationBox({ message, ways, remarks }, async (way, button) => {
    const document = await tryOut(at, way);
    if (document) put(tried, triedTables(document, solutions[way]?.message ?? "", () => {
      put(tried);
      button.focus();
    }));
    tried.querySelector("button")?.focus();
  });
  return h("div", {}, box, tried);
}

/**
 * The tables as they would be, with what would still be found.
 * @param {TriedDocument} document
 * @param {string} way
 * @param {() => void} hide
 */
function triedTables({ sheets, verdict, clean }, way, hide) {
  return h("section", { class: "tried-tables", "aria-label": t("explanation.tried") },
    verdictBox(clean ? "good" : "open", `${t("explanation.tried")} ${way}`, h("p", {}, verdict),
      h("button", { type: "button", class: "quiet", click: hide }, t("explanation.tried.hide"))),
    sheets.flatMap(({ table, changed }) => [
      h("p", { class: "eyebrow" }, table.title ?? ""),
      figuresTable(table, t("explanation.tried"), changed),
    ]));
}
