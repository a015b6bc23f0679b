// Tallies as SQL, run by DuckDB: the tables are what the core makes of the same rows, to the letter.
// The registers, the statements and what they must give come from `cargo test`, which writes them
// into ESEP_SQL.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";

const named = process.env.ESEP_SQL;
assert.ok(named, "ESEP_SQL names no folder; run `cargo xtask test`");
const folder = resolve(named);

const written = mkdtempSync(join(tmpdir(), "esep-sql-"));
after(() => rmSync(written, { recursive: true }));

const cases = readFileSync(join(folder, "cases.txt"), "utf8").trim().split("\n");

for (const name of cases) {
  test(name, async () => {
    const text = (file) => readFileSync(join(folder, name, file), "utf8");
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    try {
      // The statements name files of the folder.
      process.chdir(join(folder, name));
      await connection.run(text("views.sql"));
      for (const query of ["table", "faults"]) {
        const file = join(written, `${name}-${query}.csv`);
        await connection.run(`COPY (\n${text(`${query}.sql`)}\n) TO '${file}' (HEADER)`);
        assert.equal(readFileSync(file, "utf8"), text(`${query}.csv`), query);
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
}
