// The single file, by double click, in a fresh profile without network.

import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { SINGLE_FILE, assertQuiet, browse, open, ready } from "./browser.js";
import { FORMS, digits, fill, idOf } from "./calculators.js";

test("the single file works by double click and asks for nothing", async (context) => {
  const browser = await browse(context);
  await browser.setOffline(true);
  const page = await open(browser, SINGLE_FILE);
  await page.goto(`${SINGLE_FILE}#membership`);
  const [, membership] = FORMS;
  await fill(page, membership.figures);
  const computed = await page.locator(`#${idOf("share.women")}-computed`).textContent();
  assert.equal(digits(computed), "72.6");
  await page.reload();
  await ready(page);
  assert.equal(await page.locator(`#${idOf("women")}`).inputValue(), "726");
  assert.deepEqual([...new Set(browser.asked.map((url) => url.split("#")[0]))], [SINGLE_FILE]);
  assertQuiet(browser, SINGLE_FILE);
});

test("a single file that was tampered with does not run", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "esep-file-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const text = await readFile(fileURLToPath(SINGLE_FILE), "utf8");
  const file = join(folder, "esep.html");
  await writeFile(file, text.replace('<script type="module">', '<script type="module">void 0;'));
  const browser = await browse(context);
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  assert.equal(await page.locator("html[data-ready]").count(), 0);
  assert.ok(browser.complaints.some((text) => text.includes("Content Security Policy")), browser.complaints.join("\n"));
});
