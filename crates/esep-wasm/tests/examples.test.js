// The examples, run.

import assert from "node:assert/strict";
import { readFile, mkdtemp, rm, symlink, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const SHEET = `organization = "a"
period = "2020-H1"
[legal-service]
violations = 5
"violations.pay" = 9
`;
const example = (path) => fileURLToPath(new URL(`../examples/${path}`, import.meta.url));
const built = (path) => fileURLToPath(new URL(`../../../target/esep-package/${path}`, import.meta.url));

/** A folder for the time of a test. */
async function inFolder(run) {
  const folder = await mkdtemp(join(tmpdir(), "esep-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the example in TypeScript is bundled and says what does not add up", () => inFolder(async (folder) => {
  const outfile = join(folder, "check.mjs");
  await build({ entryPoints: [example("typescript/check.ts")], bundle: true, format: "esm", outfile, logLevel: "error" });
  const { complaints } = await import(pathToFileURL(outfile).href);
  const file = async (name) => new Response(await readFile(built(name)), { headers: { "Content-Type": "application/wasm" } });
  const found = await complaints("a.toml", new TextEncoder().encode(SHEET), "en", file);
  assert.equal(found.length, 1);
  assert.match(found[0], /^a\.toml:4: /);
}));

test("the example in plain JavaScript writes what does not add up", () => inFolder(async (folder) => {
  await copyFile(example("plain/check.js"), join(folder, "check.mjs"));
  await symlink(built(""), join(folder, "esep"));
  // Just enough of a browser: two elements, and files that are fetched.
  const answer = {};
  let changed;
  const file = { files: [], addEventListener: (_, listener) => (changed = listener) };
  const kept = { document: globalThis.document, fetch: globalThis.fetch };
  globalThis.document = { getElementById: (id) => ({ file, answer })[id] };
  globalThis.fetch = async (address) => new Response(await readFile(address), { headers: { "Content-Type": "application/wasm" } });
  try {
    await import(pathToFileURL(join(folder, "check.mjs")).href);
    file.files = [new File([SHEET], "a.toml")];
    await changed();
  } finally {
    Object.assign(globalThis, kept);
  }
  assert.match(answer.textContent, /^error\[F/);
}));
