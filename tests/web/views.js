// The views of the page, each with something to see in it.

import { FORMS, fill } from "./calculators.js";

export const VIEWS = [
  "", "add-up", "growth", "employment-regions", "files", "tally", "codes", "code/F001", ...FORMS.map(({ view }) => view),
];

/** Shows a view and types something wrong into it, so that findings are seen too. */
export async function show(page, view) {
  await page.evaluate((hash) => { location.hash = hash; }, view);
  const form = FORMS.find((form) => form.view === view);
  if (form) await fill(page, form.figures);
  if (view === "" || view === "add-up") await page.locator("#add-up-text").fill("350\n200\n60\n70\n10");
}
