// From a register to a form: rows are counted in a worker as they are read, and nothing of them is kept.

import { createWorker } from "./esep/worker.js";
import { announce, h, icon, put } from "./dom.js";
import { dropArea } from "./drop-area.js";
import { currentLanguage, say, t } from "./language.js";
import { likelyPeriod, periodField } from "./period-field.js";
import { saveBar } from "./save.js";
import { figuresTable, tableNotes } from "./table.js";
import { findingItem, verdictBox } from "./verdict.js";

/** @typedef {import("./esep/worker.js").WorkerTally} WorkerTally */
/** @typedef {import("./esep/esep.js").TallyOptions} TallyOptions */
/** @typedef {TallyOptions["register"]} Register */

/** The registers, and whether one can say what there is on a day. @type {[Register, boolean][]} */
const REGISTERS = [["members", true], ["cases", false], ["injuries", false], ["trainings", false], ["agreements", true]];

/** What was chosen, for as long as the page is open. */
const chosen = {
  /** @type {Register} */
  register: "members",
  isDay: false,
  day: `${new Date().getFullYear()}-01-01`,
  period: likelyPeriod([]),
  /** @type {File | null} */
  structure: null,
  /** @type {File | null} */
  rows: null,
};

/** @type {ReturnType<typeof createWorker> | null} */
let worker = null;

/** @param {HTMLElement} place */
export function showTally(place) {
  const [when, structure] = [h("div", { class: "controls" }), h("div", {})];
  const work = h("div", { class: "work" });
  const result = h("div", { class: "results", id: "tally-result" });
  let working = new AbortController();

  const register = h("select", {
    id: "tally-register", change: () => {
      chosen.register = /** @type {Register} */ (register.value);
      offerWhen();
      count();
    },
  }, REGISTERS.map(([id]) => h("option", { value: id, selected: id === chosen.register }, t(`tally.register.${id}`))));

  /** Things that happen on one day are counted for a period only. */
  const isDay = () => chosen.isDay && REGISTERS.some(([id, hasDays]) => id === chosen.register && hasDays);

  function offerWhen() {
    const hasDays = REGISTERS.some(([id, hasDays]) => id === chosen.register && hasDays);
    const kind = h("select", {
      id: "tally-when", change: () => {
        chosen.isDay = kind.value === "day";
        offerWhen();
        count();
      },
    }, ["period", "day"].map((id) => h("option", { value: id, selected: (id === "day") === chosen.isDay }, t(`tally.when.${id}`))));
    const day = h("input", {
      id: "tally-day", type: "date", value: chosen.day, required: true, change: () => {
        if (day.value === "") return;
        chosen.day = day.value;
        count();
      },
    });
    put(when,
      hasDays && h("div", {}, h("label", { for: "tally-when", class: "field-label" }, t("tally.when")), kind),
      isDay()
        ? h("div", {}, h("label", { for: "tally-day", class: "field-label" }, t("tally.day")), day)
        : periodField({
          periods: [], period: chosen.period, change: (period) => {
            chosen.period = period;
            count();
          },
        }));
  }

  function showStructure() {
    put(structure, chosen.structure && h("p", { class: "note" }, say("tally.structure.taken", { name: chosen.structure.name }), " ",
      h("button", {
        type: "button", class: "quiet", "aria-label": say("files.remove", { name: chosen.structure.name }), click: () => {
          chosen.structure = null;
          showStructure();
          count();
        },
      }, icon("remove"))));
  }

  /** Counts the register that is there; a count that is still under way is given up. */
  async function count() {
    working.abort();
    working = new AbortController();
    const { signal } = working;
    put(work);
    put(result);
    if (chosen.rows === null) return;
    const { register, day, period, rows } = chosen;
    const progress = h("progress", { "aria-label": t("tally.working"), max: "1" });
    const stop = () => {
      working.abort();
      put(work, h("p", { class: "note" }, t("tally.stopped")), h("button", { type: "button", click: count }, t("tally.again")));
      announce(t("tally.stopped"));
    };
    put(work, h("p", {}, t("tally.working")), progress, h("button", { type: "button", click: stop }, t("tally.cancel")));
    announce(t("tally.working"));
    const structure = chosen.structure && { name: chosen.structure.name, bytes: chosen.structure };
    const asked = { register, name: rows.name, structure, ...(isDay() ? { as_of: day } : { period }) };
    worker ??= createWorker();
    try {
      const tallied = await worker.tally(rows, asked, currentLanguage(), {
        signal, onProgress: ({ done, total }) => {
          progress.max = total ?? 1;
          progress.value = done;
        },
      });
      if (signal.aborted) return;
      put(work);
      const verdict = verdictOf(tallied);
      put(result, ...shown(tallied, verdict, `esep-${register}-${asked.as_of ?? asked.period}`));
      announce(verdict.sentence);
    } catch (error) {
      if (signal.aborted) return;
      put(work);
      put(result, verdictBox("bad", error instanceof Error ? error.message : String(error)));
    }
  }

  put(place,
    h("h1", { tabindex: "-1" }, t("tally.title")),
    h("p", { class: "lead" }, t("tally.lead")),
    h("div", { class: "controls" }, h("div", {}, h("label", { for: "tally-register", class: "field-label" }, t("tally.register")), register)),
    when,
    dropArea({
      heading: t("tally.structure"), note: t("tally.structure.note"), take: ([dropped]) => {
        chosen.structure = dropped?.file ?? null;
        showStructure();
        count();
      },
    }),
    structure,
    dropArea({
      heading: t("tally.drop"), note: t("tally.private"), take: ([dropped]) => {
        chosen.rows = dropped?.file ?? null;
        count();
      },
    }),
    work, result);
  offerWhen();
  showStructure();
  count();
  return () => working.abort();
}

/**
 * @param {WorkerTally} tallied
 * @returns {{ tone: import("./verdict.js").Tone, sentence: string }}
 */
function verdictOf({ tables, rows_left_out, findings }) {
  if (tables === null) return { tone: "open", sentence: t("tally.nothing") };
  if (rows_left_out > 0) return { tone: "bad", sentence: say("tally.left-out", { n: rows_left_out }) };
  return { tone: findings.length > 0 ? "warning" : "good", sentence: t("tally.all-counted") };
}

/**
 * @param {WorkerTally} tallied
 * @param {ReturnType<typeof verdictOf>} verdict
 * @param {string} name
 */
function shown(tallied, { tone, sentence }, name) {
  const { tables, findings } = tallied;
  return [
    h("div", { id: "verdict" }, verdictBox(tone, sentence)),
    tables && h("section", { "aria-labelledby": "tally-total" },
      h("h2", { id: "tally-total" }, t("tally.total")),
      h("p", { class: "note" }, tables.total.title),
      figuresTable(tables.total, t("tally.total"))),
    tables && h("section", { "aria-labelledby": "tally-organizations" },
      h("h2", { id: "tally-organizations" }, t("tally.organizations")),
      figuresTable(tables.organizations, t("tally.organizations")),
      tableNotes(tables.organizations.notes)),
    tables && saveBar({ name: () => name, formats: ["csv", "json", "markdown", "html"], write: (format) => tallied.write(format) }),
    findings.length > 0 && h("section", { "aria-labelledby": "tally-findings" },
      h("h2", { id: "tally-findings" }, t("tally.findings")),
      h("ul", { class: "findings" }, findings.map((finding) => findingItem(finding, undefined,
        finding.place?.line && h("p", { class: "note" }, `${finding.place.file}, ${say("tally.place", { line: finding.place.line })}`))))),
  ];
}
