// A form being filled in: the fields above, the lines, and beside them what follows from the figures.

import { Filling, form, load } from "./esep/esep.js";
import { FormLines } from "./form-lines.js";
import { announce, h, icon, put, rich } from "./dom.js";
import { dropArea } from "./drop-area.js";
import { blankForm, filledForm, readForm } from "./form-files.js";
import { currentLanguage, say, t } from "./language.js";
import { likelyPeriod, periodField } from "./period-field.js";
import { saveBar } from "./save.js";
import { keep, kept } from "./store.js";
import { findingItem, verdictBox } from "./verdict.js";

/** @typedef {import("./esep/esep.js").FillingState} FillingState */
/** @typedef {import("./form-views.js").FormView} FormView */

/** The forms being filled in, by id, for as long as the page is open. */
/** @type {Map<string, Filling>} */
const fillings = new Map();

/**
 * The filling of a form: from the address, from before, or a new one.
 * @param {FormView} view
 * @param {string[]} periods
 * @param {string} saved
 */
function fillingOf(view, periods, saved) {
  const open = fillings.get(view.form);
  if (open && saved === "") {
    open.setLanguage(currentLanguage());
    return open;
  }
  const filling = restored(saved) ?? restored(kept(`form/${view.form}`)) ?? blank(view, periods);
  open?.free();
  fillings.set(view.form, filling);
  return filling;
}

/** @param {string | null} saved */
function restored(saved) {
  if (!saved) return null;
  try {
    return Filling.restore(saved, currentLanguage());
  } catch {
    // Kept by another version, or an address cut short: begin anew rather than not at all.
    return null;
  }
}

/**
 * @param {FormView} view
 * @param {string[]} periods
 */
function blank(view, periods) {
  return new Filling(view.form, likelyPeriod(periods), currentLanguage());
}

/**
 * @param {HTMLElement} place
 * @param {FormView} view
 * @param {string} saved the figures that stand in the address
 */
