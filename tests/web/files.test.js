// Files chosen and dropped: they are read, checked and added up in the browser.

import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { BUILT, LANGUAGES, SINGLE_FILE, assertQuiet, browse, kept, open, served, violations } from "./browser.js";
import { digits, downloaded } from "./calculators.js";

/** The example of README.md: 4 errors and 2 warnings. */
const EXAMPLE = fileURLToPath(new URL("../../docs/examples/kz-education-2020-h1", import.meta.url));
const FOUND = ["M003", "F005", "F005", "F001", "Q001", "Q002"];

/** What thirty organizations sent in. */
const THIRTY = fileURLToPath(new URL("../../docs/examples/thirty", import.meta.url));

/** Reports of a union of two organizations, of which one contradicts itself. */
const REPORT = `# form: membership
# period: 2020-H1
organization,members,members.working,members.students,members.pensioners,members.other
aktobe,100,60,30,10,0
atyrau,100,60,30,9,0
`;

async function folderOf(context, files) {
  const folder = await mkdtemp(join(tmpdir(), "esep-files-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

async function fileOf(context, name, bytes) {
  return join(await folderOf(context, { [name]: bytes }), name);
}

const verdict = (page) => page.locator("#verdict [data-tone]");

const codesOf = (page) => page.locator(".file-findings .findings > li.finding").evaluateAll((items) =>
  items.map((item) => item.textContent.match(/[A-Z]\d{3}/)?.[0]));

/** Drops files or folders, as the system's file manager does. */
async function drop(page, ...files) {
  const target = page.locator("drop-area").first();
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const place = { x: box.x + box.width / 2, y: box.y + 10, data };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await devtools.send("Input.dispatchDragEvent", { type, ...place });
  }
}

for (const language of LANGUAGES) {
  test(`a whole folder is checked and added up, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#files`);
    await kept(page);
    site.requests.length = 0;
    await page.locator("input[webkitdirectory]").setInputFiles(EXAMPLE);
    await verdict(page).waitFor();
    assert.equal(await verdict(page).getAttribute("data-tone"), "bad");
    assert.deepEqual((await codesOf(page)).toSorted(), FOUND.toSorted());
    const files = await page.locator(".file-findings h3").allTextContents();
    assert.ok(files.some((name) => name.includes("reports/2020-H1/kz-edu.toml")), files.join("\n"));

    const findings = section(page, "files-findings");
    const sarif = await saved(findings, "SARIF");
    assert.equal(JSON.parse(sarif).runs[0].results.length, FOUND.length);
    for (const format of ["HTML", "Markdown", "JSON", "TXT"]) {
      assert.ok((await saved(findings, format)).includes("F001"), format);
    }
    assert.deepEqual(site.requests, []);
    assertQuiet(browser, site.address);
  });
}

test("a folder of two periods is added up and compared", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#files`);
  const folder = await folderOf(context, {
    "structure.csv": "code,parent,kind,name\nunion,,sectoral-union,Union\naktobe,union,regional,Aktobe\natyrau,union,regional,Atyrau\n",
    "reports/before.csv": REPORT.replace("2020-H1", "2019-H1").replace("100,60,30,9", "99,60,30,9"),
    "reports/now.csv": REPORT.replace("100,60,30,9", "120,80,30,10"),
  });
  await page.locator("input[webkitdirectory]").setInputFiles(folder);
  await page.locator("#rollup-period").selectOption("2020-H1");
  await page.locator("table.figures").filter({ hasText: "220" }).waitFor();
  for (const format of ["CSV", "JSON", "Markdown", "HTML"]) {
    assert.ok((await saved(section(page, "files-rollup"), format)).includes("220"), format);
  }
  const comparison = section(page, "files-compare");
  await comparison.filter({ hasText: "Atyrau" }).waitFor();
  for (const format of ["CSV", "JSON", "Markdown", "HTML"]) {
    assert.ok((await saved(comparison, format)).includes("21"), format);
  }
  assertQuiet(browser, site.address);
});

const section = (page, heading) => page.locator("section").filter({ has: page.locator(`#${heading}`) });

/** Saves what stands in a section, and returns what the file holds. */
async function saved(place, format) {
  const button = place.locator(".save-bar").getByRole("button", { name: format, exact: true });
  return (await downloaded(place.page(), () => button.click())).text;
}

test("dropped files and folders are read like chosen ones", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#files`);
  await drop(page, await fileOf(context, "members.csv", REPORT));
  await verdict(page).waitFor();
  assert.deepEqual(await codesOf(page), ["F001"]);

  const other = await open(browser, `${site.address}#files`);
  await drop(other, EXAMPLE);
  await verdict(other).waitFor();
  assert.deepEqual((await codesOf(other)).toSorted(), FOUND.toSorted());
  assertQuiet(browser, site.address);
});

