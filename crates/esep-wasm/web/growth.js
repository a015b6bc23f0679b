// Growth: one period's table beside another's; who grew, who shrank, and who hides a loss.

import { growth, growthBars, writeGrowth } from "./esep/esep.js";
import { barList } from "./bars.js";
import { announce, h, put } from "./dom.js";
import { currentLanguage, t } from "./language.js";
import { saveBar } from "./save.js";
import { keep, kept } from "./store.js";
import { figuresTable, tableNotes } from "./table.js";
import { verdictBox } from "./verdict.js";

/** @param {HTMLElement} place */
export function showGrowth(place) {
  const result = h("div", { class: "results", id: "growth-result" });
  const before = pasteField("growth-before", t("growth.before"), judge);
  const now = pasteField("growth-now", t("growth.now"), judge);

  function judge() {
    if (now.field.value.trim() === "") return put(result);
    const tables = /** @type {const} */ ([before.field.value, now.field.value]);
    let table;
    try {
      table = growth(...tables, currentLanguage());
    } catch (error) {
      return put(result, verdictBox("open", error instanceof Error ? error.message : String(error)));
    }
    const bars = growthBars(...tables, currentLanguage()).map((bar, at) => ({ ...bar, ...named(table, at) }));
    put(result,
      h("section", { "aria-labelledby": "growth-heading" },
        h("h2", { id: "growth-heading" }, t("growth.result")),
        tableNotes(table.notes)),
      barList(bars, t("growth.result")),
      figuresTable(table, t("growth.result")),
      saveBar({
        name: () => "esep-growth", formats: ["csv", "json", "markdown", "html"],
        write: (format) => writeGrowth(format, ...tables, currentLanguage()),
      }));
    announce(table.notes[0] ?? "");
  }
  const example = () => {
    before.fill(t("growth.example.before"));
    now.fill(t("growth.example.now"));
    judge();
  };
  put(place,
    h("h1", { tabindex: "-1" }, t("growth.title")),
    h("p", { class: "lead" }, t("growth.lead")),
    h("div", { class: "two" }, before.element, now.element),
    h("p", { class: "examples" }, h("button", { type: "button", class: "chip", click: example }, t("growth.example"))),
    result);
  judge();
  return null;
}

/**
 * Whose bar it is, and how long in figures.
 * @param {import("./esep/esep.js").TableDocument} table
 * @param {number} at
 */
function named(table, at) {
  const cell = (/** @type {string} */ id) => table.rows[at]?.[table.columns.findIndex((column) => column.id === id)] ?? "";
  return { label: cell("name"), figure: cell("change") };
}

/**
 * A field to paste a table into, or to drop a file with one; it remembers what was in it.
 * @param {string} id
 * @param {string} label
 * @param {() => void} changed
 */
function pasteField(id, label, changed) {
  const fill = (/** @type {string} */ text) => {
    field.value = text;
    keep(id, text);
  };
  const field = h("textarea", {
    id, rows: 9, wrap: "off", spellcheck: "false", autocomplete: "off",
    input: () => {
      keep(id, field.value);
      changed();
    },
    drop: async (/** @type {DragEvent} */ event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      fill(await file.text());
      changed();
    },
  });
  field.value = kept(id) ?? "";
  return { field, fill, element: h("div", {}, h("label", { for: id, class: "field-label" }, label), field) };
}
