// The declarations: complete, and as strict as they say.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esep from "esep";
import * as worker from "esep/worker";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const read = (path) => readFileSync(join(here, path), "utf8");

/** What the compiler complains of. */
function complaints(project) {
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, "--project", join(here, project)], { encoding: "utf8" });
  return stdout + stderr;
}

test("a program that uses everything is accepted", () => {
  assert.equal(complaints("tsconfig.json"), "");
});

test("the program uses every function, class and method", () => {
  const user = read("user.ts");
  const unused = [...Object.keys(esep), ...Object.keys(worker)].filter((name) => !new RegExp(`\\b${name}\\b`).test(user));
  assert.deepEqual(unused, []);
  for (const made of [esep.Documents, esep.Filling, esep.Tallying, esep.Writer]) {
    const methods = Object.getOwnPropertyNames(made.prototype).filter((name) => !/^(constructor|__.*)$/.test(name));
    assert.ok(methods.length > 5);
    assert.deepEqual(methods.filter((name) => !user.includes(`.${name}(`)), []);
  }
});

test("every function and every property is documented", () => {
  for (const name of ["core", "tally", "write"]) {
    const lines = read(`../../../target/esep-package/${name}.d.ts`).split("\n");
    const declared = /^(export function (?!init|__wbg)|    [a-zA-Z_]+\??: )/;
    const end = lines.findIndex((line) => line.startsWith("export type InitInput"));
    const bare = lines.slice(0, end).filter((line, at) => declared.test(line) && !lines[at - 1].trim().endsWith("*/"));
    assert.deepEqual(bare, []);
  }
});

test("the example in TypeScript is accepted", () => {
  assert.equal(complaints("../examples/typescript/tsconfig.json"), "");
});
