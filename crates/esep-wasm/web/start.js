// The start page: one question answered at once, and the way to everything else.

import { forms } from "./esep/esep.js";
import { addUpPanel } from "./add-up.js";
import { dropArea } from "./drop-area.js";
import { takeFiles } from "./files-store.js";
import { h, put } from "./dom.js";
import { currentLanguage, say, t } from "./language.js";
import { FORM_VIEWS } from "./form-views.js";

/** @param {HTMLElement} place */
export function showStart(place) {
  const known = new Map(forms(currentLanguage()).map((form) => [form.id, form]));
  put(place,
    h("section", { class: "hero" },
      h("h1", { tabindex: "-1" }, t("start.title")),
      h("p", { class: "lead" }, t("start.lead"))),
    h("section", { class: "panel", "aria-labelledby": "start-add-up" },
      h("h2", { id: "start-add-up" }, t("add-up.title")),
      addUpPanel({ rows: 5 })),
    h("section", { class: "start-section", "aria-labelledby": "start-forms" },
      h("h2", { id: "start-forms" }, t("start.fill")),
      h("ul", { class: "cards" }, FORM_VIEWS.map(({ fragment, form, label, note }) =>
        card(fragment, t(label), t(note), known.get(form)?.number ?? null)))),
    h("section", { class: "start-section", "aria-labelledby": "start-compare" },
      h("h2", { id: "start-compare" }, t("start.together")),
      h("ul", { class: "cards" },
        card("tally", t("tally.title"), t("tally.card.note"), null),
        card("employment-regions", t("regions.card"), t("regions.card.note"), null),
        card("growth", t("growth.card"), t("growth.card.note"), null))),
    h("section", { class: "start-section", "aria-labelledby": "start-files" },
      h("h2", { id: "start-files" }, t("files.title")),
      dropArea({
        heading: t("files.drop"), note: t("files.private"), folder: true,
        take: (files) => {
          takeFiles(files);
          location.hash = "files";
        },
      })));
  return null;
}

/**
 * @param {string} fragment
 * @param {string} title
 * @param {string} note
 * @param {string | null} number
 */
function card(fragment, title, note, number) {
  return h("li", { class: "card" },
    number && h("p", { class: "eyebrow" }, say("form.number", { number })),
    h("a", { href: `#${fragment}`, class: "card-link" }, title),
    h("p", { class: "note" }, note));
}
