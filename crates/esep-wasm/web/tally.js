// From a register to a form: rows are counted in a worker as they are read, and none is kept.

import { EsepError } from "./esep/esep.js";
import { createWorker } from "./esep/worker.js";
import { announce, h, icon, put } from "./dom.js";
import { dropArea } from "./drop-area.js";
import { currentLanguage, say, t } from "./language.js";
import { likelyPeriod, periodField } from "./period-field.js";
import { tallyResult, tallyVerdict } from "./tally-result.js";
import { verdictBox } from "./verdict.js";

/** @typedef {import("./esep/worker.js").WorkerTally} WorkerTally */
/** @typedef {import("./esep/esep.js").TallyOptions["register"]} Register */

/** The registers, what they are called, and whether one can say what there is on a day. @type {[Register, string, boolean][]} */
const REGISTERS = [
  ["members", "tally.register.members", true],
  ["cases", "tally.register.cases", false],
  ["injuries", "tally.register.injuries", false],
  ["trainings", "tally.register.trainings", false],
  ["agreements", "tally.register.agreements", true],
];

const WHEN = [["period", "tally.when.period"], ["day", "tally.when.day"]];

const TAKEN = { rows: "tally.rows.taken", structure: "tally.structure.taken" };

/** What was chosen, for as long as the page is open. */
const chosen = {
  /** @type {Register} */
  register: "members",
  isDay: false,
  day: `${new Date().getFullYear()}-01-01`,
  period: likelyPeriod([]),
  /** Figures of fewer persons are left blank. @type {number | null} */
  suppress: null,
  /** @type {File | null} */
  structure: null,
  /** @type {File | null} */
  rows: null,
};

/** Things that happen on one day are counted for a period only. */
const hasDays = () => REGISTERS.some(([id, , hasDays]) => id === chosen.register && hasDays);

/** The day, or the period. @returns {{ as_of: string } | { period: string }} */
const when = () => (hasDays() && chosen.isDay ? { as_of: chosen.day } : { period: chosen.period });

/** @type {ReturnType<typeof createWorker> | null} */
let worker = null;

/** What was counted last, and of what: in another language nothing is counted again. */
/** @type {{ tallied: WorkerTally, of: string, rows: File, structure: File | null } | null} */
let counted = null;

