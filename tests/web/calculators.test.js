// Every calculator in every language, from typing to export.

import { strict as assert } from "node:assert";
import test from "node:test";

import { LANGUAGES, assertQuiet, browse, kept, open, served } from "./browser.js";
import { FORMS, digits, downloaded, field, fill, idOf } from "./calculators.js";

/** A share as each language writes it. */
const SHARE = { kk: "72,6 %", ru: "72,6 %", en: "72.6%" };

const TOTAL = { kk: "Барлығы", ru: "Всего", en: "Total" };

const tone = (page, place) => page.locator(`${place} [data-tone]`).first().getAttribute("data-tone");

const speak = (page, language) => page.locator(`[data-language=${language}]`).click();

/** Saves in a format, and returns what the file holds. */
async function saved(page, format) {
  const button = page.locator(".save-bar").getByRole("button", { name: format, exact: true });
  const { name, text } = await downloaded(page, () => button.click());
  assert.match(name, /^esep-[\w-]+\.\w+$/);
  return text;
}

for (const language of LANGUAGES) {
  test(`forms in ${language}, from typing to export`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    for (const form of FORMS) {
      await context.test(form.view, async () => {
        const page = await open(browser, `${site.address}#${form.view}`);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await fill(page, form.figures);
        assert.equal(await tone(page, "#verdict"), "bad");
        assert.equal(await field(page, form.wrong).getAttribute("aria-invalid"), "true");
        const finding = page.locator(`#${idOf(form.wrong)}-findings`);
        assert.ok(await finding.isVisible(), "the finding stands below its line");

        const [line, figure] = form.mend;
        await field(page, line).fill(figure);
        assert.equal(await tone(page, "#verdict"), "good");
        assert.equal(await finding.isVisible(), false);
        for (const [computed, expected] of Object.entries(form.computed ?? {})) {
          assert.equal(digits(await page.locator(`#${idOf(computed)}-computed`).textContent()), expected, computed);
        }
        if (form.measure) {
          const measures = await page.locator(".measure-figure").allTextContents();
          assert.ok(measures.map(digits).includes(form.measure), `${form.measure} in ${measures}`);
        }
        for (const format of ["CSV", "JSON", "Markdown", "HTML"]) {
          const text = await saved(page, format);
          assert.ok(text.replace(/[\s\u00a0\u202f,]/g, "").includes(figure), `${figure} in\n${text}`);
          if (format === "JSON") JSON.parse(text);
        }
        await page.close();
      });
    }
    assertQuiet(browser, site.address);
  });

  test(`figures are read and shown as ${language} writes them`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#membership`);
    await fill(page, { members: "1000", women: "726", "share.women": SHARE[language] });
    assert.equal(await tone(page, "#verdict"), "good");
    const shown = await page.locator(`#${idOf("share.women")}-computed`).textContent();
    assert.equal(shown.replace(/[\u00a0\u202f]/g, " ").trim(), SHARE[language]);
  });

  test(`growth in ${language}, from two pasted tables to export`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#growth`);
    await page.locator("#growth-before").fill("Абай\t1200\nАқтөбе\t900\nАтырау\t500");
    await page.locator("#growth-now").fill("Абай\t1260\nАқтөбе\t855\nАтырау\t500");
    const rows = page.locator("#growth-result table.figures tbody tr");
    const shown = (await rows.allTextContents()).join("\n");
    for (const part of ["Абай", "Ақтөбе", "Атырау", "60", "45"]) assert.ok(shown.includes(part), shown);
    for (const format of ["CSV", "JSON", "Markdown", "HTML"]) {
      const text = await saved(page, format);
      assert.ok(text.includes("Абай") && text.includes("60"), text);
    }
    assertQuiet(browser, site.address);
  });

  test(`employment by region in ${language}, from typing to export`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#employment-regions`);
    const type = async (row, texts) => {
      const fields = page.locator("tr.line").nth(row).locator("input");
      for (const [at, text] of texts.entries()) await fields.nth(at).fill(text);
    };
    await type(0, ["Абай", "100", "40", "60", "0", "0", "0", "0"]);
    await type(1, ["Ақтөбе", "90", "40", "60", "0", "0", "0", "0"]);
    assert.equal(await tone(page, "#verdict"), "bad");
    assert.ok(await page.locator("tr.line-findings").nth(1).isVisible(), "the finding stands below its row");
    await page.locator("tr.line").nth(1).locator("input").nth(1).fill("100");
    assert.equal(await page.locator("tr.line-findings").nth(1).isVisible(), false);
    const totals = (await page.locator("tfoot td.number").allTextContents()).map(digits);
    assert.deepEqual(totals.slice(0, 3), ["200", "80", "120"]);
    assert.ok((await saved(page, "CSV")).includes("Абай"));
    for (const format of ["JSON", "Markdown", "HTML"]) {
      const text = await saved(page, format);
      for (const expected of ["200", "120", "Абай", "Ақтөбе"]) assert.ok(text.includes(expected), text);
    }
    assertQuiet(browser, site.address);
  });

  test(`does it add up, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#add-up`);
    const verdict = async (text) => {
      await page.locator("#add-up-text").fill(text);
      return tone(page, "#add-up-result");
    };
    assert.equal(await verdict(`${TOTAL[language]}\t350\nа\t200\nб\t60\nв\t70\nг\t10`), "bad");
    assert.equal(await verdict(`${TOTAL[language]}\t340\nа\t200\nб\t60\nв\t70\nг\t10`), "good");
    assert.equal(await verdict("?"), "open");
    assertQuiet(browser, site.address);
  });
}

