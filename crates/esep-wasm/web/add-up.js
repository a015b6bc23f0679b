// "Does it add up?": paste anything, read the verdict.

import { addUp, load, writeAddUp } from "./esep/esep.js";
import { announce, h, icon, put, rich } from "./dom.js";
import { explanationBox } from "./explanations.js";
import { currentLanguage, t } from "./language.js";
import { saveBar } from "./save.js";
import { keep, kept } from "./store.js";
import { codeButton, findingItem, verdictBox } from "./verdict.js";

/** @typedef {import("./esep/esep.js").AddUp} AddUp */

const KEY = "add-up";

/** @type {Record<AddUp["verdict"], import("./verdict.js").Tone>} */
const TONES = { "adds-up": "good", "does-not-add-up": "bad", "cannot-tell": "open" };

/** @type {Record<AddUp["relations"][number]["verdict"], import("./verdict.js").Tone>} */
const RELATION_TONES = { holds: "good", fails: "bad", unknown: "open" };

const EXAMPLES = [
  ["add-up.example.total", "add-up.example.total.text"],
  ["add-up.example.share", "add-up.example.share.text"],
  ["add-up.example.table", "add-up.example.table.text"],
];

/**
 * The field and its verdict, the same on the start page and on a page of its own.
 * @param {{ rows: number }} size
 */
export function addUpPanel({ rows }) {
  const result = h("div", { class: "add-up-result", id: "add-up-result" });
  const field = h("textarea", {
    id: "add-up-text", rows, wrap: "off", spellcheck: "false", autocomplete: "off", "aria-describedby": "add-up-note",
    placeholder: t("add-up.placeholder"), input: () => judge(field.value),
  });
  const clear = h("button", { type: "button", class: "quiet", click: () => take("") }, icon("clear"), t("add-up.clear"));

  /** @param {string} text */
  async function judge(text) {
    keep(KEY, text);
    clear.hidden = text === "";
    if (text.trim() === "") return put(result);
    try {
      await load();
    } catch (error) {
      return put(result, verdictBox("open", error instanceof Error ? error.message : String(error)));
    }
    if (field.value !== text) return;
    const judged = addUp(text, currentLanguage(), "none");
    const explained = h("div", {});
    const table = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("add-up.reading") }, pastedTable(judged.rows));
    put(result, ...shown(judged, explained, table), saveBar({
      name: () => "esep-add-up", formats: ["csv", "json", "markdown", "html"],
      write: (format) => writeAddUp(format, text, currentLanguage()),
    }));
    announce(judged.sentence);
    if (judged.verdict !== "does-not-add-up") return;
    // The verdict is seen first.
    await new Promise((seen) => setTimeout(seen));
    if (field.value !== text) return;
    const { explanations } = addUp(text, currentLanguage(), "all");
    put(explained, explanations.map(({ message, remarks, solutions }) => {
      const ways = solutions.map((way) => ({ message: way.message, canBeShown: way.changes.every(({ to }) => to !== null) }));
      return explanationBox({ message, remarks, ways }, (way) => {
        put(table, pastedTable(judged.rows, solutions[way]?.changes));
        table.closest("details")?.setAttribute("open", "");
        table.focus();
      });
    }));
  }

  /** @param {string} text */
  function take(text) {
    field.value = text;
    judge(text);
    field.focus();
    field.setSelectionRange(0, 0);
  }

  field.value = kept(KEY) ?? "";
  judge(field.value);
  return h("div", { class: "add-up" },
    h("div", { class: "add-up-entry" },
      h("label", { for: "add-up-text", class: "field-label" }, t("add-up.label")),
      field,
      h("p", { id: "add-up-note", class: "note" }, t("add-up.note")),
      h("div", { class: "examples", role: "group", "aria-label": t("add-up.examples") },
        h("span", { class: "note", "aria-hidden": "true" }, t("add-up.examples")),
        EXAMPLES.map(([label = "", text = ""]) =>
          h("button", { type: "button", class: "chip", click: () => take(t(text)) }, t(label))),
        clear)),
    result);
}

/**
 * The table as it was pasted; with changes, what would stand beside what stands there.
 * @param {AddUp["rows"]} rows
 * @param {import("./esep/esep.js").AddUpChange[]} [changes]
 */
function pastedTable(rows, changes = []) {
  /** @param {number} row @param {number} column */
  const settled = (row, column) => changes.find(({ cell }) => cell[0] === row && cell[1] === column)?.to;
  return h("table", { class: "pasted" }, h("tbody", {}, rows.map((cells, row) => h("tr", {}, cells.map((cell, column) => {
    const to = settled(row, column);
    return h(cell.role === "label" ? "th" : "td", {
      scope: cell.role === "label" ? "row" : null,
      "data-role": cell.role,
      "data-found": cell.findings !== undefined,
    }, to ? [h("del", {}, cell.text), " ", h("ins", {}, to)] : cell.text,
    cell.findings && h("span", { class: "visually-hidden" }, ` (${t("add-up.suspect")})`));
  })))));
}

/**
 * The verdict, what explains it, how the table was understood, and each relation in it.
 * @param {AddUp} judged
 * @param {HTMLElement} explained
 * @param {HTMLElement} table
 */
function shown(judged, explained, table) {
  // The only finding is what the verdict says.
  const only = judged.findings.length === 1 && judged.sentence.endsWith(judged.findings[0]?.message ?? "") ? judged.findings[0] : null;
  const hints = [...judged.hints, ...(only?.hints ?? [])];
  // What fails is told by its finding, with advice.
  const others = judged.relations.filter(({ verdict }) => verdict !== "fails");
  return [
    verdictBox(TONES[judged.verdict], judged.sentence,
      hints.length > 0 && h("ul", { class: "hints" }, hints.map((hint) => h("li", {}, rich(hint)))),
      only && codeButton(only.code)),
    !only && judged.findings.length > 0 && h("ul", { class: "findings" }, judged.findings.map((finding) => findingItem(finding))),
    explained,
    others.length > 0 && h("ul", { class: "relations" }, others.map(({ sentence, verdict }) =>
      h("li", { "data-tone": RELATION_TONES[verdict] }, icon(RELATION_TONES[verdict]), h("span", {}, rich(sentence))))),
    h("details", { class: "reading" },
      h("summary", {}, t("add-up.reading")),
      h("ul", { class: "note" }, judged.reading.map((line) => h("li", {}, rich(line)))),
      table),
  ];
}

/** @param {HTMLElement} place */
export function showAddUp(place) {
  put(place,
    h("h1", { tabindex: "-1" }, t("add-up.title")),
    h("p", { class: "lead" }, t("add-up.lead")),
    addUpPanel({ rows: 10 }),
    h("section", { class: "prose" },
      h("h2", {}, t("add-up.rounding.title")),
      h("p", {}, t("add-up.rounding.text")),
      h("p", {}, t("add-up.signs.text"))));
  return null;
}