export function showForm(place, view, saved) {
  const description = form(view.form, currentLanguage());
  let filling = fillingOf(view, description.periods, saved);
  if (saved !== "") history.replaceState(null, "", `#${view.fragment}`);
  const compareKey = `form/${view.form}/compare`;
  const compare = kept(compareKey) === "yes";
  const title = description.number ? say("form.number", { number: description.number }) : null;

  const state = filling.state();
  /** @type {import("./form-lines.js").When[]} */
  const periods = compare ? ["previous", ...(state.year_ago_shown === null ? [] : [/** @type {const} */ ("year-ago")])] : [];
  const lines = new FormLines(description, state, {
    compare: periods,
    typed: (when, line, column, text) => {
      // Who goes on typing has taken over what is tried out.
      trial = [];
      lines.mark([]);
      show(filling.set(when, line, column, text));
    },
    tryOut,
  });
  /** What stands below the verdict while something is tried out. */
  /** @type {import("./dom.js").Child[]} */
  let trial = [];
  const verdict = h("div", { id: "verdict" });
  const measures = h("dl", { class: "measures" });
  const trouble = h("div", { role: "alert" });
  const leftOut = h("ul", { class: "findings" });
  const undo = h("button", { type: "button", class: "quiet", hidden: true }, t("form.undo"));
  const again = () => {
    put(place);
    showForm(place, view, "");
  };

  /**
   * @param {FillingState} state
   * @param {boolean} [isKept] what is only tried out is not
   */
  function show(state, isKept = true) {
    if (isKept) keep(`form/${view.form}`, filling.save());
    lines.show(state);
    explain(state);
    const grave = state.findings.some((finding) => finding.severity === "error");
    const tone = state.clean === null ? "open" : state.clean ? "good" : grave ? "bad" : "warning";
    put(verdict, verdictBox(tone, state.verdict, ...trial));
    put(measures, ...computedLines(description, state), ...state.measures.map(measureRow));
    put(leftOut, state.left_out.map((finding) => findingItem(finding)));
    announce(state.verdict);
  }

  /** @type {FillingState} */
  let latest = state;

  /**
   * Says which figures are probably wrong, once all of Esep has come.
   * @param {FillingState} state
   */
  async function explain(state) {
    latest = state;
    if (state.findings.length === 0) return;
    const isLoaded = await load().then(() => true, () => false);
    if (isLoaded && latest === state) lines.explain(state, filling.explanations());
  }

  /**
   * Shows the form as it would be, until that is taken over or taken back.
   * @param {import("./form-lines.js").Way} way
   */
  function tryOut({ message, typing }) {
    const before = filling.save();
    const [first] = typing;
    for (const { cell: { when, line, column }, text } of typing) filling.set(when, line, column, text);
    const done = () => {
      trial = [];
      lines.mark([]);
      show(filling.state());
      if (first) lines.reveal(first.cell)?.focus();
    };
    const back = () => {
      filling.free();
      filling = restored(before) ?? blank(view, description.periods);
      fillings.set(view.form, filling);
      done();
    };
    const take = h("button", { type: "button", click: done }, t("explanation.tried.keep"));
    trial = [
      h("p", {}, t("explanation.tried"), " ", rich(message)),
      h("div", { class: "form-tools" }, take,
        h("button", { type: "button", class: "quiet", click: back }, t("explanation.tried.back"))),
    ];
    lines.mark(typing);
    show(filling.state(), false);
    if (first) lines.reveal(first.cell);
    take.focus({ preventScroll: true });
  }

  /** @param {"previous" | "year-ago"} [before] */
  const take = (before) => async (/** @type {import("./drop-area.js").Dropped[]} */ files) => {
    put(trouble);
    try {
      for (const dropped of files) await readForm(filling, dropped, before);
      show(filling.state());
      again();
    } catch (error) {
      put(trouble, verdictBox("bad", error instanceof Error ? error.message : String(error)));
    }
  };

  function clear() {
    const before = filling.save();
    const period = filling.state().period;
    filling.free();
    filling = new Filling(view.form, period, currentLanguage());
    fillings.set(view.form, filling);
    show(filling.state());
    announce(t("form.cleared"));
    undo.hidden = false;
    undo.onclick = () => {
      filling.free();
      filling = restored(before) ?? blank(view, description.periods);
      fillings.set(view.form, filling);
      again();
    };
  }

  async function copyLink() {
    history.replaceState(null, "", `#${view.fragment}/${encodeURIComponent(filling.save())}`);
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    announce(t("form.link.done"));
    linkNote.hidden = false;
  }

  const linkNote = h("p", { class: "note", hidden: true }, t("form.link.done"));
  put(place,
    h("header", { class: "form-head" },
      title && h("p", { class: "eyebrow" }, title),
      h("h1", { tabindex: "-1" }, description.title),
      h("p", { class: "lead" }, t(view.note))),
    h("div", { class: "form-settings" },
      h("div", { class: "form-organization" },
        h("label", { for: "organization", class: "field-label" }, t("form.organization")),
        organizationField(state.organization, (name) => filling.setOrganization(name))),
      periodField({
        periods: description.periods, period: state.period,
        change: (period) => {
          filling.setPeriod(period);
          show(filling.state());
          again();
        },
      }),
      h("label", { class: "choice" },
        h("input", {
          type: "checkbox", id: "compare", checked: compare,
          change: (/** @type {Event} */ event) => {
            keep(compareKey, /** @type {HTMLInputElement} */ (event.target).checked ? "yes" : null);
            again();
            document.getElementById("compare")?.focus();
          },
        }),
        t("form.compare"))),
    h("div", { class: "form-layout", "data-aside": periods.length > 1 ? "below" : "beside" },
      h("section", { class: "sheet", "aria-label": description.title },
        h("div", { class: "print-head" }, h("p", {}, title), h("p", {}, state.period_shown), h("p", {}, state.organization)),
        lines.element),
      h("aside", { class: "form-aside", "aria-label": t("form.results") },
        verdict,
        saveBar({
          name: () => `esep-${view.fragment}-${filling.state().period}`,
          formats: ["xlsx", "docx", "csv", "json", "markdown", "html"],
          write: async (format) => {
            if (format === "xlsx" || format === "docx") return filledForm(filling, format);
            await load();
            return filling.write(format);
          },
        }),
        saveBar({
          name: () => `esep-${view.fragment}`, title: t("form.blank"), print: false,
          formats: [["xlsx", ".xlsx"], ["docx", ".docx"]],
          write: (format) => blankForm(view.form, format),
        }),
        h("div", { class: "form-tools" },
          h("button", { type: "button", class: "quiet", click: copyLink }, icon("link"), t("form.link")),
          h("button", { type: "button", class: "quiet", click: clear }, icon("clear"), t("form.clear")), undo),
        linkNote,
        h("section", { class: "measures-panel", "aria-label": t("form.measures") },
          h("h2", {}, t("form.measures")), measures))),
    h("div", { class: "form-open" }, trouble, leftOut,
      dropArea({
        heading: t("form.open"), note: t("form.open.note"),
        take: take(),
      }),
      periods.map((when) => dropArea({
        heading: t(when === "previous" ? "form.open-before" : "form.open-year-ago"), note: t("form.open.note"),
        take: take(when),
      }))),
    description.source && h("p", { class: "note source" }, t("form.source"), " ", h("span", { lang: "en" }, description.source)));
  show(state);
  return null;
}

/**
 * @param {string} name
 * @param {(name: string) => void} changed
 */
function organizationField(name, changed) {
  const input = h("input", { id: "organization", value: name, autocomplete: "organization", input: () => changed(input.value) });
  return input;
}

/**
 * The lines that a rule of the form defines and that are known: they are results too.
 * @param {import("./esep/esep.js").FormDescription} form
 * @param {FillingState} state
 */
function computedLines(form, state) {
  const lines = new Map(form.lines.filter((line) => line.computed).map((line) => [line.id, line]));
  return state.cells.map(({ line, now, change }) => {
    const label = lines.get(line)?.label;
    return label && now.computed && !now.computed.is_proposal
      && measureRow({ label, shown: now.computed.shown, why: now.computed.why, change });
  });
}

/** @param {Pick<FillingState["measures"][number], "label" | "shown" | "why" | "change">} measure */
function measureRow({ label, shown, why, change }) {
  return h("div", { class: "measure", "data-blank": shown === null },
    h("dt", {}, label),
    h("dd", { class: "measure-figure" }, shown ?? t("form.not-yet"),
      change && h("span", { class: "change" }, " ", change.difference)),
    shown !== null && h("dd", { class: "note" }, rich(why)));
}
