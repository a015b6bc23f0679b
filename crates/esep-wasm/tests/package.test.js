// What the package does in Node.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as esep from "esep";
import * as core from "../../../target/esep-package/core.js";
import { EsepError, Documents, Filling } from "esep";

const LANGUAGES = ["kk", "ru", "en"];
const bytes = (text) => new TextEncoder().encode(text);

/** A sheet whose parts give 99 where the total says 100. */
const SHEET = `organization = "aktobe"
period = "2020-H1"

[legal-service]
violations = 100
"violations.pay" = 40
"violations.working-time" = 25
"violations.employment-relations" = 25
"violations.other" = 9
`;

/** The error that a call throws. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof EsepError && error instanceof Error, String(error));
    assert.equal(error.name, "EsepError");
    assert.ok(Array.isArray(error.hints));
    return error;
  }
  assert.fail("nothing is thrown");
}

test("every function and class of the module is in the package", () => {
  const own = ["default", "initSync", "__wbg_reset_state", "internalError", "bring", "refuseGrids"];
  const missing = Object.keys(core).filter((name) => !own.includes(name) && !(name in esep));
  assert.deepEqual(missing, []);
});

test("the version is that of the package", async () => {
  const described = JSON.parse(await readFile(new URL("../js/package.json", import.meta.url), "utf8"));
  assert.equal(esep.version(), described.version);
});

test("forms are listed and described in each language", () => {
  for (const language of LANGUAGES) {
    const forms = esep.forms(language);
    const listed = forms.find((form) => form.id === "legal-service");
    assert.equal(listed.number, "7");
    const form = esep.form("7", language);
    assert.deepEqual(listed, Object.fromEntries(Object.keys(listed).map((key) => [key, form[key]])));
    const line = form.lines.find((line) => line.id === "violations.pay");
    assert.equal(line.depth, 1);
    assert.equal(line.unit.kind, "count");
    assert.ok(form.breakdowns.some(({ of, parts }) => of === "violations" && parts.includes(line.id)));
    assert.ok(form.measures.every((measure) => measure.why.length > 0));
  }
  assert.notEqual(esep.form("7", "kk").title, esep.form("7", "ru").title);
});

test("what is refused is an error with code, message and advice in the language", () => {
  const error = thrown(() => esep.form("legal-servise", "en"));
  assert.equal(error.code, "unknown-form");
  assert.equal(error.message, "there is no form `legal-servise`");
  assert.deepEqual(error.hints, ["did you mean `legal-service`?"]);
  assert.equal(error.place, null);
  assert.match(thrown(() => esep.form("legal-servise", "ru")).message, /legal-servise/);
  assert.equal(thrown(() => esep.forms("de")).code, "unknown-language");
  assert.equal(thrown(() => new Documents("de")).code, "unknown-language");
  assert.equal(thrown(() => new Documents("en", { fomr: "7" })).code, "unexpected-options");
  assert.equal(thrown(() => new Documents("en").writeFindings("pdf")).code, "bad-option");
  assert.equal(thrown(() => new Filling("7", "2020-H9", "en")).code, "unreadable-period");
  assert.equal(thrown(() => Filling.restore("[]", "en")).code, "unreadable-save");
  assert.equal(thrown(() => new Filling("7", "2020-H1", "en").set("now", "choir", null, "1")).code, "unknown-line");
});

test("codes are listed and explained in each language", async () => {
  for (const language of LANGUAGES) {
    const codes = esep.codes(language);
    assert.ok(codes.length > 40);
    for (const code of codes) {
      const explained = await esep.explain(code.name, language);
      assert.equal(explained.code, code.code);
      assert.ok(explained.markdown.startsWith(`# ${code.code} ${code.name}\n`));
      assert.ok(explained.html.startsWith(`<h1>${code.code} ${code.name}</h1>\n`));
    }
  }
  await assert.rejects(esep.explain("F999", "en"), { name: "EsepError", code: "unknown-code" });
});

test("texts of the page are the same keys in each language", () => {
  const [kk, ru, en] = LANGUAGES.map((language) => Object.keys(esep.texts(language)));
  assert.deepEqual(kk, en);
  assert.deepEqual(ru, en);
  assert.equal(esep.say("no-such-key", {}, "en"), "no-such-key");
});

test("figures are read and written as each language does", () => {
  const read = esep.readFigure("14,4 %", "percent", "ru");
  assert.deepEqual([read.content, read.value, read.low, read.high], ["figure", "14.4", "14.35", "14.45"]);
  assert.equal(read.shown, "14,4\u00a0%");
  assert.equal(esep.readFigure("x", "persons", "en").content, "not-applicable");
  assert.equal(esep.readFigure("", "persons", "en").content, "blank");
  const unreadable = esep.readFigure("1 23", "persons", "en");
  assert.equal(unreadable.content, "unreadable");
  assert.match(unreadable.problem, /groups of three/);
  assert.equal(esep.readFigure("1,191", "number", "en").content, "figure");
  assert.equal(esep.formatFigure("-27232", "persons", "ru"), "−27\u00a0232");
  assert.equal(esep.formatFigure("14.4", "percent", "en"), "14.4%");
  assert.equal(thrown(() => esep.formatFigure("14,4", "percent", "en")).code, "unreadable-figure");
  const large = "9".repeat(40);
  assert.equal(esep.readFigure(large, "number", "en").value, large, "nothing is lost beyond 2^53");
});

test("a form is filled, looked at after each change, saved and taken up again", () => {
  const filling = new Filling("legal-service", "2020-H1", "en");
  for (const [line, text] of [["in-person", "1,200"], ["by-telephone", "800"], ["in-media", "-"], ["online", "75"]]) {
    filling.set("now", `consultations.${line}`, null, text);
  }
  const cell = (state) => state.cells.find(({ line }) => line === "consultations");
  assert.equal(cell(filling.state()).now.computed.shown, "2,075");
  const wrong = filling.set("now", "consultations", null, "2,107");
  assert.equal(wrong.clean, false);
  const [finding] = wrong.findings;
  assert.deepEqual([finding.code, finding.name, finding.severity, finding.difference], ["F001", "parts-do-not-add-up", "error", "32"]);
  assert.deepEqual(cell(wrong).findings, [0]);
  filling.set("previous", "consultations", null, "2,000");
  assert.equal(cell(filling.state()).change.difference, "+107");

  const again = Filling.restore(filling.save(), "ru");
  assert.ok(again instanceof Filling);
  assert.equal(cell(again.state()).now.shown, "2\u00a0107");
  assert.notEqual(again.state().verdict, wrong.verdict);

  const csv = filling.write("csv");
  const read = new Filling("legal-service", "2020-H1", "en").read("form.csv", bytes(csv));
  assert.deepEqual(read.left_out, []);
  assert.equal(cell(read).now.shown, "2,107");
  assert.match(filling.write("html"), /^<!DOCTYPE html>/);
  assert.match(filling.write("html-fragment"), /^<div class="scroll"/);
  filling.free();
});

test("a single document is checked", () => {
  const documents = new Documents("en");
  documents.add("aktobe.toml", bytes(SHEET));
  const found = documents.check();
  assert.equal(found.schema, "esep/findings/1");
  assert.equal(found.clean, false);
  const [finding] = found.findings;
  assert.deepEqual([finding.stated, finding.computed, finding.difference], ["100", "99", "1"]);
  assert.deepEqual(finding.place, { file: "aktobe.toml", line: 5, column: 14 });
  assert.deepEqual(finding.quote, { line: 5, before: "violations = ", marked: "100", after: "" });
  assert.deepEqual(documents.check({ ignore: ["F"] }).findings, []);
  assert.equal(documents.check({ ignore: ["F"] }).clean, true);
  documents.setLanguage("ru");
  assert.notEqual(documents.check().findings[0].message, finding.message);
  documents.remove("aktobe.toml");
  assert.equal(documents.check().clean, null);
});

test("a book is described, added up and compared", () => {
  const documents = new Documents("en");
  documents.add("2020/structure.csv", bytes("code,parent,kind,name\nkz,,republican,Union\na,kz,regional,A\nb,kz,regional,B\n"));
  const row = (code, period, members) => `${code},${period},membership,members,${members}\n`;
  const rows = [["a", "2020-H1", 10], ["b", "2020-H1", 20], ["a", "2020-H2", 13], ["b", "2020-H2", 18]];
  documents.add("2020/reports/all.csv", bytes(`organization,period,form,line,value\n`
    + rows.map(([code, period, members]) => row(code, period, members)).join("")));
  const described = documents.describe();
  assert.equal(described.organizations, 3);
  assert.deepEqual(described.files, ["2020/reports/all.csv", "2020/structure.csv"]);
  const [form] = described.forms;
  assert.equal(form.id, "membership");
  assert.deepEqual(form.periods.map((period) => period.id), ["2020-H1", "2020-H2"]);

  const table = documents.rollup({ form: "membership", period: "2020-H1" });
  assert.equal(table.rows.length, 1);
  const at = (id) => table.columns.findIndex((column) => column.id === id);
  assert.equal(table.rows[0][at("organization")], "kz");
  assert.equal(table.rows[0][at("members")], "30");
  assert.match(documents.writeRollup("csv", { form: "membership", period: "2020-H1" }), /^organization,kind,period,/);

  const compared = documents.compare({ from: "2020-H1", to: "2020-H2" });
  assert.equal(compared.schema, "esep/compare/1");
  assert.ok(Array.isArray(compared.notes));
  assert.match(documents.writeComparison("html-fragment", { from: "2020-H1", to: "2020-H2" }), /<table/);
  assert.equal(thrown(() => documents.compare({ from: "2020-H1", to: "2020" })).code, "incomparable");
});

test("what does not add up is explained, and shown as it would be", () => {
  const documents = new Documents("en");
  documents.add("a.toml", bytes(`organization = "a"\nperiod = "2020-H1"\n[legal-service]\nviolations = 100\n`
    + `"violations.pay" = 60\n"violations.working-time" = 23\n"violations.employment-relations" = 5\n"violations.other" = 3\n`));
  assert.deepEqual(documents.check({ explain: "none" }).explanations, []);
  const { explanations: [explanation] } = documents.check();
  assert.equal(explanation.outcome, "solved");
  const way = explanation.solutions.findIndex(({ kind }) => kind === "digits-swapped");
  assert.equal(explanation.solutions[way].changes[0].to, "32");
  const tried = documents.tryOut(0, way);
  assert.equal(tried.clean, true);
  assert.deepEqual(tried.sheets[0].changed.map((row) => tried.sheets[0].table.rows[row].slice(1)), [["23", "32"]]);
  assert.equal(documents.tryOut(0, 99), undefined);
  assert.deepEqual(documents.check({ select: ["Q"] }).explanations, []);

  const filling = new Filling("legal-service", "2020-H1", "en");
  filling.set("now", "reinstated", null, "3");
  filling.set("now", "reinstated.by-court", null, "30");
  const [why] = filling.explanations();
  assert.deepEqual(why.findings, [0]);
  for (const { typing } of why.ways) {
    for (const { cell, text } of typing) assert.ok(filling.set(cell.when, cell.line, cell.column, text));
  }
});

test("a pasted table is judged", () => {
  const text = "women 60\nmen 50\ntotal 100\n";
  for (const language of LANGUAGES) {
    const judged = esep.addUp(text, language);
    assert.equal(judged.verdict, "does-not-add-up");
    assert.ok(judged.relations.some((relation) => relation.verdict === "fails" && relation.difference === "-10"));
    assert.ok(judged.rows.flat().some((cell) => cell.role === "total"));
    assert.equal(JSON.parse(esep.writeAddUp("json", text, language)).sentence, judged.sentence);
  }
  assert.equal(esep.addUp("women 60\nmen 40\ntotal 100", "en").verdict, "adds-up");
  assert.equal(esep.addUp("", "en").verdict, "cannot-tell");
});

test("two pasted tables are compared", () => {
  const grown = esep.growth("Zhambyl 9000\nAtyrau 1000\n", "ZHAMBYL 5585\nAtyrau 1636\n", "en");
  assert.deepEqual(grown.columns.map((column) => column.id), ["rank", "name", "from", "to", "change", "percent", "rank_by_percent"]);
  assert.deepEqual(grown.rows.map((row) => [row[1], row[4]]), [["Atyrau", "+636"], ["ZHAMBYL", "−3,415"]]);
  assert.ok(grown.notes.length > 0);
  assert.match(esep.writeGrowth("csv", "a 1\nb 3", "a 2\nb 1", "ru"), /^rank,name,from,to,/);
  assert.equal(thrown(() => esep.growth("", "", "en")).code, "growth-nothing");
});

test("no bytes make anything but an answer or an `EsepError`", () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const names = ["a.toml", "a.csv", "a.json", "structure.csv", "book.toml", "forms/a.toml", "reports/a", "a.xlsx"];
  const pieces = [SHEET, "code,parent\n", "{\"a\":", "[", "\"", "\u0000", "1,2;3\t4\n", "organization = ", "ұйым", "[[line]]\n", "\ufeff"];
  for (let round = 0; round < 200; round += 1) {
    const documents = new Documents(LANGUAGES[round % 3]);
    for (let file = 0; file < 3; file += 1) {
      const text = Array.from({ length: random(8) }, () => pieces[random(pieces.length)]).join("");
      const content = bytes(text);
      if (content.length > 0 && random(3) === 0) content[random(content.length)] = random(256);
      documents.add(names[random(names.length)], content);
    }
    documents.check();
    documents.writeFindings("html");
    documents.free();
  }
});

test("after a trap the package goes on, and objects made before are void", () => {
  const before = new Documents("ru");
  before.add("aktobe.toml", bytes(SHEET));
  // Nothing in Esep traps on purpose: the module's own memory is exhausted.
  const error = thrown(() => {
    const hungry = new Documents("ru");
    for (let at = 0; at < 64; at += 1) hungry.add(String(at), new Uint8Array(256 << 20));
  });
  assert.equal(error.code, "internal");
  assert.ok(error.cause !== undefined);
  assert.ok(error.hints.length > 0);
  assert.equal(esep.form("7", "en").number, "7");
  assert.equal(thrown(() => before.check()).code, "void");
  const after = new Documents("en");
  after.add("aktobe.toml", bytes(SHEET));
  assert.equal(after.check().findings.length, 1);
});

test("a form that is filled is sent out as a workbook or a document, and taken over again", async () => {
  await Promise.all([esep.loadOffice(), esep.loadWrite()]);
  const figures = {
    "legal-service": { violations: "95", "violations.pay": "40", "violations.working-time": "30", "violations.other": "5", "money-returned": "1 200,55" },
    membership: { employees: "1250", members: "1000", women: "726", "members.students": "200" },
    "social-partnership": { agreements: "17", employees: "1000", "workers-covered": "884" },
  };
  for (const language of LANGUAGES) {
    for (const [form, lines] of Object.entries(figures)) {
      const filling = new Filling(form, "2020", "ru");
      filling.setOrganization("Ақтөбе облысы");
      for (const [line, text] of Object.entries(lines)) filling.set("now", line, null, text);
      const filled = filling.write("json");
      assert.ok(Object.keys(JSON.parse(filled).sheets[0][form]).length >= Object.keys(lines).length, filled);
      for (const format of ["xlsx", "docx"]) {
        const name = `form.${format}`;
        const sent = esep.template(form, format, { filled }, language);
        const again = new Filling(form, "2021", language);
        const state = again.readGrids(name, esep.readGrids(name, sent));
        const left = state.left_out.filter(({ code }) => code !== "I017");
        assert.deepEqual(left, [], `${form} ${language} ${name}`);
        assert.deepEqual([state.period, state.organization], ["2020", "Ақтөбе облысы"]);
        assert.equal(again.write("json"), filled, `${form} ${language} ${name}`);
      }
    }
  }
  const before = new Filling("training", "2024", "en");
  const earlier = esep.template("training", "xlsx", {
    filled: `{ "sheets": [{ "period": "2023", "training": { "seminars": 4 } }] }`,
  }, "kk");
  const state = before.readGridsBefore("previous", "a.xlsx", esep.readGrids("a.xlsx", earlier));
  assert.equal(state.cells.find(({ line }) => line === "seminars").previous.text, "4");
  assert.equal(thrown(() => esep.template("7", "xlsx", { filled: "{}" }, "en")).code, "nothing-to-fill-in");
  assert.equal(thrown(() => esep.template("7", "xlsx", { period: "2020-13" }, "en")).code, "unreadable-period");
  assert.equal(thrown(() => before.readGrids("a.xlsx", "no")).code, "unexpected-options");
});
