// Documents in a worker of Node.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Documents, Tallying, Writer, annotate, loadOffice, loadTally, loadWrite, readGrids, template } from "esep";
import { createWorker } from "esep/worker";

const SHEET = new TextEncoder().encode(
  `organization = "a"\nperiod = "2020-H1"\n[legal-service]\nviolations = 5\n"violations.pay" = 9\n`);

test("a worker answers as documents on the spot do", async () => {
  const worker = createWorker();
  const documents = worker.documents("ru");
  documents.add("a.toml", SHEET);
  const here = new Documents("ru");
  here.add("a.toml", SHEET);
  const seen = [];
  const found = await documents.check({}, { onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(found, here.check());
  assert.deepEqual(seen, [{ done: 1, total: 2 }, { done: 2, total: 2 }]);
  assert.equal(await documents.writeFindings("text"), here.writeFindings("text"));
  documents.setLanguage("kk");
  here.setLanguage("kk");
  assert.deepEqual(await documents.check(), here.check());
  assert.deepEqual((await documents.describe()).files, ["a.toml"]);
  await assert.rejects(documents.rollup({ form: "7", period: "x" }), { name: "EsepError", code: "unreadable-period" });
  documents.free();
  worker.close();
});

test("two sets of documents in one worker stay apart", async () => {
  const worker = createWorker();
  const one = worker.documents("en");
  const other = worker.documents("en");
  one.add("a.toml", SHEET);
  other.add("b.toml", SHEET);
  const [first, second] = await Promise.all([one.describe(), other.describe()]);
  assert.deepEqual([first.files, second.files], [["a.toml"], ["b.toml"]]);
  worker.close();
});

test("what is canceled ends, and what comes after finds the files again", async () => {
  const worker = createWorker();
  const documents = worker.documents("en");
  documents.add("a.toml", SHEET);
  const controller = new AbortController();
  const canceled = documents.check({}, { signal: controller.signal });
  controller.abort();
  await assert.rejects(canceled, { name: "EsepError", code: "canceled" });
  await assert.rejects(documents.check({}, { signal: controller.signal }), { code: "canceled" });
  const found = await documents.check();
  assert.ok(found.findings.length > 0);
  worker.close();
});

const DAMAGED = Uint8Array.of(0x50, 0x4b, 3, 4);

test("workbooks are read in the worker, and copies are marked", async () => {
  await loadOffice();
  const worker = createWorker();
  const [documents, here] = [worker.documents("kk"), new Documents("kk")];
  const example = (name) => new Uint8Array(readFileSync(new URL(`../../../docs/examples/office/${name}`, import.meta.url)));
  const name = "kz-edu.xlsx";
  documents.add(name, new Blob([example(name)]));
  here.addGrids(name, readGrids(name, example(name)));
  documents.add("broken.xlsx", DAMAGED);
  here.addGrids("broken.xlsx", readGrids("broken.xlsx", DAMAGED));
  const found = await documents.check();
  assert.deepEqual(found, here.check());
  assert.ok(found.findings.some(({ within }) => within === "Членство!C9"), JSON.stringify(found.findings));
  assert.deepEqual(found.workbooks, ["broken.xlsx", "kz-edu.xlsx"]);
  const marked = await documents.annotated(name);
  assert.deepEqual(marked, annotate(example(name), here.notes(name), "kk"));
  assert.notDeepEqual(marked, example(name));
  await assert.rejects(documents.annotated("kz-edu.ods"), { name: "EsepError", code: "not-found" });
  const why = { name: "EsepError", code: "unreadable-document-office-damaged" };
  await assert.rejects(documents.annotated("broken.xlsx"), why);
  assert.throws(() => annotate(SHEET, here.notes(name), "ru"), why);
  assert.throws(() => annotate(example(name), "{}", "ru"), { code: "unexpected-options" });
  assert.throws(() => here.addGrids("a.xlsx", "[null"), { name: "EsepError", code: "unexpected-options" });
  worker.close();
});

/** A register as a workbook of text, and the same as CSV. */
function registers() {
  const rows = [["org_code", "sex", "joined", "left"], ["a", "f", "2015-03-01", ""], ["b", "m", "2016-03-01", ""], ["b", "m", "x", ""]];
  const cells = (row) => row.map((text) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`).join("");
  const sheet = rows.map((row) => `<table:table-row>${cells(row)}</table:table-row>`).join("");
  const workbook = "<office:document><office:body><office:spreadsheet><table:table table:name=\"A\">" +
    `${sheet}</table:table></office:spreadsheet></office:body></office:document>`;
  return [workbook, rows.map((row) => `${row.join(",")}\n`).join("")];
}

test("a register in a workbook is tallied as its rows are", async () => {
  const [workbook, csv] = registers();
  const options = { register: "members", as_of: "2020-07-01" };
  const worker = createWorker();
  const asked = worker.tally(new Blob([workbook]), { ...options, name: "members.fods" }, "en");
  const tallied = await asked;
  await loadTally();
  const here = new Tallying(options, "en");
  here.push(new TextEncoder().encode(csv));
  assert.deepEqual(tallied.tables, here.tables());
  assert.equal(tallied.rows_left_out, 1);
  const { code, place } = tallied.findings[0];
  assert.deepEqual([code, place], ["I011", { file: "members.fods", sheet: "A", cell: "C4" }]);
  assert.equal(await tallied.write("csv"), here.write("csv"));
  const damaged = await worker.tally(new Blob([DAMAGED]), { ...options, name: "members.xlsx" }, "en");
  assert.deepEqual([damaged.tables, damaged.findings[0].code], [null, "I006"]);
  assert.throws(() => new Tallying(options, "en").pushSheets(DAMAGED), { name: "EsepError", code: "unexpected-options" });
  worker.close();
});

test("workbooks and reports are written in the worker, and forms to be sent out", async () => {
  await Promise.all([loadOffice(), loadWrite()]);
  const worker = createWorker();
  const [documents, here, writer] = [worker.documents("kk"), new Documents("kk"), new Writer("kk")];
  const rows = new TextEncoder().encode(
    "# form: membership\n# period: 2020-H1\norganization,parent,employees,members\na,u,20,9\nb,u,30,30\nu,,50,38\n");
  for (const made of [documents, here, writer]) made.add("a.csv", rows);
  const asked = { form: "membership", period: "2020-H1" };
  assert.deepEqual(await documents.rollupWorkbook(asked), writer.rollupWorkbook(asked));
  const about = { period: "2020-H1", organization: "u" };
  for (const format of ["html", "docx", "md"]) {
    assert.deepEqual(await documents.report(about, format), writer.report(here.annex(about), format));
  }
  const told = new TextDecoder().decode(await documents.report(about, "md"));
  assert.ok(told.includes("R001"), told);
  const sent = { organization: "u", period: "2020-H1" };
  assert.deepEqual(await worker.template("7", "xlsx", sent, "ru"), template("7", "xlsx", sent, "ru"));
  const document = template("7", "docx", sent, "ru");
  assert.equal(await worker.grids("a.docx", new Blob([document])), readGrids("a.docx", document));
  const missing = { name: "EsepError", code: "nothing-to-report" };
  await assert.rejects(documents.report({ period: "1990", organization: "u" }, "md"), missing);
  assert.throws(() => writer.report("[]", "md"), { code: "unexpected-options" });
  assert.throws(() => writer.report(here.annex(about), "pdf"), { code: "bad-option" });
  worker.close();
});
