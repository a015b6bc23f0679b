// Employment in an emergency by region: one row for each, added up and checked together.

import { Documents, form } from "./esep/esep.js";
import { announce, h, icon, put } from "./dom.js";
import { currentLanguage, t } from "./language.js";
import { likelyPeriod, periodField } from "./period-field.js";
import { OBLASTS, WHOLE, blankRegions, codeOf, keepRegions, keptRegions, reportCodeOf, reportOf, structureOf, structureOfTotals } from "./regions-data.js";
import { download } from "./save.js";
import { findingItem, verdictBox } from "./verdict.js";

const FORM = "emergency-employment";

/** @param {HTMLElement} place */
export function showRegions(place) {
  const description = form(FORM, currentLanguage());
  const lines = description.lines.map((line) => line.id);
  const wholes = description.breakdowns.filter((breakdown) => breakdown.complete);
  const labels = new Map(description.lines.map((line) => [line.id, line.label]));
  const table = keptRegions(likelyPeriod(description.periods), wholes[0]?.of ?? "");
  const verdict = h("div", { id: "verdict" });
  const grid = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("regions.table") });
  const elsewhere = h("ul", { class: "findings" });
  /** @type {Map<string, HTMLElement>} */
  const totals = new Map();
  /** @type {{ row: HTMLElement, list: HTMLElement }[]} */
  let findings = [];

  /** The documents that the package sees. */
  function documents() {
    const encoder = new TextEncoder();
    const all = new Documents(currentLanguage());
    all.add("structure.csv", encoder.encode(structureOf(table, t("regions.total"))));
    all.add("reports/regions.csv", encoder.encode(reportOf(table, FORM, lines, currentLanguage(), (_, at) => codeOf(at))));
    return all;
  }

  /** Checks and adds up what stands in the table. */
  function judge() {
    keepRegions(table);
    const all = documents();
    try {
      const checked = all.check();
      put(verdict, verdictBox(checked.clean === null ? "open" : checked.clean ? "good" : "bad", checked.verdict));
      announce(checked.verdict);
      showFindings(checked.findings);
      showTotals(all);
    } finally {
      all.free();
    }
  }

  /** @param {import("./esep/esep.js").FindingDocument[]} found */
  function showFindings(found) {
    const rows = findings.map(() => /** @type {typeof found} */ ([]));
    const others = found.filter((finding) => {
      const regions = new Set(finding.cells.map((cell) => cell.organization));
      const at = table.regions.findIndex((_, region) => regions.has(codeOf(region)));
      if (regions.size === 1 && at >= 0) rows[at]?.push(finding);
      return !(regions.size === 1 && at >= 0);
    });
    findings.forEach(({ row, list }, at) => {
      row.hidden = (rows[at] ?? []).length === 0;
      put(list, (rows[at] ?? []).map((finding) => findingItem(finding)));
    });
    put(elsewhere, others.map((finding) => findingItem(finding)));
  }

  /** @param {Documents} all */
  function showTotals(all) {
    const added = all.rollup({ form: FORM, period: table.period });
    const whole = added.rows.find((row) => row[0] === WHOLE) ?? [];
    for (const [line, cell] of totals) cell.textContent = whole[added.columns.findIndex((column) => column.id === line)] ?? "";
  }

  /** Lays the table out anew: for another measure, or with more rows. */
  function lay() {
    const columns = [table.measure, ...(wholes.find((whole) => whole.of === table.measure)?.parts ?? [])];
    totals.clear();
    findings = [];
    const rows = table.regions.flatMap((region, at) => {
      const list = h("ul", { class: "findings" });
      const row = h("tr", { class: "line-findings", hidden: true }, h("td", { colspan: columns.length + 2 }, list));
      findings.push({ row, list });
      const name = region.name || `${t("regions.region")} ${at + 1}`;
      return [
        h("tr", { class: "line" },
          h("th", { scope: "row", class: "field" }, h("input", {
            value: region.name, "aria-label": `${t("regions.region")} ${at + 1}`, autocomplete: "off",
            input: (/** @type {Event} */ event) => {
              region.name = /** @type {HTMLInputElement} */ (event.target).value;
              judge();
            },
          })),
          columns.map((line) => h("td", { class: "field" }, h("input", {
            value: region.figures[line] ?? "", "aria-label": `${name}: ${labels.get(line)}`, autocomplete: "off",
            input: (/** @type {Event} */ event) => {
              region.figures[line] = /** @type {HTMLInputElement} */ (event.target).value;
              judge();
            },
          }))),
          h("td", { class: "row-tools" }, h("button", {
            type: "button", class: "quiet", "aria-label": `${t("regions.remove")}: ${name}`,
            click: () => {
              table.regions.splice(at, 1);
              lay();
            },
          }, icon("remove")))),
        row,
      ];
    });
    put(grid, h("table", { class: "regions" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("regions.region")),
        columns.map((line, at) => h("th", { scope: "col" }, at === 0 ? t("regions.all-branches") : branch(labels.get(line) ?? line))),
        h("td", {}))),
      h("tbody", {}, rows),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("regions.total")), columns.map((line) => {
        const cell = h("td", { class: "number" });
        totals.set(line, cell);
        return cell;
      }), h("td", {})))));
    judge();
  }

  /** @param {ClipboardEvent} event */
  function spread(event) {
    const text = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "") ?? "";
    const from = event.target;
    if (!(from instanceof HTMLInputElement) || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    const rows = [...grid.querySelectorAll("tr.line")];
    const top = rows.findIndex((row) => row.contains(from));
    const left = [...(rows[top]?.querySelectorAll("input") ?? [])].indexOf(from);
    const columns = [null, table.measure, ...(wholes.find((whole) => whole.of === table.measure)?.parts ?? [])];
    const pasted = text.split(/\r?\n/).map((line) => line.split("\t"));
    const missing = top + pasted.length - table.regions.length;
    if (missing > 0) table.regions.push(...blankRegions(missing));
    pasted.forEach((cells, down) => cells.forEach((value, across) => {
      const region = table.regions[top + down];
      const line = columns[left + across];
      if (!region || line === undefined) return;
      if (line === null) region.name = value.trim();
      else region.figures[line] = value.trim();
    }));
    lay();
  }

  grid.addEventListener("paste", spread);
  put(place,
    h("h1", { tabindex: "-1" }, t("regions.title")),
    h("p", { class: "lead" }, t("regions.lead")),
    h("div", { class: "form-settings" }, h("div", { class: "regions-measure" },
      h("label", { for: "measure", class: "field-label" }, t("regions.measure")),
      h("select", {
        id: "measure",
        change: (/** @type {Event} */ event) => {
          table.measure = /** @type {HTMLSelectElement} */ (event.target).value;
          lay();
        },
      }, wholes.map(({ of }) => h("option", { value: of, selected: of === table.measure }, labels.get(of) ?? of)))),
    periodField({
      periods: description.periods, period: table.period,
      change: (period) => {
        table.period = period;
        judge();
      },
    })),
    h("div", { class: "regions-tools form-tools" },
      h("button", {
        type: "button",
        click: () => {
          const known = new Set(table.regions.map((region) => region.name.trim()));
          const filled = table.regions.filter((region) => region.name.trim() !== "" || Object.values(region.figures).some(Boolean));
          const named = OBLASTS.map(t).filter((name) => !known.has(name));
          table.regions = [...filled, ...named.map((name) => ({ name, figures: {} }))];
          lay();
        },
      }, icon("plus"), t("regions.oblasts")),
      h("button", {
        type: "button",
        click: () => {
          table.regions.push(...blankRegions(1));
          lay();
          /** @type {HTMLElement | null} */ (grid.querySelector("tr.line:nth-last-child(2) input"))?.focus();
        },
      }, icon("plus"), t("regions.add"))),
    grid,
    h("p", { class: "note" }, t("regions.paste")),
    h("div", { class: "results" }, verdict, elsewhere,
      h("div", { class: "save-bar", role: "group", "aria-label": t("save.title") },
        h("span", { class: "save-title", "aria-hidden": "true" }, icon("save"), t("save.title")),
        h("button", { type: "button", click: () => saved("csv") }, "CSV"),
        h("button", { type: "button", click: () => saved("json") }, "JSON"),
        h("button", { type: "button", click: () => saved("markdown") }, "Markdown"),
        h("button", { type: "button", click: () => saved("html") }, "HTML"),
        h("button", { type: "button", click: () => window.print() }, icon("print"), t("save.print")))));
  lay();
  return null;

  /** @param {"csv" | "json" | "markdown" | "html"} format */
  function saved(format) {
    const encoder = new TextEncoder();
    const all = new Documents(currentLanguage());
    all.add("structure.csv", encoder.encode(structureOfTotals(table, t("regions.total"))));
    all.add("reports/regions.csv", encoder.encode(reportOf(table, FORM, lines, currentLanguage(), (_, at) => reportCodeOf(at))));
    try {
      const text = format === "csv"
        ? reportOf(table, FORM, lines, currentLanguage(), (region) => region.name)
        : all.writeRollup(format, { form: FORM, period: table.period });
      download(`esep-employment-regions-${table.period}`, text, format);
    } finally {
      all.free();
    }
  }
}

/**
 * The branch that a line names behind what all branches have in common.
 * @param {string} label
 */
function branch(label) {
  return label.split(": ").pop() ?? label;
}