test("switching the language keeps what was typed", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  for (const { view, figures } of FORMS) {
    const page = await open(browser, `${site.address}#${view}`);
    await fill(page, figures);
    const title = () => page.locator("main h1").textContent();
    const titles = [];
    for (const language of ["kk", "ru", "en"]) {
      await speak(page, language);
      titles.push(await title());
      for (const [line, text] of Object.entries(figures)) {
        assert.equal(await field(page, line).inputValue(), text, `${view}, ${line} in ${language}`);
      }
      assert.equal(await tone(page, "#verdict"), "bad");
    }
    assert.equal(new Set(titles).size, 3, `${titles}`);
    await page.close();
  }
  const page = await open(browser, `${site.address}#add-up`);
  await page.locator("#add-up-text").fill("350\n200\n60");
  await speak(page, "kk");
  assert.equal(await page.locator("#add-up-text").inputValue(), "350\n200\n60");
  assertQuiet(browser, site.address);
});

test("a language that cannot be fetched is said so, and all stays as it was", async (context) => {
  const site = await served(context);
  const browser = await browse(context, { serviceWorkers: "block" });
  const russian = /messages\.ru\./;
  await browser.route(russian, (route) => route.abort());
  const page = await open(browser, `${site.address}#form-7`);
  await field(page, "violations").fill("350");
  await speak(page, "ru");
  await page.locator("#update p").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await field(page, "violations").inputValue(), "350");
  await browser.unroute(russian);
  await speak(page, "ru");
  await page.waitForSelector("html[lang=ru]");
  assert.equal(await page.locator("#update p").count(), 0);
  assert.equal(await field(page, "violations").inputValue(), "350");
});

test("the first language is the browser's", async (context) => {
  const site = await served(context);
  for (const [locale, expected] of [["kk-KZ", "kk"], ["ru-RU", "ru"], ["en-GB", "en"], ["de-DE", "en"]]) {
    const browser = await browse(context, { locale });
    const page = await open(browser, site.address);
    assert.equal(await page.evaluate(() => document.documentElement.lang), expected);
    await browser.close();
  }
});

test("nothing that is typed is sent or put into an address on a server", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await kept(page);
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  site.requests.length = 0;
  for (const { view, figures } of FORMS) {
    await page.goto(`${site.address}#${view}`);
    await fill(page, figures);
    await saved(page, "CSV");
  }
  assert.deepEqual(site.requests, []);
  assertQuiet(browser, site.address);
});
