// Prints how large the page is and how fast: `cargo xtask bench page`.

import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { SINGLE_FILE, browse, served } from "./browser.js";
import {
  keystrokes, largeRegister, median, membersOfAUnion, membersOfSchools, moduleSize, mostMemory, untilReady, wideTable,
} from "./measure.js";

const RUNS = 5;

/** What the harness of the tests gives at the end of a test, here at the end of the run. */
const ends = [];
const context = { after: (end) => ends.unshift(end) };

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
const line = (name, figures) => console.log(`${name.padEnd(44)} ${figures}`);
const spread = (times) => `${Math.min(...times).toFixed(1)} ${median(times).toFixed(1)} ${Math.max(...times).toFixed(1)} ms`;

for (const name of ["forms", "esep", "tally"]) {
  const { raw, gzip, brotli } = await moduleSize(name);
  line(`${name}.wasm: as it is, gzip, brotli`, [raw, gzip, brotli].map(kilobytes).join(" "));
}
line("esep.html", kilobytes((await stat(fileURLToPath(SINGLE_FILE))).size));

const site = await served(context);
console.log("least, middle, most:");
for (const [name, address] of [["site", site.address], ["esep.html", SINGLE_FILE]]) {
  for (const slowness of [1, 4]) {
    const times = [];
    for (let run = 0; run < RUNS; run += 1) {
      const browser = await browse(context);
      times.push(await untilReady(browser, address, slowness));
      await browser.close();
    }
    line(`${name} ready, processor slowed ${slowness} times`, spread(times));
  }
}
const browser = await browse(context);
line("Form No. 7, keystroke to verdict", spread(await keystrokes(browser, site.address, 500)));
for (const organizations of [1_000, 10_000, 100_000]) {
  const [table, times] = [membersOfAUnion(organizations), []];
  for (let run = 0; run < RUNS; run += 1) times.push((await wideTable(browser, site.address, table)).time);
  line(`table of ${organizations} organizations, verdict`, spread(times));
}

// A register, beside the program for this computer.
const folder = await mkdtemp(join(tmpdir(), "esep-bench-"));
context.after(() => rm(folder, { recursive: true, force: true }));
const [structure, register, small] = ["structure.csv", "members.csv", "few.csv"].map((name) => join(folder, name));
const members = membersOfSchools(100);
await writeFile(structure, members.structure);
await writeFile(register, members.header + members.rows);
for (let more = 1; more < 10; more += 1) await appendFile(register, members.rows);
await writeFile(small, members.header + members.rows.slice(0, members.rows.indexOf("\n", 1e6) + 1));
for (const [name, file] of [["1 MB", small], ["1 GB", register]]) {
  const browser = await browse(context);
  await largeRegister(browser, site.address, structure, file);
  line(`register of ${name}, most memory of the page`, `${(await mostMemory()).toFixed(0)} MB`);
  await browser.close();
}
const [inPage, native] = [[], []];
for (let run = 0; run < RUNS; run += 1) {
  const start = performance.now();
  const program = [process.env.ESEP_PROGRAM, "tally", "members", register, "--structure", structure];
  const asked = ["--as-of=2020-07-01", "--format=csv"];
  // One processor is one thread.
  const { status } = spawnSync("taskset", ["--cpu-list", "0", ...program, ...asked]);
  if (status !== 0) throw new Error("the program for this computer failed");
  native.push(performance.now() - start);
  inPage.push((await largeRegister(browser, site.address, structure, register)).time);
}
const { size } = await stat(register);
const speed = (times) => `${(size / 1000 / median(times)).toFixed(0)} MB/s`;
line("register of 1 GB, in the page", `${spread(inPage)}, ${speed(inPage)}`);
line("register of 1 GB, by the program, one thread", `${spread(native)}, ${speed(native)}`);
for (const end of ends) await end();