test("files are checked in the single file too, without network", async (context) => {
  const browser = await browse(context);
  await browser.setOffline(true);
  const page = await open(browser, `${SINGLE_FILE}#files`);
  await page.locator("input[type=file]").first().setInputFiles(await fileOf(context, "members.csv", REPORT));
  await verdict(page).waitFor();
  assert.deepEqual(await codesOf(page), ["F001"]);
  await page.goto(`${SINGLE_FILE}#code/F001`);
  await page.getByRole("heading", { name: "F001" }).waitFor();
  assertQuiet(browser, SINGLE_FILE);
});

test("a file of an unknown kind is told of, and the others are checked", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#files`);
  const unknown = await fileOf(context, "scan.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  await page.locator("input[type=file]").first().setInputFiles([unknown, await fileOf(context, "members.csv", REPORT)]);
  await verdict(page).waitFor();
  const found = await codesOf(page);
  assert.ok(found.includes("F001") && found.length > 1, found.join());
  assert.ok((await page.locator(".file-findings h3").allTextContents()).some((name) => name.includes("scan.png")));
  assertQuiet(browser, site.address);
});

test("a saved form is opened again", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#form-7`);
  await page.locator("#line-violations").fill("350");
  await page.locator("#line-violations-pay").fill("200");
  const { name, text } = await downloaded(page, () =>
    page.locator(".save-bar").getByRole("button", { name: "CSV", exact: true }).click());
  await page.locator("#line-violations").fill("1");
  const file = await fileOf(context, name, text);
  await page.locator("drop-area input[type=file]").first().setInputFiles(file);
  await page.waitForFunction(() => document.querySelector("#line-violations").value !== "1");
  assert.equal(digits(await page.locator("#line-violations").inputValue()), "350");
  assert.equal(digits(await page.locator("#line-violations-pay").inputValue()), "200");
  assertQuiet(browser, site.address);
});

/** Published tables as a workbook, in which 3 figures do not add up. */
const WORKBOOK = fileURLToPath(new URL("../../docs/examples/office/kz-edu.xlsx", import.meta.url));

/** The button of a marked copy. */
const MARKED = { kk: "Белгіленген көшірмені жүктеп алу", ru: "Скачать копию с пометками", en: "Download the marked copy" };

/** Chooses the workbook, and looks at its findings and at its marked copy. */
async function checkWorkbook(page, language) {
  await page.locator("input[type=file]").first().setInputFiles(WORKBOOK);
  await verdict(page).waitFor();
  assert.deepEqual((await codesOf(page)).toSorted(), ["F001", "F005", "F005"]);
  const places = await page.locator(".file-findings li.finding .note").allTextContents();
  assert.deepEqual(places, ["Членство!C9", "Членство!C10", "Занятость!C5"]);
  const button = page.getByRole("button", { name: MARKED[language], exact: true });
  const { name, bytes } = await downloaded(page, () => button.click());
  assert.equal(name, "kz-edu-esep.xlsx");
  assert.equal(bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
  assert.ok(!bytes.equals(await readFile(WORKBOOK)));
}

for (const language of LANGUAGES) {
  test(`a workbook is checked by cell, and its marked copy is saved, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language, viewport: { width: 320, height: 640 } });
    const page = await open(browser, `${site.address}#files`);
    await checkWorkbook(page, language);
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    assertQuiet(browser, site.address);
  });
}

test("a workbook is checked in the single file too, without network", async (context) => {
  const browser = await browse(context);
  await browser.setOffline(true);
  await checkWorkbook(await open(browser, `${SINGLE_FILE}#files`), "en");
  assertQuiet(browser, SINGLE_FILE);
});

/** What the page calls its buttons. */
const CALLED = {
  kk: { workbook: "Жиынтық кітап (.xlsx)", report: ["Веб-бет (.html)", "Word (.docx)", "Markdown (.md)"] },
  ru: { workbook: "Сводная книга (.xlsx)", report: ["Веб-страница (.html)", "Word (.docx)", "Markdown (.md)"] },
  en: { workbook: "Consolidated workbook (.xlsx)", report: ["Web page (.html)", "Word (.docx)", "Markdown (.md)"] },
};

/** The package itself, whose answers are those of the program. */
const esep = await import(new URL("esep-package/node.js", pathToFileURL(`${BUILT}/`)));

