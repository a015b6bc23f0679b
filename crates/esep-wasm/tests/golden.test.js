// The golden cases of the command line, answered by the package: what it can answer must be the
// same to the letter. The cases come from `cargo test`, which writes them into ESEP_CASES.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  Documents, EsepError, Tallying, Writer, annotate, explain, isReadAsGrids, isWorkbook, loadOffice, loadTally,
  loadWrite, readGrids, readSheets, template,
} from "esep";

await Promise.all([loadTally(), loadOffice(), loadWrite()]);

const folder = process.env.ESEP_CASES;
assert.ok(folder, "ESEP_CASES names no folder; run `cargo xtask test`");

/** Why a case says nothing of the package. */
class DoesNotApply extends Error {}

const FLAGS = {
  check: {
    "--form": "one", "--structure": "one", "--period": "one", "--format": "one",
    "--select": "list", "--ignore": "list", "--fail-on": "one", "--color": "one", "--lang": "one",
    "--explain": "one", "--annotate": "one",
  },
  rollup: {
    "--form": "one", "--period": "one", "--level": "one", "--format": "one", "--output": "one", "--force": "none",
    "--lang": "one",
  },
  report: { "--period": "one", "--organization": "one", "--output": "one", "--force": "none", "--lang": "one" },
  template: {
    "--output": "one", "--from": "one", "--organization": "one", "--period": "one", "--force": "none", "--lang": "one",
  },
  compare: {
    "--from": "one", "--to": "one", "--form": "one", "--line": "list", "--rank": "one",
    "--level": "one", "--organization": "one", "--table": "one", "--format": "one", "--lang": "one",
  },
  explain: { "--lang": "one" },
  tally: {
    "--structure": "one", "--as-of": "one", "--period": "one", "--level": "one", "--format": "one",
    "--suppress": "one", "--partial": "none", "--into": "one", "--force": "none", "--lang": "one",
  },
};

/** The command, its options and what is left, of a command line without mistakes. */
function parsed([, command, ...words]) {
  const flags = FLAGS[command];
  if (!flags) throw new DoesNotApply(`the command ${command ?? "(none)"} is the command line's own`);
  const options = {};
  const rest = [];
  while (words.length > 0) {
    let word = words.shift();
    if (!word.startsWith("--")) {
      rest.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    if (equals > 0) {
      words.unshift(word.slice(equals + 1));
      word = word.slice(0, equals);
    }
    if (flags[word] === "none" && equals <= 0) {
      options[word.slice(2)] = true;
      continue;
    }
    if (!(word in flags) || words.length === 0) throw new DoesNotApply("help, or a mistake in the arguments");
    const value = words.shift();
    const name = word.slice(2);
    if (flags[word] === "list") options[name] = [...(options[name] ?? []), ...value.split(",")];
    else if (name in options) throw new DoesNotApply("help, or a mistake in the arguments");
    else options[name] = value;
  }
  return { command, options, rest };
}

const bytesOf = (content) => typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content);

