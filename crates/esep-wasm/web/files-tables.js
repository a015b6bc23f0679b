// What the files give together: the consolidated table, the report, and the comparison of two periods.

import { h, parsed, put } from "./dom.js";
import { t } from "./language.js";
import { saveBar } from "./save.js";
import { figuresTable, tableNotes } from "./table.js";
import { verdictBox } from "./verdict.js";

/** @typedef {import("./esep/worker.js").WorkerDocuments} WorkerDocuments */
/** @typedef {import("./esep/esep.js").Described} Described */

/**
 * A form and one of its periods, added up along the structure.
 * @param {WorkerDocuments} documents
 * @param {Described} described
 */
export function rollupPanel(documents, described) {
  const table = h("div", { class: "made" });
  const form = choice("rollup-form", t("files.form"), described.forms.map(({ id, title }) => [id, title]), () => {
    period.offer(periodsOf(described, form.value()));
    make();
  });
  const period = choice("rollup-period", t("files.period"), periodsOf(described, form.value()), make);
  const level = choice("rollup-level", t("files.level"),
    [["", t("files.level.all")], ...described.levels.map(({ id, label }) => /** @type {[string, string]} */ ([id, label]))], make);
  const asked = () => ({ form: form.value(), period: period.value(), level: level.value() || null });
  async function make() {
    await shown(table, async () => {
      const made = await documents.rollup(asked());
      return [
        made.rows.length > 0 && figuresTable(made, t("files.rollup")),
        tableNotes(made.notes),
        made.rows.length > 0 && saveBar({
          name: () => `esep-${form.value()}-${period.value()}`,
          formats: [["xlsx", t("files.workbook")], "csv", "json", "markdown", "html"],
          write: (format) => format === "xlsx" ? documents.rollupWorkbook(asked()) : documents.writeRollup(format, asked()),
        }),
      ];
    });
  }
  make();
  return panel("files-rollup", t("files.rollup"), [form, period, ...(described.levels.length > 1 ? [level] : [])], table);
}

/**
 * Two periods of a form, compared.
 * @param {WorkerDocuments} documents
 * @param {Described} described
 */
export function comparisonPanel(documents, described) {
  const table = h("div", { class: "made" });
  const several = described.forms.filter((form) => form.periods.length > 1);
  const form = choice("compare-form", t("files.form"), several.map(({ id, title }) => [id, title]), () => {
    offer();
    make();
  });
  const from = choice("compare-from", t("files.from"), [], make);
  const to = choice("compare-to", t("files.to"), [], make);
  const asked = () => ({ form: form.value(), from: from.value(), to: to.value() });

  /** The last two periods are those most likely meant. */
  function offer() {
    const periods = periodsOf(described, form.value());
    from.offer(periods, periods.length - 2);
    to.offer(periods, periods.length - 1);
  }
  async function make() {
    await shown(table, async () => {
      const fragment = await documents.writeComparison("html-fragment", asked());
      return [
        h("div", { class: "scroll fragment", role: "region", tabindex: "0", "aria-label": t("files.compare") }, parsed(fragment)),
        saveBar({
          name: () => `esep-${form.value()}-${from.value()}-${to.value()}`, formats: ["csv", "json", "markdown", "html"],
          write: (format) => documents.writeComparison(format, asked()),
        }),
      ];
    });
  }
  offer();
  make();
  return panel("files-compare", t("files.compare"), [form, from, to], table);
}

/**
 * The report of an organization on a period, as a file.
 * @param {WorkerDocuments} documents
 * @param {Described} described
 */
export function reportPanel(documents, described) {
  const periods = new Map(described.forms.flatMap((form) => form.periods.map(({ id, label }) => [id, label])));
  const period = choice("report-period", t("files.period"), [...periods].sort(([one], [other]) => (one < other ? -1 : 1)), () => {});
  period.last();
  const organization = choice("report-organization", t("form.organization"),
    described.reporting.map(({ id, label }) => [id, label]), () => {});
  const made = h("div", { class: "made" },
    h("p", { class: "note" }, t("files.report.note")),
    saveBar({
      name: () => `esep-report-${period.value()}`, print: false,
      formats: [["html", t("files.report.html")], ["docx", t("files.report.docx")], ["markdown", t("files.report.markdown")]],
      write: (format) => documents.report(
        { period: period.value(), organization: organization.value() }, format === "markdown" ? "md" : format),
    }));
  return panel("files-report", t("files.report"), [period, organization], made);
}

/**
 * What was made, or why it could not be.
 * @param {HTMLElement} place
 * @param {() => Promise<import("./dom.js").Child[]>} make
 */
async function shown(place, make) {
  try {
    put(place, await make());
  } catch (error) {
    put(place, verdictBox("open", error instanceof Error ? error.message : String(error)));
  }
}

/**
 * @param {string} id
 * @param {string} title
 * @param {{ element: HTMLElement }[]} choices
 * @param {HTMLElement} made
 */
function panel(id, title, choices, made) {
  return h("section", { "aria-labelledby": id },
    h("h2", { id }, title),
    h("div", { class: "controls" }, choices.map(({ element }) => element)),
    made);
}

/**
 * @param {Described} described
 * @param {string} form
 * @returns {[string, string][]}
 */
function periodsOf(described, form) {
  const found = described.forms.find(({ id }) => id === form);
  return (found?.periods ?? []).map(({ id, label }) => [id, label]);
}

/**
 * A labeled choice.
 * @param {string} id
 * @param {string} label
 * @param {[string, string][]} options each with its value and its name
 * @param {() => void} change
 */
function choice(id, label, options, change) {
  const select = h("select", { id, change });
  /** @type {(options: [string, string][], chosen?: number) => void} */
  const offer = (offered, chosen = offered.length - 1) =>
    put(select, offered.map(([value, name], at) => h("option", { value, selected: at === chosen }, name)));
  offer(options, 0);
  const last = () => {
    select.selectedIndex = options.length - 1;
  };
  return { element: h("div", {}, h("label", { for: id, class: "field-label" }, label), select), value: () => select.value, offer, last };
}
