// Explanations: which figures are probably wrong, and what the table would be with each way.

import { strict as assert } from "node:assert";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { LANGUAGES, assertQuiet, browse, open, served, violations } from "./browser.js";
import { FORMS, field, fill, idOf } from "./calculators.js";

const EXAMPLE = fileURLToPath(new URL("../../docs/examples/kz-education-2020-h1", import.meta.url));
const EMPLOYMENT = FORMS.find((form) => form.view === "employment");

const TOTAL = { kk: "Барлығы", ru: "Всего", en: "Total" };

const tone = (page, place = "#verdict") => page.locator(`${place} [data-tone]`).first().getAttribute("data-tone");
const figure = (text) => text.replace(/[\s\u00a0\u202f,]/g, "");

for (const language of LANGUAGES) {
  test(`a form is shown as it would be, and as it was, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#employment`);
    await fill(page, EMPLOYMENT.figures);
    const ways = page.locator(`#${idOf("downtime")}-findings .ways`);
    await ways.waitFor();
    assert.equal(await ways.locator("ol").first().locator("li").count(), 3);
    assert.equal(await ways.locator("summary").count(), 1);
    assert.deepEqual(await violations(page), []);

    const first = ways.locator("li", { hasText: /61.?008/ }).first();
    await first.getByRole("button").press("Enter");
    assert.equal(await tone(page), "good");
    assert.equal(figure(await field(page, "downtime").inputValue()), "61008");
    assert.deepEqual(await violations(page), []);
    const tried = page.locator("#verdict").getByRole("button");
    await tried.nth(1).click();
    assert.equal(figure(await field(page, "downtime").inputValue()), "61307");
    assert.equal(await tone(page), "bad");

    await first.getByRole("button").click();
    await tried.first().click();
    assert.equal(await tried.count(), 0);
    assert.equal(await tone(page), "good");
    await page.reload();
    await page.waitForSelector("html[data-ready]");
    assert.equal(figure(await field(page, "downtime").inputValue()), "61008");
    assertQuiet(browser, site.address);
  });

  test(`files are shown as they would be, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#files`);
    await page.locator("input[webkitdirectory]").setInputFiles(EXAMPLE);
    const explained = page.locator(".explained");
    await explained.first().waitFor();
    assert.equal(await explained.count(), 3);
    const downtime = explained.filter({ hasText: /61.?008/ });
    assert.equal(await downtime.count(), 1);
    // Two figures that can be anything between two others cannot be shown.
    const shares = explained.filter({ hasText: /676.?139/ });
    assert.ok(await shares.locator("li").count() > await shares.getByRole("button").count());

    await downtime.getByRole("button").first().click();
    const marked = downtime.locator("mark");
    await marked.waitFor();
    assert.equal(await marked.count(), 1);
    assert.equal(await marked.textContent(), "299");
    assert.deepEqual(await violations(page), []);
    await downtime.locator(".tried-tables [data-tone]").getByRole("button").click();
    assert.equal(await marked.count(), 0);
    assertQuiet(browser, site.address);
  });

  test(`a pasted table is shown as it would be, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#add-up`);
    await page.locator("#add-up-text").fill(`${TOTAL[language]}\t530\nа\t200\nб\t60\nв\t70\nг\t20`);
    const ways = page.locator("#add-up-result .ways li", { hasText: "350" });
    await ways.first().getByRole("button").press("Enter");
    const changed = page.locator("#add-up-result .pasted td", { has: page.locator("ins") });
    assert.equal(await changed.count(), 1);
    assert.equal(await changed.locator("del").textContent(), "530");
    assert.equal(await changed.locator("ins").textContent(), "350");
    assert.ok(await changed.isVisible());
    assert.deepEqual(await violations(page), []);
    // What is typed next is judged anew: nothing of the other table stays.
    await page.locator("#add-up-text").fill(`${TOTAL[language]}\t350\nа\t200\nб\t60\nв\t70\nг\t20`);
    assert.equal(await tone(page, "#add-up-result"), "good");
    assert.equal(await page.locator("#add-up-result ins").count(), 0);
    assertQuiet(browser, site.address);
  });
}
