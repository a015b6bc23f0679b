// Where the page begins: the package, the language, and which calculator the address asks for.

import { load, loadForms, version } from "./esep/esep.js";
import { showAddUp } from "./add-up.js";
import { showCode, showCodes } from "./codes.js";
import { byId, h, icon, put } from "./dom.js";
import { DropArea } from "./drop-area.js";
import { showFiles } from "./files.js";
import { FORM_VIEWS } from "./form-views.js";
import { showForm } from "./form.js";
import { showGrowth } from "./growth.js";
import { currentLanguage, firstLanguage, languageOf, rememberLanguage, setLanguage, t } from "./language.js";
import { showRegions } from "./regions.js";
import { showStart } from "./start.js";
import { showTally } from "./tally.js";

/** @typedef {(() => void) | null} Leave what a view does when another takes its place */
/** @typedef {(place: HTMLElement, rest: string) => Leave} View */

/** @type {Map<string, View>} */
const VIEWS = new Map([
  ["", showStart],
  ["add-up", showAddUp],
  ["growth", showGrowth],
  ["employment-regions", showRegions],
  ["files", showFiles],
  ["tally", showTally],
  ["codes", showCodes],
  ["code", showCode],
  ...FORM_VIEWS.map((view) => /** @type {[string, View]} */ ([view.fragment, (place, rest) => showForm(place, view, rest)])),
]);

/** The views that need more than forms do while they are filled. */
const NEED_ALL = new Set([showGrowth, showRegions]);

/** @type {Leave} */
let leave = null;

let hasUpdate = false;

/** @type {import("./language.js").Language | null} the language that was chosen last */
let wanted = null;

/** What stands behind `#`; an address that was cut short stands for its beginning. */
function fragment() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the address asks for; an address that nobody knows leads to the start. */
function asked() {
  const [, name = "", rest = ""] = /^([^/]*)\/?(.*)$/s.exec(fragment()) ?? [];
  return { name, rest, view: VIEWS.get(name) ?? showStart };
}

/**
 * Waits until all is there that the address asks for, in this language.
 * @param {import("./language.js").Language} language
 */
async function arrived(language) {
  const languages = [language];
  await (NEED_ALL.has(asked().view) ? load({ languages }) : loadForms({ languages }));
}

/**
 * Waits like `arrived`, and says so where something does not come: all stays as it was.
 * @param {import("./language.js").Language} language
 */
async function hasArrived(language) {
  try {
    await arrived(language);
    offerUpdate();
    return true;
  } catch {
    put(byId("update"), h("p", {}, t("shell.not-arrived")));
    return false;
  }
}

/** Shows what the address asks for. */
function show() {
  const { name, rest, view } = asked();
  const isStart = view === showStart;
  leave?.();
  const place = h("div", { class: `view view-${isStart ? "start" : name}` });
  leave = view(place, rest);
  put(byId("main"),
    !isStart && h("nav", { class: "way-back", "aria-label": t("shell.way-back") }, h("a", { href: "#" }, icon("back"), t("shell.all"))),
    place);
  const title = place.querySelector("h1")?.textContent ?? "";
  document.title = isStart ? `Есеп · ${title}` : `${title} · Есеп`;
}

/** Goes to another view, as a link does: from its top, and those who listen hear its name. */
async function go() {
  const address = location.href;
  if (!await hasArrived(currentLanguage())) return;
  // Who has gone on meanwhile is shown what they went to.
  if (location.href !== address) return;
  show();
  window.scrollTo(0, 0);
  /** @type {HTMLElement | null} */ (document.querySelector("main h1"))?.focus({ preventScroll: true });
}

/** Offers the new version that has come; it is never forced on somebody who types. */
function offerUpdate() {
  if (!hasUpdate) return put(byId("update"));
  put(byId("update"), h("p", {}, t("shell.update")),
    h("button", { type: "button", click: () => location.reload() }, t("shell.update.load")));
}

/** Says everything in this language, and leaves the reader where they were. */
function speak() {
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.text ?? "");
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(/** @type {HTMLElement} */ (element).dataset.label ?? ""));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.language === currentLanguage()));
  }
  offerUpdate();
  byId("version").textContent = `Esep ${version()}`;
  const before = document.activeElement?.id;
  const [left, top] = [window.scrollX, window.scrollY];
  show();
  if (before) document.getElementById(before)?.focus({ preventScroll: true });
  window.scrollTo(left, top);
}

/**
 * Goes on in another language, as soon as its messages are there.
 * @param {import("./language.js").Language} chosen
 */
async function change(chosen) {
  wanted = chosen;
  if (!await hasArrived(chosen)) return;
  // Who has chosen another meanwhile hears that.
  if (wanted !== chosen) return;
  setLanguage(chosen);
  rememberLanguage(chosen);
  speak();
}

async function run() {
  customElements.define("drop-area", DropArea);
  const first = firstLanguage();
  await arrived(first);
  setLanguage(first);
  document.querySelector(".languages")?.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-language]");
    const chosen = languageOf(button?.getAttribute("data-language"));
    if (chosen) change(chosen);
  });
  // A file dropped beside a drop area must not take the place of the page.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
  window.addEventListener("hashchange", go);
  window.addEventListener("esep:new-version", () => {
    hasUpdate = true;
    offerUpdate();
  });
  speak();
  document.documentElement.dataset.ready = "";
  // The rest comes while the first figures are typed; whoever awaits it learns of a failure. Files
  // are looked at in a worker, which loads it for itself.
  (asked().view === showFiles ? loadForms() : load()).catch(() => {});
}

await run();
