// What was found: the verdict, the findings, and what a code means.

import { explain } from "./esep/esep.js";
import { byId, h, icon, parsed, put, rich } from "./dom.js";
import { currentLanguage, t } from "./language.js";

/** @typedef {"good" | "bad" | "warning" | "open"} Tone */

/**
 * The verdict in a box of its own: never by color alone, for sign and words say it too.
 * @param {Tone} tone
 * @param {string} sentence
 * @param {...import("./dom.js").Child} more
 */
export function verdictBox(tone, sentence, ...more) {
  return h("div", { class: "verdict", "data-tone": tone },
    icon(tone),
    h("div", { class: "verdict-text" }, h("p", { class: "verdict-sentence" }, rich(sentence)), ...more));
}

/**
 * One finding: how grave it is, what it says, what to look at first, and what its code means.
 * @param {{ code: string, severity: "error" | "warning", message: string, hints: string[] }} finding
 * @param {Map<string, string>} [labels] of the lines that it names by their ids
 * @param {...import("./dom.js").Child} more
 */
export function findingItem(finding, labels, ...more) {
  const isError = finding.severity === "error";
  return h("li", { class: "finding", "data-severity": finding.severity },
    icon(isError ? "bad" : "warning"),
    h("div", { class: "finding-text" },
      h("p", {}, h("strong", { class: "severity" }, t(isError ? "finding.error" : "finding.warning")), " ", rich(finding.message, labels)),
      ...more,
      finding.hints.length > 0 && h("ul", { class: "hints" }, finding.hints.map((hint) => h("li", {}, rich(hint, labels)))),
      codeButton(finding.code)));
}

/**
 * A button that opens the page of a code over this one.
 * @param {string} code
 */
export function codeButton(code) {
  return h("button", { type: "button", class: "quiet code-button", "aria-haspopup": "dialog", click: () => showExplanation(code) },
    t("finding.what-is"), " ", code);
}

/** @param {string} code */
async function showExplanation(code) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("explanation"));
  const place = h("div", { class: "prose" });
  const title = h("h2", { id: "explanation-title" }, code);
  put(dialog,
    h("div", { class: "explanation-head" }, title,
      h("button", { type: "button", class: "quiet", click: () => dialog.close() }, icon("remove"), t("finding.close"))),
    place);
  dialog.showModal();
  title.textContent = await explainIn(place, code);
}

/**
 * Puts the page of a code into a place, and says how it is headed.
 * @param {HTMLElement} place
 * @param {string} code
 */
export async function explainIn(place, code) {
  try {
    const explained = await explain(code, currentLanguage());
    // The page's own heading names the code too.
    put(place, parsed(explained.html).filter((node) => node.nodeName !== "H1"));
    // What is wider than the screen scrolls in its own frame, with the keyboard too.
    for (const wide of place.querySelectorAll("pre")) wide.tabIndex = 0;
    return `${explained.code} · ${explained.title}`;
  } catch (error) {
    put(place, h("p", {}, error instanceof Error ? error.message : String(error)));
    return code;
  }
}
