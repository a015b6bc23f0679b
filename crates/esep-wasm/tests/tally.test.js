// Registers tallied as their bytes come, here and in a worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { EsepError, Tallying, loadTally } from "esep";
import * as module from "../../../target/esep-package/tally.js";
import * as esep from "esep";
import { createWorker } from "esep/worker";

await loadTally();

const bytes = (text) => new TextEncoder().encode(text);
const STRUCTURE = "code,parent,kind,name\nunion,,sectoral-union,Union\na,union,primary,A\nb,union,primary,B\n";
const OPTIONS = { register: "members", as_of: "2020-07-01", name: "members.csv" };

/** A register of members, of which one row in a thousand names nobody's organization. */
function register(rows) {
  const lines = Array.from({ length: rows }, (_, at) => {
    const code = at % 1000 === 999 ? "nobody" : at % 3 === 0 ? "a" : "b";
    return `${at},${code},${at % 2 === 0 ? "f" : "m"},19${50 + (at % 50)}-02-03,2010-01-${10 + (at % 20)},${at % 7 === 0 ? "2015-01-01" : ""}\n`;
  });
  return bytes(`member_id,org_code,sex,birth_date,joined,left\n${lines.join("")}`);
}

function tallied(rows, piece) {
  const tallying = new Tallying(OPTIONS, "en");
  tallying.setStructure("structure.csv", bytes(STRUCTURE));
  for (let at = 0; at < rows.length; at += piece) tallying.push(rows.subarray(at, at + piece));
  return tallying;
}

test("every class of the module is in the package", () => {
  const own = ["default", "initSync", "__wbg_reset_state", "internalError", "bring"];
  assert.deepEqual(Object.keys(module).filter((name) => !own.includes(name) && !(name in esep)), []);
});

test("a register is tallied whatever the pieces in which it comes", () => {
  const rows = register(5_000);
  const whole = tallied(rows, rows.length);
  const { total, organizations } = whole.tables();
  assert.equal(total.rows.find(([line]) => line === "members")[1], "4,280");
  assert.deepEqual(organizations.rows.map(([code, name]) => [code, name]), [["a", "A"], ["b", "B"], ["union", "Union"]]);
  assert.equal(organizations.columns.find(({ id }) => id === "women").kind, "number");
  assert.equal(whole.rowsLeftOut(), 5);
  const [finding] = whole.findings();
  assert.deepEqual(finding.place, { file: "members.csv", line: 1001, column: 5 });
  assert.ok(!JSON.stringify(whole.findings()).includes("nobody"), "what stands in a row is not told");
  for (const piece of [1, 13, 4096]) {
    const again = tallied(rows, piece);
    for (const format of ["csv", "json", "markdown", "html", "text"]) assert.equal(again.write(format), whole.write(format));
    assert.deepEqual(again.findings(), whole.findings());
    assert.equal(again.part(), whole.part());
  }
});

test("it answers in each language", () => {
  const tallying = tallied(register(1_000), 1_000);
  const said = ["kk", "ru", "en"].map((language) => {
    tallying.setLanguage(language);
    return tallying.findings()[0].message + tallying.tables().total.title;
  });
  assert.equal(new Set(said).size, 3);
});

test("what cannot be tallied is refused", () => {
  const refused = (options, code) => assert.throws(() => new Tallying(options, "en"), (error) => error instanceof EsepError && error.code === code);
  refused({ register: "choirs", period: "2020" }, "unknown-register");
  refused({ register: "cases", as_of: "2020-07-01" }, "needs-period");
  refused({ register: "members" }, "day-or-period");
  const nothing = new Tallying(OPTIONS, "en");
  assert.equal(nothing.tables(), null);
  assert.equal(nothing.findings().length, 1);
  const workbook = new Tallying(OPTIONS, "en");
  workbook.push(bytes("PK\u0003\u0004"));
  assert.match(workbook.findings()[0].message, /spreadsheet|workbook/);
});

test("a worker tallies files and streams, packed or not, as it is done here", async () => {
  const rows = register(5_000);
  const here = tallied(rows, rows.length);
  const structure = { name: "structure.csv", bytes: bytes(STRUCTURE) };
  const worker = createWorker();
  const registers = [new Blob([rows]), new Blob([gzipSync(rows)]), new Blob([rows]).stream(), new Blob([gzipSync(rows)]).stream()];
  for (const register of registers) {
    const seen = [];
    const onProgress = (progress) => seen.push(progress);
    const size = register.size ?? null;
    const there = await worker.tally(register, { ...OPTIONS, structure }, "en", { onProgress });
    assert.deepEqual(there.tables, here.tables());
    assert.deepEqual(there.findings, here.findings());
    assert.equal(there.rows_left_out, 5);
    assert.equal(await there.write("csv"), here.write("csv"));
    assert.equal(await there.part(), here.part());
    assert.ok(seen.length > 0 && seen.every(({ total }) => total === size));
    if (size !== null) assert.equal(seen.at(-1).done, size);
    there.free();
  }
  await assert.rejects(worker.tally(new Blob([gzipSync(rows).subarray(0, 999)]), OPTIONS, "en"), { code: "not-read" });
  await assert.rejects(worker.tally(new Blob([]), { register: "cases", as_of: "2020-01-01" }, "en"), { code: "needs-period" });
  worker.close();
});

test("a tally is canceled", async () => {
  const worker = createWorker();
  const controller = new AbortController();
  const endless = new ReadableStream({ pull: (stream) => stream.enqueue(register(100)) });
  const canceled = worker.tally(endless, OPTIONS, "en", {
    signal: controller.signal, onProgress: () => controller.abort(),
  });
  await assert.rejects(canceled, { name: "EsepError", code: "canceled" });
  const { tables } = await worker.tally(new Blob([register(10)]), OPTIONS, "en");
  assert.equal(tables.total.rows[0][1], "8");
  worker.close();
});

test("memory does not grow with the rows", async () => {
  const { memory } = await module.default();
  const rows = register(20_000);
  const below = rows.subarray(rows.indexOf(10) + 1);
  const tallying = tallied(rows, rows.length);
  const before = memory.buffer.byteLength;
  // 200 MB, as much as memory must not hold.
  const times = Math.ceil(200e6 / below.length);
  for (let time = 0; time < times; time += 1) tallying.push(below);
  assert.equal(memory.buffer.byteLength, before);
  assert.equal(tallying.rowsLeftOut(), 20 * (times + 1));
  tallying.free();
});
