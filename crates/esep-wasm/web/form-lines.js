// The lines of a form as a table to fill in: it looks and copies like the form on paper.

import { h, put } from "./dom.js";
import { t } from "./language.js";
import { explanationBox } from "./explanations.js";
import { findingItem } from "./verdict.js";

/** @typedef {import("./esep/esep.js").FormDescription} FormDescription */
/** @typedef {import("./esep/esep.js").FillingState} FillingState */
/** @typedef {import("./esep/esep.js").FilledCell} FilledCell */
/** @typedef {FormDescription["lines"][number]} Line */
/** @typedef {"now" | "previous" | "year-ago"} When */
/** @typedef {{ input: HTMLInputElement, change: HTMLElement }} Compared */
/** @typedef {{ input: HTMLInputElement, figure: HTMLElement, why: HTMLElement, share: HTMLElement, compared: Map<When, Compared> }} Cell */
/** @typedef {import("./esep/esep.js").ShownExplanation} ShownExplanation */
/** @typedef {ShownExplanation["ways"][number]} Way */
/** @typedef {(when: When, line: string, column: string | null, text: string) => void} Typed */
/** @typedef {{ compare: When[], typed: Typed, tryOut: (way: Way, button: HTMLButtonElement) => void }} Options */

/** The deepest indentation that the table shows. */
const DEEPEST = 3;

export class FormLines {
  /** @type {Map<string, Cell>} */
  #cells = new Map();
  /** @type {Map<string, { row: HTMLElement, list: HTMLElement }>} */
  #findings = new Map();
  /** @type {Map<string, string>} */
  #labels;
  #tryOut;

