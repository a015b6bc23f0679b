// Findings of files: by file, each with the line of the file that it speaks of.

import { h } from "./dom.js";
import { say, t } from "./language.js";
import { findingItem } from "./verdict.js";

/** @typedef {import("./esep/esep.js").FindingsDocument} FindingsDocument */
/** @typedef {FindingsDocument["findings"][number]} FileFinding */

/** So many findings of a file are shown at once: the rest are counted, and stand in the saved file. */
const SHOWN = 200;

/**
 * @param {FileFinding[]} findings in the order of their places
 */
export function findingsByFile(findings) {
  /** @type {Map<string, FileFinding[]>} */
  const files = new Map();
  for (const finding of findings) {
    const file = finding.place?.file ?? "";
    files.set(file, [...(files.get(file) ?? []), finding]);
  }
  return [...files].map(([file, found]) =>
    h("section", { class: "file-findings", "aria-label": file || t("files.no-place") },
      h("h3", {}, file || t("files.no-place"), " ", h("span", { class: "note" }, say("files.count", { n: found.length }))),
      h("ul", { class: "findings" }, found.slice(0, SHOWN).map((finding) => findingItem(finding, undefined, quote(finding)))),
      found.length > SHOWN && h("p", { class: "note" }, say("files.further", { n: found.length - SHOWN }))));
}

/**
 * The line of the file, with the place in it marked.
 * @param {FileFinding} finding
 */
function quote(finding) {
  const quoted = finding.quote;
  if (!quoted) return null;
  return h("p", { class: "quote", tabindex: "0", role: "group", "aria-label": t("files.quote") },
    h("span", { class: "line-of-file" }, quoted.line, "  "), quoted.before, h("mark", {}, quoted.marked), quoted.after);
}
