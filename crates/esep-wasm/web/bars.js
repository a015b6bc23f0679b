// Bars beside words: what they show is written beside each, so nobody needs to see them.

import { h } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ label: string, figure: string, start: string, length: string, is_loss: boolean }} Bar places in percent */

/**
 * @param {Bar[]} bars
 * @param {string} title
 */
export function barList(bars, title) {
  return h("ul", { class: "bars", "aria-label": title }, bars.map(({ label, figure, start, length, is_loss }) =>
    h("li", {},
      h("span", { class: "bar-head" }, h("span", {}, label), h("span", { class: "bar-figure" }, figure)),
      drawn(start, length, is_loss))));
}

/**
 * @param {string} start
 * @param {string} length
 * @param {boolean} is_loss
 */
function drawn(start, length, is_loss) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "bar");
  svg.setAttribute("aria-hidden", "true");
  svg.append(
    rectangle({ x: "0", width: "100%", height: "100%", rx: "3", class: "bar-track" }),
    rectangle({ x: `${start}%`, width: `${length}%`, height: "100%", rx: "3", class: is_loss ? "bar-loss" : "bar-gain" }));
  return svg;
}

/** @param {Record<string, string>} attributes */
function rectangle(attributes) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries(attributes)) rect.setAttribute(name, value);
  return rect;
}
