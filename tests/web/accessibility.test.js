// For everybody: axe, the keyboard, narrow screens, large text, paper.

import { strict as assert } from "node:assert";
import test from "node:test";

import { LANGUAGES, assertQuiet, browse, open, served, until, violations } from "./browser.js";
import { FORMS, downloaded, field, fill, idOf } from "./calculators.js";
import { VIEWS, show } from "./views.js";

/** By how many pixels the page can be scrolled sideways. */
const sideways = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
});

for (const language of LANGUAGES) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in ${language}, ${colorScheme}`, async (context) => {
      const site = await served(context);
      const browser = await browse(context, { locale: language, colorScheme, reducedMotion: "reduce" });
      const page = await open(browser, site.address);
      for (const view of VIEWS) {
        await show(page, view);
        assert.deepEqual(await violations(page), [], `#${view}`);
      }
      assertQuiet(browser, site.address);
    });
  }

  test(`nothing scrolls sideways in ${language}, on 320 pixels and with large text`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language, viewport: { width: 320, height: 640 } });
    const page = await open(browser, site.address);
    for (const view of VIEWS) {
      await page.setViewportSize({ width: 320, height: 640 });
      await show(page, view);
      assert.equal(await sideways(page), 0, `#${view} at 320 pixels`);
      // 200 % on a screen of 1280 pixels; then the text alone twice as large.
      await page.setViewportSize({ width: 640, height: 450 });
      assert.equal(await sideways(page), 0, `#${view} at 200 %`);
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
      await page.setViewportSize({ width: 1280, height: 900 });
      assert.equal(await sideways(page), 0, `#${view} with text of 200 %`);
      await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
    }
    assertQuiet(browser, site.address);
  });
}

test("axe finds a planted fault", async (context) => {
  const site = await served(context);
  const page = await open(await browse(context), `${site.address}#form-7`);
  await page.evaluate(() => document.querySelector("main input").removeAttribute("aria-label"));
  await page.evaluate(() => document.querySelector("main").append(document.createElement("input")));
  const found = await violations(page);
  assert.ok(found.some((line) => line.startsWith("label:")), found.join("\n"));
});

test("a form is filled, mended and saved by keyboard alone", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, site.address);
  const { keyboard } = page;
  const focused = (test) => page.evaluate(test);

  await keyboard.press("Tab");
  assert.equal(await focused(() => document.activeElement.className), "skip");
  assert.ok(await page.locator(".skip").isVisible());

  await tabTo(page, () => document.activeElement.getAttribute("href") === "#form-7");
  await keyboard.press("Enter");
  await page.waitForSelector("table.lines");
  assert.equal(await focused(() => document.activeElement.tagName), "H1");

  const [form] = FORMS;
  for (const [line, text] of Object.entries(form.figures)) {
    await tabTo(page, (id) => document.activeElement.id === id, idOf(line));
    await keyboard.type(text);
  }
  assert.equal(await page.locator("#verdict [data-tone]").getAttribute("data-tone"), "bad");
  for (let steps = 0; (await focused(() => document.activeElement.id)) !== idOf(form.mend[0]); steps += 1) {
    assert.ok(steps < 10, "the line is not reached");
    await keyboard.press("ArrowUp");
  }
  await keyboard.press("Control+A");
  await keyboard.type(form.mend[1]);
  assert.equal(await page.locator("#verdict [data-tone]").getAttribute("data-tone"), "good");

  await tabTo(page, () => document.activeElement.textContent === "CSV");
  const { text } = await downloaded(page, () => keyboard.press("Enter"));
  assert.ok(text.includes(form.mend[1]), text);
  assertQuiet(browser, site.address);
});

/** Presses Tab until the element in focus is the right one; on the way each must show its focus. */
async function tabTo(page, isIt, argument) {
  for (let steps = 0; steps < 200; steps += 1) {
    if (await page.evaluate(isIt, argument)) return;
    await page.keyboard.press("Tab");
    const [seen, what] = await page.evaluate(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const shows = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      return [element === document.body || shows, element.outerHTML.slice(0, 120)];
    });
    assert.ok(seen, `focus is not seen on ${what}`);
  }
  assert.fail("not reached by Tab");
}

test("those who listen hear the verdict once typing has paused", async (context) => {
  const site = await served(context);
  const page = await open(await browse(context), `${site.address}#form-7`);
  const [form] = FORMS;
  await fill(page, form.figures);
  const spoken = page.locator("#status[role=status]");
  await until(async () => (await spoken.textContent()) !== "");
  assert.ok((await page.locator("#verdict").textContent()).includes(await spoken.textContent()));
  const described = await field(page, form.wrong).getAttribute("aria-describedby");
  assert.ok(described.split(" ").includes(`${idOf(form.wrong)}-findings`), described);
});

test("paper shows the form, its figures and findings, and no buttons", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#form-7`);
  const [form] = FORMS;
  await fill(page, form.figures);
  await page.emulateMedia({ media: "print" });
  for (const gone of [".save-bar", ".languages", "drop-area", ".skip"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  for (const stays of [`#${idOf(form.wrong)}-computed`, `#${idOf(form.wrong)}-findings`, "#verdict", ".print-head"]) {
    assert.ok(await page.locator(stays).isVisible(), stays);
  }
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 10_000, `${paper.length} bytes`);
});
