// Which figures are probably wrong: below the findings that it explains.

import { h, rich } from "./dom.js";
import { say, t } from "./language.js";

/** @typedef {{ message: string, canBeShown: boolean }} Way */
/** @typedef {{ message: string, ways: Way[], remarks: string[] }} Explanation */

/** So many ways are shown at once, the likeliest; the others when they are asked for. */
const LIKELIEST = 3;

/**
 * What explains a group of findings, with a button beside each way that shows the table so.
 * @param {Explanation} explanation
 * @param {(way: number, button: HTMLButtonElement) => void} show
 */
export function explanationBox({ message, ways, remarks }, show) {
  const items = ways.map((way, at) => h("li", {}, h("span", {}, rich(way.message)), way.canBeShown && showButton(way, at, show)));
  const others = items.slice(LIKELIEST);
  return h("div", { class: "ways", role: "group", "aria-label": t("explanation.label") },
    h("p", {}, rich(message)),
    items.length > 0 && h("ol", {}, items.slice(0, LIKELIEST)),
    others.length > 0 && h("details", {},
      h("summary", {}, say("explanation.others", { n: others.length })),
      h("ol", { start: LIKELIEST + 1 }, others)),
    remarks.map((remark) => h("p", { class: "note" }, rich(remark))));
}

/**
 * @param {Way} way
 * @param {number} at
 * @param {(way: number, button: HTMLButtonElement) => void} show
 */
function showButton(way, at, show) {
  const label = `${t("explanation.show")}: ${way.message.replaceAll("`", "")}`;
  const button = h("button", { type: "button", class: "quiet way-button", "aria-label": label, click: () => show(at, button) },
    t("explanation.show"));
  return button;
}