  /**
   * @param {FormDescription} form
   * @param {FillingState} state
   * @param {Options} options
   */
  constructor(form, state, options) {
    const columns = form.columns.length > 0 ? form.columns : [null];
    const { compare } = options;
    this.#tryOut = options.tryOut;
    this.#labels = new Map(form.lines.map((line) => [line.id, line.label]));
    const heads = columns.flatMap((column) => [
      h("th", { scope: "col", class: "head-field" }, column?.label ?? state.period_shown),
      h("th", { scope: "col", class: "head-figure" }, t("form.figure")),
      compare.flatMap((when) => [
        h("th", { scope: "col", class: "head-field head-before" }, shownOf(state, when)),
        h("th", { scope: "col", class: "head-change" }, t("form.change")),
      ]),
    ].flat());
    const width = 2 + heads.length;
    this.element = h("table", { class: "lines", "data-numbered": form.lines.some((line) => line.number !== null) },
      h("caption", { class: "visually-hidden" }, form.title),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col", class: "head-number" }, t("form.line-number")),
        h("th", { scope: "col", class: "head-label" }, t("form.line")),
        heads)),
      h("tbody", {}, form.lines.flatMap((line) => this.#rows(line, columns, width, state, options))));
    this.element.addEventListener("paste", (event) => this.#spread(event));
    this.element.addEventListener("keydown", (event) => this.#step(event));
  }

  /**
   * @param {Line} line
   * @param {({ id: string, label: string } | null)[]} columns
   * @param {number} width
   * @param {FillingState} state
   * @param {Options} options
   */
  #rows(line, columns, width, state, { compare, typed }) {
    const base = `line-${line.id.replaceAll(".", "-")}`;
    const list = h("ul", { class: "findings", id: `${base}-findings` });
    const row = h("tr", { class: "line-findings", hidden: true }, h("td", { colspan: width }, list));
    this.#findings.set(line.id, { row, list });
    /** @type {HTMLElement[]} */
    const reasons = [];
    const fields = columns.flatMap((column) => {
      const own = column?.id ?? null;
      if (own && !line.columns.includes(own)) {
        return Array.from({ length: 2 + 2 * compare.length }, () => h("td", { class: "not-asked" }));
      }
      const id = own ? `${base}-${own}` : base;
      const name = column ? `${line.label}, ${column.label}` : line.label;
      const input = field(id, name, `${id}-computed ${id}-why ${base}-findings`, (text) => typed("now", line.id, own, text));
      const figure = h("span", { class: "figure", id: `${id}-computed` });
      const why = h("span", { class: "why", id: `${id}-why` });
      const share = h("span", { class: "share" });
      reasons.push(why);
      /** @type {Map<When, Compared>} */
      const compared = new Map(compare.map((when) => [when, {
        input: field(`${id}-${when}`, `${name}, ${shownOf(state, when)}`, null, (text) => typed(when, line.id, own, text)),
        change: h("span", { class: "change" }),
      }]));
      this.#cells.set(cellKey(line.id, own), { input, figure, why, share, compared });
      return [
        h("td", { class: "field" }, input),
        h("td", { class: "figure-cell" }, figure, share),
        ...[...compared].flatMap(([when, { input: before, change }]) => [
          h("td", { class: "field before", "data-head": shownOf(state, when) }, before),
          h("td", { class: "change-cell", "data-head": t("form.change") }, change),
        ]),
      ];
    });
    return [
      h("tr", { class: "line", "data-depth": Math.min(line.depth, DEEPEST), "data-computed": line.computed },
        h("td", { class: "line-number" }, line.number ?? ""),
        h("th", { scope: "row", class: "line-label" },
          columns[0] ? line.label : h("label", { for: base }, line.label),
          line.unit.kind === "share" && h("span", { class: "unit" }, " %"), reasons),
        fields),
      row,
    ];
  }

  /**
   * Shows what follows from what was typed. A field is left as it is while somebody types in it.
   * @param {FillingState} state
   */
  show(state) {
    for (const cell of state.cells) {
      const shown = this.#cells.get(cellKey(cell.line, cell.column));
      if (shown) showCell(shown, cell, state);
    }
    /** @type {Map<string, number[]>} */
    const byLine = new Map();
    state.findings.forEach((finding, at) => {
      const line = finding.cells.find((cell) => this.#findings.has(cell.line))?.line;
      if (line) byLine.set(line, [...(byLine.get(line) ?? []), at]);
    });
    for (const [line, { row, list }] of this.#findings) {
      const found = byLine.get(line) ?? [];
      row.hidden = found.length === 0;
      put(list, found.map((at) => {
        const finding = state.findings[at];
        return finding ? findingItem(finding, this.#labels) : null;
      }));
    }
  }

  /**
   * Shows what explains the findings, each below the line of the last that it explains.
   * @param {FillingState} state
   * @param {ShownExplanation[]} explanations
   */
  explain(state, explanations) {
    for (const { findings, message, ways, remarks } of explanations) {
      const last = state.findings[findings.at(-1) ?? -1];
      const line = last?.cells.find((cell) => this.#findings.has(cell.line))?.line;
      const shown = ways.map((way) => ({ message: way.message, canBeShown: way.typing.length > 0 }));
      const box = explanationBox({ message, remarks, ways: shown }, (way, button) => {
        const chosen = ways[way];
        if (chosen) this.#tryOut(chosen, button);
      });
      this.#findings.get(line ?? "")?.list.append(h("li", { class: "explained" }, box));
    }
  }

  /**
   * Marks the cells that show what would settle something.
   * @param {Way["typing"]} typing
   */
  mark(typing) {
    for (const { input, compared } of this.#cells.values()) {
      for (const field of [input, ...[...compared.values()].map((other) => other.input)]) delete field.dataset.tried;
    }
    for (const { cell } of typing) {
      const field = this.#field(cell);
      if (field) field.dataset.tried = "";
    }
  }

  /**
   * Brings the field of a cell into sight.
   * @param {Way["typing"][number]["cell"]} cell
   */
  reveal(cell) {
    const field = this.#field(cell);
    field?.scrollIntoView({ block: "center" });
    return field;
  }

  /** @param {Way["typing"][number]["cell"]} cell */
  #field({ when, line, column }) {
    const cell = this.#cells.get(cellKey(line, column));
    return when === "now" ? cell?.input : cell?.compared.get(when)?.input;
  }

  /** A column copied from a table goes down the lines, a row across the columns. */
  #spread(/** @type {ClipboardEvent} */ event) {
    const text = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "") ?? "";
    const from = event.target;
    if (!(from instanceof HTMLInputElement) || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    let row = from.closest("tr");
    const first = row ? inputsOf(row).indexOf(from) : 0;
    for (const line of text.split(/\r?\n/)) {
      if (!row) break;
      const inputs = inputsOf(row).slice(first);
      line.split("\t").forEach((value, at) => {
        const input = inputs[at];
        if (!input) return;
        input.value = value.trim();
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      row = nextLine(row);
    }
  }

  /** Enter and the arrows go up and down the column, as in a spreadsheet. */
  #step(/** @type {KeyboardEvent} */ event) {
    const from = event.target;
    const isDown = event.key === "Enter" || event.key === "ArrowDown";
    if (!(from instanceof HTMLInputElement) || (!isDown && event.key !== "ArrowUp")) return;
    const row = from.closest("tr");
    const to = row && (isDown ? nextLine(row) : nextLine(row, "previousElementSibling"));
    if (!row || !to) return;
    event.preventDefault();
    inputsOf(to)[inputsOf(row).indexOf(from)]?.focus();
  }
}

/**
 * @param {Cell} shown
 * @param {FilledCell} cell
 * @param {FillingState} state
 */
function showCell(shown, cell, state) {
  const { computed } = cell.now;
  setField(shown.input, cell.now.text);
  setText(shown.figure, computed?.shown ?? cell.now.shown ?? "");
  setText(shown.why, computed?.why ?? "");
  setText(shown.share, cell.share ?? "");
  shown.figure.dataset.kind = computed ? (computed.is_proposal ? "proposal" : "computed") : "typed";
  for (const [when, { input, change }] of shown.compared) {
    const [entered, changed] = when === "previous" ? [cell.previous, cell.change] : [cell.year_ago, cell.change_in_a_year];
    setField(input, entered?.text ?? "");
    put(change, changed && h("span", {}, changed.difference), changed?.percent && h("span", {}, changed.percent));
  }
  // A finding complains of its first cell; the others only have a part in it.
  const complaints = cell.findings.map((at) => state.findings[at]).filter((finding) =>
    finding?.cells[0]?.line === cell.line && finding.cells[0].column === cell.column);
  const isWrong = complaints.some((finding) => finding?.severity === "error");
  shown.input.setAttribute("aria-invalid", String(isWrong));
  shown.input.dataset.found = isWrong ? "error" : complaints.length > 0 ? "warning" : cell.findings.length > 0 ? "part" : "";
}

/**
 * @param {FillingState} state
 * @param {When} when
 */
function shownOf(state, when) {
  return (when === "previous" ? state.previous_shown : state.year_ago_shown) ?? "";
}

/**
 * @param {string} line
 * @param {string | null} column
 */
function cellKey(line, column) {
  return `${line} ${column ?? ""}`;
}

/**
 * @param {string} id
 * @param {string} name
 * @param {string | null} described
 * @param {(text: string) => void} typed
 */
function field(id, name, described, typed) {
  const input = h("input", {
    id, "aria-label": name, "aria-describedby": described, inputmode: "text", autocomplete: "off", spellcheck: "false",
    input: () => typed(input.value),
  });
  return input;
}

/**
 * @param {Element} row
 */
function inputsOf(row) {
  return [...row.querySelectorAll("input")];
}

/**
 * @param {Element} row
 * @param {"nextElementSibling" | "previousElementSibling"} [way]
 * @returns {HTMLTableRowElement | null}
 */
function nextLine(row, way = "nextElementSibling") {
  let next = row[way];
  while (next && !next.classList.contains("line")) next = next[way];
  return next instanceof HTMLTableRowElement ? next : null;
}

/**
 * @param {HTMLInputElement} input
 * @param {string} text
 */
function setField(input, text) {
  if (input !== document.activeElement && input.value !== text) input.value = text;
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