/** The documents that the paths name, to be checked or to be written. */
function documentsOf(run, options, paths, language, made = Documents) {
  const files = new Map(Object.entries(run.files));
  const settings = {};
  const add = [];
  const isFolder = (path) => path === "." || [...files.keys()].some((name) => name.startsWith(`${path}/`));
  const plain = paths.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
  if (plain.some(isFolder)) {
    if (plain.length > 1) throw new DoesNotApply("several books at once");
    const [path] = plain;
    if (path !== paths[0]) throw new DoesNotApply("paths written otherwise");
    const prefix = path === "." ? "" : `${path}/`;
    settings.folder = path === "." ? "" : path;
    add.push(...[...files].filter(([name]) => name.startsWith(prefix)));
    const marks = ["book.toml", "structure.csv", "forms/", "reports/"];
    if (!add.some(([name]) => marks.some((mark) => name.slice(prefix.length).toLowerCase().startsWith(mark)))) {
      throw new DoesNotApply("a folder that holds no book");
    }
  } else {
    for (const path of plain) {
      if (path === "-") add.push(["-", run.stdin]);
      else if (files.has(path)) add.push([path, files.get(path)]);
      else throw new DoesNotApply("a path where nothing stands");
    }
    if (add.some(([name]) => /(^|\/)(reports|forms)\/|(^|\/)book\.toml$/.test(name))) {
      throw new DoesNotApply("a single file out of the folder of a book");
    }
  }
  const own = (name) => {
    const path = name.replace(/^\.\//, "");
    if (path !== name) throw new DoesNotApply("paths written otherwise");
    if (!files.has(path)) throw new DoesNotApply("a path where nothing stands");
    add.push([path, files.get(path)]);
    return path;
  };
  if (options.form !== undefined) {
    const isFile = /\.toml$/i.test(options.form) || files.has(options.form);
    settings.form = isFile ? own(options.form) : options.form;
  }
  if (options.structure !== undefined) settings.structure = own(options.structure);
  if (options.period !== undefined) settings.period = options.period;
  const documents = new made(language, settings);
  for (const [name, content] of add) {
    if (isReadAsGrids(name)) documents.addGrids(name, readGrids(name, bytesOf(content)));
    else documents.add(name, bytesOf(content));
  }
  return documents;
}

const REGISTERS = ["members", "cases", "injuries", "trainings", "agreements"];

/** What a register gives, brought in pieces of a few bytes. */
function tallied(run, options, [register, ...paths], language) {
  if (register === "merge") throw new DoesNotApply("parts that are added up");
  const contradicts = options.partial && ["level", "format", "suppress", "into"].some((name) => name in options);
  if (!REGISTERS.includes(register) || contradicts || options.force && options.into === undefined) {
    throw new DoesNotApply("help, or a mistake in the arguments");
  }
  if (options.into !== undefined) throw new DoesNotApply("sheets written into a book");
  if (paths.length !== 1) throw new DoesNotApply("several registers at once");
  const bytes = (path) => {
    if (path === "-") return bytesOf(run.stdin);
    if (!(path in run.files)) throw new DoesNotApply("a path where nothing stands");
    return bytesOf(run.files[path]);
  };
  const [path] = paths;
  const { period, level, "as-of": asOf } = options;
  const tallying = new Tallying({ register, as_of: asOf, period, level, name: path }, language);
  if (options.structure !== undefined) tallying.setStructure(options.structure, bytes(options.structure));
  const rows = bytes(path);
  if (isWorkbook(path)) tallying.pushSheets(readSheets(path, rows));
  else for (let at = 0; at < rows.length; at += 7) tallying.push(rows.subarray(at, at + 7));
  if (options.suppress !== undefined) tallying.suppress(Number(options.suppress));
  const said = tallying.findings().flatMap(({ message, hints }) => [message, ...hints]);
  if (!["csv", "json"].includes(options.format)) said.push(...(tallying.tables()?.organizations.notes ?? []));
  for (const sentence of said) assert.ok(run.stderr.includes(sentence), `${sentence}\n${run.stderr}`);
  const written = options.partial ? tallying.part() : tallying.write(options.format ?? "text");
  tallying.free();
  return written;
}

/** What the package gives in place of the run. */
async function answer(run) {
  const { command, options, rest } = parsed(run.words);
  const language = options.lang ?? run.language ?? "en";
  if (command === "explain") {
    if (rest.length !== 1) throw new DoesNotApply("a list for the terminal");
    return (await explain(rest[0], language)).markdown;
  }
  if (options.color === "always") throw new DoesNotApply("colors of a terminal");
  const format = options.format ?? "text";
  if (options.annotate !== undefined && run.status === 2) throw new DoesNotApply("copies that cannot be written");
  if (command === "check") {
    const { select = [], ignore = [], explain = "short" } = options;
    const documents = documentsOf(run, options, rest.length > 0 ? rest : ["."], language);
    const text = documents.writeFindings(format, { select, ignore, explain });
    sameData(documents, { select, ignore, explain });
    if (options.annotate !== undefined) sameCopies(run, documents, { select, ignore, explain }, language);
    documents.free();
    return text;
  }
  if (command === "tally") return tallied(run, options, rest, language);
  if (rest.length !== 1) throw new DoesNotApply("help, or a mistake in the arguments");
  if (command === "template") return sent(run, options, rest[0], language);
  if (isRefusedFile(run)) throw new DoesNotApply("files that cannot be written");
  const documents = documentsOf(run, {}, rest, language);
  if (command === "report") return reported(run, documents, options, rest, language);
  if (command === "rollup") {
    const { form, period, level, output } = options;
    const asked = { form, period, level };
    if (format === "xlsx" && output === undefined) throw new DoesNotApply("help, or a mistake in the arguments");
    if (format === "xlsx") {
      return sameFile(run, output, documentsOf(run, {}, rest, language, Writer).rollupWorkbook(asked));
    }
    const text = documents.writeRollup(format, asked);
    return output === undefined ? text : sameFile(run, output, bytesOf(text));
  }
  const { from, to, form, line, rank, organization, level, table } = options;
  return documents.writeComparison(format, { from, to, form, line, rank, organization, level, table });
}

/** The marked copies are, byte by byte, what the command line has written. */
function sameCopies(run, documents, options, language) {
  const { workbooks } = documents.check(options);
  for (const name of workbooks) {
    const copy = annotate(bytesOf(run.files[name]), documents.notes(name, options), language);
    const isCopy = ([, content]) => Buffer.from(copy).equals(bytesOf(content));
    const written = Object.entries(run.written).find(isCopy);
    assert.ok(written, `${name} is not among ${Object.keys(run.written).join(", ")}`);
  }
}

/** Whether the command line could not write the file that it was to write. */
function isRefusedFile(run) {
  return run.status === 2 && run.stderr.includes("`--force`");
}

/** A file is, byte by byte, what the command line has written; of that it says no more here. */
function sameFile(run, name, bytes) {
  const path = name.replace(/^\.\//, "");
  if (path in run.files) throw new DoesNotApply("files that are written over");
  const written = run.written[path];
  assert.ok(written !== undefined, `${name} is not among ${Object.keys(run.written).join(", ")}`);
  assert.ok(Buffer.from(bytes).equals(bytesOf(written)), `${name} is another: ${bytes.length} bytes`);
  return run.stdout;
}

/** In which format a file is written; the command line alone looks at the endings of files. */
function formatOf(output, formats) {
  const ending = output.slice(output.lastIndexOf(".") + 1).toLowerCase();
  if (!formats.includes(ending)) throw new DoesNotApply("files that cannot be written");
  return ending;
}

/** The report that a run writes. */
function reported(run, documents, { period, organization, output = "-" }, rest, language) {
  const format = output === "-" ? "md" : formatOf(output, ["html", "docx", "md"]);
  const annex = documents.annex({ period, organization });
  const writer = documentsOf(run, {}, rest, language, Writer);
  const written = writer.report(annex, format);
  return output === "-" ? Buffer.from(written).toString() : sameFile(run, output, written);
}

/** The form that a run writes. */
function sent(run, { output = "", from, organization, period }, form, language) {
  if (isRefusedFile(run)) throw new DoesNotApply("files that cannot be written");
  if (run.files[form] !== undefined || /\.toml$/i.test(form)) throw new DoesNotApply("a form of one's own, sent out");
  const format = formatOf(output, ["xlsx", "docx", "csv", "toml"]);
  if (from === undefined) return sameFile(run, output, template(form, format, { organization, period }, language));
  throw new DoesNotApply("a form whose figures come from a file");
}

/** What `check` gives is what is written as JSON, and more beside it. */
function sameData(documents, options) {
  const { verdict, clean, workbooks, ...shown } = documents.check(options);
  const written = JSON.parse(documents.writeFindings("json", options));
  assert.equal(typeof verdict, "string");
  assert.ok(clean === null || clean === (shown.findings.length === 0));
  assert.ok(workbooks.every((name) => /\.xls[xm]$/i.test(name)), workbooks.join());
  const bare = shown.findings.map(({ title, quote, within, ...finding }) => {
    assert.equal(within === null, ["sheet", "table", "paragraph"].every((part) => finding.place?.[part] === undefined));
    assert.ok(title.length > 0);
    assert.ok(quote === null || quote.line === finding.place.line);
    return finding;
  });
  assert.deepEqual({ ...shown, findings: bare }, written);
}

const left = new Map();

for (const name of readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
  const { page, cases } = JSON.parse(readFileSync(join(folder, name), "utf8"));
  for (const run of cases) {
    const title = `${page}: ${run.heading}: ${run.words.join(" ")}`;
    let said;
    let refused;
    try {
      said = await answer(run);
    } catch (error) {
      if (error instanceof DoesNotApply) {
        left.set(error.message, (left.get(error.message) ?? 0) + 1);
        continue;
      }
      if (!(error instanceof EsepError)) throw error;
      refused = error;
    }
    test(title, () => {
      if (refused === undefined) {
        assert.equal(said, run.stdout);
        return;
      }
      // The command line writes the same refusal, with the same advice, to standard error.
      assert.equal(run.stdout, "");
      assert.ok(run.stderr.includes(refused.message), `${refused.message}\n${run.stderr}`);
      for (const hint of refused.hints) assert.ok(run.stderr.includes(hint), hint);
    });
  }
}

test("cases that say nothing of the package are counted, each kind with its reason", () => {
  for (const [reason, count] of left) console.log(`# ${count} cases: ${reason}`);
});
