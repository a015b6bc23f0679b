// Registers: counted in the browser, row by row, told and saved.

import { strict as assert } from "node:assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";

import { LANGUAGES, SINGLE_FILE, assertQuiet, browse, open, served, until, violations } from "./browser.js";
import { digits, downloaded } from "./calculators.js";

const STRUCTURE = "code,parent,kind,name\nunion,,sectoral-union,Union\na,union,primary,A\nb,union,primary,B\n";

/** 12 000 members of two organizations, every tenth of which has left; two rows cannot be counted. */
const ROWS = Array.from({ length: 12_000 }, (_, at) =>
  `${at},${at % 3 === 0 ? "a" : "b"},${at % 2 === 0 ? "f" : "m"},1980-02-03,2010-01-05,${at % 10 === 0 ? "2015-01-01" : ""}\n`);
const REGISTER = `member_id,org_code,sex,birth_date,joined,left\n${ROWS.join("")}secret,nobody,f,1980-01-01,2010-01-01,\nx,a,f,1980-02-30,2010-01-01,\n`;

async function filesOf(context, files) {
  const folder = await mkdtemp(join(tmpdir(), "esep-tally-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return (name) => join(folder, name);
}

/** Chooses the structure and the register, of which the first drop area takes the one. */
async function bring(page, structure, register) {
  const inputs = page.locator("drop-area input[type=file]");
  await inputs.nth(0).setInputFiles(structure);
  await inputs.nth(1).setInputFiles(register);
}

const verdict = (page) => page.locator("#verdict [data-tone]");
const cell = (page, line) => page.locator("#tally-result table").first().locator("tr", { hasText: line }).first().locator("td").first();

for (const language of LANGUAGES) {
  test(`a register is counted, told and saved, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const path = await filesOf(context, { "structure.csv": STRUCTURE, "members.csv.gz": gzipSync(REGISTER) });
    const page = await open(browser, `${site.address}#tally`);
    await bring(page, path("structure.csv"), path("members.csv.gz"));
    await verdict(page).waitFor();
    assert.equal(await verdict(page).getAttribute("data-tone"), "bad");
    assert.equal(digits(await cell(page, "members").textContent()), "10800");
    const findings = await page.locator("#tally-result .findings").textContent();
    assert.match(findings, /I008|I011|S/);
    assert.ok(findings.includes("12002") && !(await page.content()).includes("secret"), findings);
    assert.deepEqual(await violations(page), []);
    const spoken = page.locator("#status[role=status]");
    await until(async () => (await verdict(page).textContent()).includes((await spoken.textContent()) || "nothing"));
    const { name, text } = await downloaded(page, () => page.locator(".save-bar button", { hasText: "CSV" }).click());
    assert.match(name, /^esep-members-.*\.csv$/);
    assert.match(text, /\nunion,sectoral-union,[^,]*,10800,/);
    assertQuiet(browser, site.address);
  });
}

test("what is chosen counts again, and things that happen on one day ask for a period", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const path = await filesOf(context, { "structure.csv": STRUCTURE, "members.csv": REGISTER });
  const page = await open(browser, `${site.address}#tally`);
  await bring(page, path("structure.csv"), path("members.csv"));
  await verdict(page).waitFor();
  await page.locator("#tally-when").selectOption("day");
  await page.locator("#tally-day").fill("2012-01-01");
  await until(async () => digits(await cell(page, "members").textContent()) === "12000");
  await page.locator("#tally-register").selectOption("cases");
  await until(async () => (await verdict(page).getAttribute("data-tone")) === "open");
  assert.equal(await page.locator("#tally-when").count(), 0);
  assertQuiet(browser, site.address);
});

test("in another language, and with figures of few persons blank, nothing is counted again", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const few = "member_id,org_code,joined,left\n1,a,2010-01-01,\n2,b,2010-01-01,\n3,b,2010-01-01,\n";
  const path = await filesOf(context, { "structure.csv": STRUCTURE, "members.csv": few });
  const page = await open(browser, `${site.address}#tally`);
  await bring(page, path("structure.csv"), path("members.csv"));
  await verdict(page).waitFor();
  const organizations = page.locator("#tally-result table").nth(1);
  const figures = async () => (await organizations.locator("tbody tr td:nth-of-type(3)").allTextContents()).join(" ");
  assert.equal(await figures(), "1 2 3");
  const english = await verdict(page).textContent();
  await rm(path("members.csv"));
  await page.locator("[data-language=ru]").click();
  await until(async () => (await verdict(page).count()) === 1 && (await verdict(page).textContent()) !== english);
  assert.equal(await figures(), "1 2 3");
  assert.match(await organizations.locator("thead").textContent(), /Численность членов/);
  await page.locator("#tally-suppress").fill("2");
  await page.locator("#tally-suppress").blur();
  await until(async () => (await verdict(page).count()) === 1 && (await figures()) === "  3");
  assert.match(await page.locator("#tally-result .table-notes").textContent(), /скрыто/);
  const { text } = await downloaded(page, () => page.locator(".save-bar button", { hasText: "CSV" }).click());
  assert.match(text, /\na,primary,[^,]*,,/);
  await page.locator("#tally-when").selectOption("day");
  await until(async () => (await verdict(page).count()) === 1 && (await verdict(page).getAttribute("data-tone")) === "bad");
  assert.match(await verdict(page).textContent(), /не удалось прочитать/);
  assert.deepEqual(await violations(page), []);
});

test("what is packed and damaged is told", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const path = await filesOf(context, { "structure.csv": STRUCTURE, "members.csv.gz": gzipSync(REGISTER).subarray(0, 5000) });
  const page = await open(browser, `${site.address}#tally`);
  await bring(page, path("structure.csv"), path("members.csv.gz"));
  await verdict(page).waitFor();
  assert.match(await verdict(page).textContent(), /could not be read/);
  assertQuiet(browser, site.address);
});

test("a register is counted by the single file, without network", async (context) => {
  const browser = await browse(context);
  const path = await filesOf(context, { "structure.csv": STRUCTURE, "members.csv": REGISTER });
  await browser.setOffline(true);
  const page = await open(browser, `${SINGLE_FILE}#tally`);
  await bring(page, path("structure.csv"), path("members.csv"));
  await verdict(page).waitFor();
  assert.equal(digits(await cell(page, "members").textContent()), "10800");
  assertQuiet(browser, SINGLE_FILE);
});

test("a count is stopped, and begun again", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#tally`);
  const row = ROWS.slice(0, 1000).join("");
  // 600 MB that are never in memory at once.
  await page.evaluate(({ head, rows }) => {
    const piece = new Blob(Array.from({ length: 100 }, () => rows));
    const input = document.querySelectorAll("drop-area input[type=file]")[1];
    const chosen = new DataTransfer();
    chosen.items.add(new File([head, ...Array.from({ length: 150 }, () => piece)], "members.csv"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
  }, { head: REGISTER.slice(0, REGISTER.indexOf("\n") + 1), rows: row });
  const progress = page.locator(".work progress");
  await until(async () => (await progress.evaluate((bar) => bar.position)) > 0.02);
  await page.locator(".work button").click();
  assert.equal(await progress.count(), 0);
  assert.equal(await verdict(page).count(), 0);
  await page.locator(".work button").click();
  await progress.waitFor();
  assertQuiet(browser, site.address);
});
