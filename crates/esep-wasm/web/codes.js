// What every code means: the list, and a page for each.

import { codes } from "./esep/esep.js";
import { h, put } from "./dom.js";
import { currentLanguage, t } from "./language.js";
import { explainIn } from "./verdict.js";

/** @param {HTMLElement} place */
export function showCodes(place) {
  put(place,
    h("h1", { tabindex: "-1" }, t("codes.title")),
    h("p", { class: "lead" }, t("codes.lead")),
    h("ul", { class: "codes" }, codes(currentLanguage()).map(({ code, title, severity }) =>
      h("li", {},
        h("a", { href: `#code/${code}` }, h("span", { class: "code-name" }, code), " ", title),
        h("span", { class: "note" }, t(severity === "error" ? "finding.error" : "finding.warning"))))));
  return null;
}

/**
 * @param {HTMLElement} place
 * @param {string} code
 */
export function showCode(place, code) {
  const known = codes(currentLanguage()).find((entry) => entry.code === code);
  if (!known) return showCodes(place);
  const page = h("div", { class: "prose" });
  put(place,
    h("h1", { tabindex: "-1" }, `${known.code} · ${known.title}`),
    page,
    h("p", {}, h("a", { href: "#codes" }, t("codes.all"))));
  explainIn(page, code);
  return null;
}
