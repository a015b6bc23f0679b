// Forms as workbooks and documents: read and written in a worker of their own, which comes with the first.

import { isReadAsGrids, load } from "./esep/esep.js";
import { createWorker } from "./esep/worker.js";
import { currentLanguage } from "./language.js";

/** @typedef {import("./esep/esep.js").Filling} Filling */
/** @typedef {import("./esep/esep.js").FillingState} FillingState */
/** @typedef {import("./drop-area.js").Dropped} Dropped */

/** @type {import("./esep/worker.js").EsepWorker | null} */
let worker = null;

function aside() {
  return worker ??= createWorker();
}

/**
 * A form with nothing filled in.
 * @param {string} form
 * @param {"xlsx" | "docx"} format
 */
export function blankForm(form, format) {
  return aside().template(form, format, null, currentLanguage());
}

/**
 * A form with what is filled in.
 * @param {Filling} filling
 * @param {"xlsx" | "docx"} format
 */
export async function filledForm(filling, format) {
  const { form, period, organization, cells } = filling.state();
  await load();
  const filled = cells.some(({ now }) => now.text.trim() !== "") ? filling.write("json") : null;
  return aside().template(form, format, { organization, period, filled }, currentLanguage());
}

/**
 * Takes over a filled form, whatever kind of file it is.
 * @param {Filling} filling
 * @param {Dropped} dropped
 * @param {"previous" | "year-ago"} [when] the earlier period whose form it is
 */
export async function readForm(filling, { name, file }, when) {
  await load();
  if (isReadAsGrids(name)) {
    const grids = await aside().grids(name, file);
    if (when) filling.readGridsBefore(when, name, grids);
    else filling.readGrids(name, grids);
  } else {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (when) filling.readBefore(when, name, bytes);
    else filling.read(name, bytes);
  }
}
