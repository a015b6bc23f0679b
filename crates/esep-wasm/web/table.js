// Tables that the package made, as tables of the page.

import { h, rich } from "./dom.js";

/** @typedef {import("./esep/esep.js").TableDocument} TableDocument */

/**
 * A table in a frame of its own: where it is wider than the screen it scrolls there, with the keyboard too.
 * @param {TableDocument} table
 * @param {string} name what it is called where it has no title
 * @param {number[]} [changed] the rows whose last cell is marked
 */
export function figuresTable(table, name, changed = []) {
  const title = table.title ?? name;
  const isNumber = table.columns.map((column) => column.kind === "number");
  const naming = Math.max(isNumber.indexOf(false), 0);
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title },
    h("table", { class: "figures" },
      h("caption", { class: "visually-hidden" }, title),
      h("thead", {}, h("tr", {}, table.columns.map((column, at) =>
        h("th", { scope: "col", class: isNumber[at] ? "number" : null }, column.label)))),
      h("tbody", {}, table.rows.map((row, number) => h("tr", {}, row.map((cell, at) =>
        at === naming
          ? h("th", { scope: "row" }, cell)
          : h("td", { class: isNumber[at] ? "number" : null },
            changed.includes(number) && at === row.length - 1 ? h("mark", {}, cell) : cell)))))));
}

/**
 * What is to be said of a table.
 * @param {string[]} notes
 */
export function tableNotes(notes) {
  return notes.length === 0 ? null : h("ul", { class: "table-notes" }, notes.map((note) => h("li", {}, rich(note))));
}