/** Chooses the thirty workbooks and saves what they give together: the same as the package writes. */
async function saveTogether(page, language) {
  await Promise.all([esep.loadOffice(), esep.loadWrite()]);
  await page.locator("input[webkitdirectory]").setInputFiles(THIRTY);
  await page.locator("#files-report").waitFor({ timeout: 60_000 });
  const documents = new esep.Documents(language);
  const writer = new esep.Writer(language);
  for (const file of await readdir(THIRTY, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath ?? file.path, file.name);
    const name = `thirty/${relative(THIRTY, path).replaceAll("\\", "/")}`;
    const bytes = new Uint8Array(await readFile(path));
    for (const made of [documents, writer]) {
      if (esep.isReadAsGrids(name)) made.addGrids(name, esep.readGrids(name, bytes));
      else made.add(name, bytes);
    }
  }
  const save = async (heading, label) => {
    const button = section(page, heading).getByRole("button", { name: label, exact: true });
    return downloaded(page, () => button.click());
  };
  const { workbook, report } = CALLED[language];
  await page.locator("#rollup-form").selectOption("membership");
  await section(page, "files-rollup").locator("table").first().waitFor();
  const consolidated = await save("files-rollup", workbook);
  assert.equal(consolidated.name, "esep-membership-2025-H1.xlsx");
  const asked = { form: "membership", period: "2025-H1" };
  assert.ok(consolidated.bytes.equals(Buffer.from(writer.rollupWorkbook(asked))), "the consolidated workbook");
  // Opened again, it says what the files say.
  const again = new esep.Documents(language);
  again.addGrids("a.xlsx", esep.readGrids("a.xlsx", new Uint8Array(consolidated.bytes)));
  assert.equal(again.describe().forms[0].id, "membership");
  const annex = documents.annex({ period: "2025-H1" });
  for (const [at, ending] of ["html", "docx", "md"].entries()) {
    const { name, bytes } = await save("files-report", report[at]);
    assert.equal(name, `esep-report-2025-H1.${ending}`);
    assert.ok(bytes.equals(Buffer.from(writer.report(annex, ending))), name);
  }
}

for (const language of LANGUAGES) {
  test(`thirty workbooks give a consolidated workbook and a report, in ${language}`, async (context) => {
    const site = await served(context);
    const browser = await browse(context, { locale: language, viewport: { width: 320, height: 640 } });
    const page = await open(browser, `${site.address}#files`);
    await saveTogether(page, language);
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    assertQuiet(browser, site.address);
  });
}

test("thirty workbooks give the same in the single file, without network", async (context) => {
  const browser = await browse(context);
  await browser.setOffline(true);
  await saveTogether(await open(browser, `${SINGLE_FILE}#files`), "en");
  assertQuiet(browser, SINGLE_FILE);
});

test("what cannot be written is told, and nothing is saved", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, `${site.address}#files`);
  const other = REPORT.replace("2020-H1", "2021").replace("aktobe,100,60,30,10,0\n", "");
  const files = await folderOf(context, { "a.csv": REPORT, "b.csv": other });
  await page.locator("input[type=file]").first().setInputFiles([join(files, "a.csv"), join(files, "b.csv")]);
  await page.locator("#files-report").waitFor();
  await page.locator("#report-period").selectOption("2021");
  await page.locator("#report-organization").selectOption("aktobe");
  await section(page, "files-report").getByRole("button", { name: "Word (.docx)" }).click();
  await section(page, "files-report").locator("[data-tone=open]").filter({ hasText: "no figures" }).waitFor();
  assertQuiet(browser, site.address);
});

/** Saves in a format that the bar of this name offers. */
async function savedForm(page, bar, format) {
  const button = page.getByRole("group", { name: bar, exact: true }).getByRole("button", { name: format, exact: true });
  return downloaded(page, () => button.click());
}

const BARS = {
  kk: { save: "Сақтау", blank: "Бос нысан" }, ru: { save: "Сохранить", blank: "Пустая форма" },
  en: { save: "Save", blank: "Blank form" },
};

for (const language of LANGUAGES) {
  test(`a form is sent out blank and filled, and taken over again, in ${language}`, async (context) => {
    await esep.loadWrite();
    const site = await served(context);
    const browser = await browse(context, { locale: language });
    const page = await open(browser, `${site.address}#membership`);
    const { save, blank } = BARS[language];
    for (const format of ["xlsx", "docx"]) {
      const { name, bytes } = await savedForm(page, blank, `.${format}`);
      assert.equal(name, `esep-membership.${format}`);
      assert.ok(bytes.equals(Buffer.from(esep.template("membership", format, null, language))), name);
    }
    await page.locator("#organization").fill("Ақтөбе");
    await page.locator("#line-employees").fill("1250");
    await page.locator("#line-members").fill("1000");
    await page.locator("#line-women").fill("726");
    const sent = [];
    for (const format of ["XLSX", "DOCX"]) sent.push(await savedForm(page, save, format));
    for (const { name, bytes } of sent) {
      await page.locator("#line-women").fill("1");
      const file = await fileOf(context, name, bytes);
      await page.locator("drop-area input[type=file]").first().setInputFiles(file);
      await page.waitForFunction(() => document.querySelector("#line-women").value !== "1");
      assert.equal(digits(await page.locator("#line-women").inputValue()), "726", name);
      assert.equal(digits(await page.locator("#line-members").inputValue()), "1000", name);
      assert.equal(await page.locator("#organization").inputValue(), "Ақтөбе");
    }
    assert.deepEqual(await violations(page), []);
    assertQuiet(browser, site.address);
  });
}
