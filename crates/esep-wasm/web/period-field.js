// Choosing a period: which part of a year, and the year.

import { h } from "./dom.js";
import { t } from "./language.js";

/** The parts of a year by the length that a form names, each with the key of its name. */
/** @type {Record<string, [part: string, label: string][]>} */
const PARTS = {
  year: [["", "period.year"]],
  "half-year": [["-H1", "period.half.1"], ["-H2", "period.half.2"]],
  quarter: [["-Q1", "period.quarter.1"], ["-Q2", "period.quarter.2"], ["-Q3", "period.quarter.3"], ["-Q4", "period.quarter.4"]],
  month: [
    ["-01", "period.month.1"], ["-02", "period.month.2"], ["-03", "period.month.3"], ["-04", "period.month.4"],
    ["-05", "period.month.5"], ["-06", "period.month.6"], ["-07", "period.month.7"], ["-08", "period.month.8"],
    ["-09", "period.month.9"], ["-10", "period.month.10"], ["-11", "period.month.11"], ["-12", "period.month.12"],
  ],
};

/**
 * The parts of a year for which a form is filled, the shortest first; all where it names none.
 * @param {string[]} periods
 */
function partsOf(periods) {
  const lengths = ["half-year", "year", "quarter", "month"].filter((length) => periods.length === 0 || periods.includes(length));
  return lengths.flatMap((length) => PARTS[length] ?? []);
}

/**
 * The period for which somebody most likely reports today: the last one that has ended.
 * @param {string[]} periods
 */
export function likelyPeriod(periods) {
  const today = new Date();
  const isFirstHalf = today.getMonth() < 6;
  const hasHalves = periods.length === 0 || periods.includes("half-year");
  if (hasHalves && !isFirstHalf) return `${today.getFullYear()}-H1`;
  return `${today.getFullYear() - 1}${hasHalves ? "-H2" : ""}`;
}

/**
 * @param {{ periods: string[], period: string, change: (period: string) => void }} what
 */
export function periodField({ periods, period, change }) {
  const [year = "", part = ""] = [period.slice(0, 4), period.slice(4)];
  const parts = partsOf(periods);
  const select = h("select", { id: "period-part", change: say },
    parts.map(([value, label]) => h("option", { value, selected: value === part }, t(label))));
  const field = h("input", {
    id: "period-year", value: year, inputmode: "numeric", maxlength: "4", pattern: "[0-9]{4}", autocomplete: "off", input: say,
  });
  function say() {
    if (field.validity.valid && field.value !== "") change(field.value + select.value);
  }
  return h("fieldset", { class: "period" },
    h("legend", { class: "field-label" }, t("form.period")),
    h("div", { class: "period-fields" },
      parts.length > 1 && [h("label", { for: "period-part", class: "visually-hidden" }, t("form.period.part")), select],
      h("label", { for: "period-year", class: "visually-hidden" }, t("form.period.year")), field));
}