/** @param {HTMLElement} place */
export function showTally(place) {
  const [time, taken] = [h("div", { class: "controls" }), h("div", { class: "tally-taken" })];
  const work = h("div", { class: "work", id: "tally-work" });
  const result = h("div", { class: "results", id: "tally-result" });
  let working = new AbortController();

  const register = h("select", {
    id: "tally-register", change: () => {
      chosen.register = /** @type {Register} */ (register.value);
      offerTime();
      count();
    },
  }, REGISTERS.map(([id, key]) => h("option", { value: id, selected: id === chosen.register }, t(key))));

  const few = h("input", {
    id: "tally-suppress", type: "number", min: 0, max: 1000, step: 1, inputmode: "numeric", value: chosen.suppress,
    "aria-describedby": "tally-suppress-note", change: () => {
      if (!few.validity.valid) return;
      chosen.suppress = few.value === "" ? null : Number(few.value);
      count();
    },
  });

  function offerTime() {
    const kind = h("select", {
      id: "tally-when", change: () => {
        chosen.isDay = kind.value === "day";
        offerTime();
        document.getElementById("tally-when")?.focus();
        count();
      },
    }, WHEN.map(([id, key = ""]) => h("option", { value: id, selected: (id === "day") === chosen.isDay }, t(key))));
    const day = h("input", {
      id: "tally-day", type: "date", value: chosen.day, required: true, change: () => {
        if (!day.validity.valid) return;
        chosen.day = day.value;
        count();
      },
    });
    put(time,
      hasDays() && h("div", {}, h("label", { for: "tally-when", class: "field-label" }, t("tally.when")), kind),
      "as_of" in when()
        ? h("div", {}, h("label", { for: "tally-day", class: "field-label" }, t("tally.day")), day)
        : periodField({
          periods: [], period: chosen.period, change: (period) => {
            chosen.period = period;
            count();
          },
        }));
  }

  /** @type {(which: "rows" | "structure") => (files: import("./drop-area.js").Dropped[]) => void} */
  const take = (which) => ([dropped]) => {
    chosen[which] = dropped?.file ?? null;
    showTaken();
    count();
  };

  function showTaken() {
    /** @param {"rows" | "structure"} which */
    const file = (which) => chosen[which] && h("li", {},
      h("span", {}, say(TAKEN[which], { name: chosen[which].name })),
      h("button", {
        type: "button", class: "quiet", "aria-label": say("files.remove", { name: chosen[which].name }), click: () => take(which)([]),
      }, icon("remove")));
    put(taken, (chosen.rows || chosen.structure) && h("ul", { class: "file-list" }, file("structure"), file("rows")));
  }

  function stop() {
    working.abort();
    const again = h("button", { type: "button", click: count }, t("tally.again"));
    put(work, h("p", { class: "note" }, t("tally.stopped")), again);
    again.focus();
    announce(t("tally.stopped"));
  }

  /** Counts the register that is there; a count that is still under way is given up. */
  async function count() {
    working.abort();
    working = new AbortController();
    const { signal } = working;
    put(work);
    put(result);
    if (chosen.rows === null) return;
    try {
      const tallied = await tally(signal, () => {
        const progress = h("progress", { "aria-label": t("tally.working"), max: "1" });
        const share = h("span", { class: "tally-share" });
        put(work, h("p", {}, t("tally.working"), " ", share), progress, h("button", { type: "button", click: stop }, t("tally.cancel")));
        announce(t("tally.working"));
        return ({ done, total }) => {
          progress.max = total || 1;
          progress.value = done;
          put(share, total && `${Math.floor((100 * done) / total)} %`);
        };
      });
      if (signal.aborted) return;
      put(work);
      put(result, ...tallyResult(tallied, `esep-${chosen.register}-${Object.values(when())[0]}`));
      announce(tallyVerdict(tallied).sentence);
    } catch (error) {
      if (signal.aborted) return;
      put(work);
      const isUnread = error instanceof EsepError && error.code === "not-read";
      const why = isUnread ? t("tally.not-read") : error instanceof Error ? error.message : String(error);
      put(result, h("div", { id: "verdict" }, verdictBox("bad", why)));
      announce(why);
    }
  }

  put(place,
    h("h1", { tabindex: "-1" }, t("tally.title")),
    h("p", { class: "lead" }, t("tally.lead")),
    h("div", { class: "tally-asked" },
      h("div", { class: "controls" }, h("div", {}, h("label", { for: "tally-register", class: "field-label" }, t("tally.register")), register)),
      time,
      h("div", {},
        h("label", { for: "tally-suppress", class: "field-label" }, t("tally.suppress")), few,
        h("p", { class: "note", id: "tally-suppress-note" }, t("tally.suppress.note")))),
    h("div", { class: "two tally-files" },
      dropArea({ heading: t("tally.structure"), note: t("tally.structure.note"), take: take("structure") }),
      dropArea({ heading: t("tally.drop"), note: t("tally.drop.note"), take: take("rows") })),
    h("p", { class: "note tally-private" }, t("tally.private")),
    taken, work, result);
  offerTime();
  showTaken();
  count();
  return () => working.abort();
}

/**
 * What the register gives that was chosen, counted only if it was not yet.
 * @param {AbortSignal} signal
 * @param {() => (progress: import("./esep/worker.js").TallyProgress) => void} begin called where rows are counted
 */
async function tally(signal, begin) {
  const { register, suppress, structure } = chosen;
  const rows = /** @type {File} */ (chosen.rows);
  const language = currentLanguage();
  const of = JSON.stringify([register, when()]);
  if (counted?.of === of && counted.rows === rows && counted.structure === structure) {
    return counted.tallied.tell({ language, suppress });
  }
  counted?.tallied.free();
  counted = null;
  worker ??= createWorker();
  const asked = { register, name: rows.name, structure: structure && { name: structure.name, bytes: structure }, suppress, ...when() };
  const tallied = await worker.tally(rows, asked, language, { signal, onProgress: begin() });
  counted = { tallied, of, rows, structure };
  return tallied;
}
