// The smaller module, which loads first: what it has, and how what was begun in it goes on.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
// Not by way of `node.js`, which loads all at once.
import {
  Documents, EsepError, Filling, addUp, code, form, formatFigure, forms, load, loadForms, loadTextsBy, readFigure, say, texts, version,
} from "../../../target/esep-package/esep.js";

const built = (name) => readFile(new URL(`../../../target/esep-package/${name}`, import.meta.url));
const notLoaded = (error) => error instanceof EsepError && error.code === "not-loaded";
const REPORT = new TextEncoder().encode(`# form: legal-service
# period: 2020-H1
# language: ru
line,value
consultations.online,"1 075"
choir,3
`);

/** The texts that were fetched. */
const asked = [];

test("forms are filled with the smaller module alone, and go on with the whole", async () => {
  assert.throws(() => version(), notLoaded);
  assert.throws(() => new Filling("7", "2020-H1", "en"), notLoaded);
  loadTextsBy(async (name) => {
    asked.push(name);
    return (await built(name)).toString();
  });
  await loadForms({ source: await built("forms.wasm"), languages: ["kk"] });
  assert.deepEqual(asked, ["messages.kk.txt"]);
  assert.throws(() => forms("ru"), (error) => notLoaded(error) && error.message.includes("ru"));
  assert.match(code("F001", "kk").title, /[\u0400-\u04ff]/);
  await loadForms();
  assert.equal(form("7", "en").id, forms("en").find(({ number }) => number === "7").id);
  assert.equal(code("F001", "en").name, "parts-do-not-add-up");
  assert.equal(readFigure("1 200", "persons", "ru").value, "1200");
  assert.equal(formatFigure("1200", "persons", "en"), "1,200");
  assert.ok(say("files.taken", { n: 3 }, "kk").includes("3") && texts("kk")["files.title"].length > 0);

  const filling = new Filling("7", "2020-H1", "en");
  filling.setOrganization("Aktobe");
  filling.set("now", "consultations.in-person", null, "1,200");
  filling.setLanguage("ru");
  filling.set("now", "consultations", null, "1 000");
  const before = filling.state();
  assert.equal(before.clean, false);

  assert.throws(() => filling.write("csv"), notLoaded);
  assert.throws(() => filling.read("a.csv", REPORT), notLoaded);
  assert.throws(() => addUp("1\n2\n3", "en"), notLoaded);
  assert.throws(() => new Documents("en"), notLoaded);
  await load({ source: await built("esep.wasm") });
  assert.deepEqual(asked.toSorted(), ["messages.en.txt", "messages.kk.txt", "messages.ru.txt"], "each is fetched once");

  assert.match(filling.write("csv"), /consultations\.in-person/);
  assert.deepEqual(filling.state(), before, "what was typed, and its language, are kept");
  const read = filling.read("a.csv", REPORT);
  assert.equal(read.left_out.length, 1);
  assert.equal(filling.state().left_out.length, 1);
  assert.equal(read.cells.find(({ line }) => line === "consultations.online").now.shown, "1\u00a0075");
  assert.ok(Filling.restore(filling.save(), "en") instanceof Filling);
  assert.equal(addUp("women 60\nmen 40\ntotal 100", "en").verdict, "adds-up");

  filling.free();
  assert.throws(() => filling.state(), (error) => error.code === "void");
  const another = new Filling("7", "2020-H1", "en");
  assert.equal(another.set("now", "consultations", null, "5").cells.length, before.cells.length);
  another.free();
  assert.throws(() => another.write("csv"), (error) => error.code === "void");
});
