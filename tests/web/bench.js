// Prints how large the page is and how fast: `cargo xtask bench page`.

import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { SINGLE_FILE, browse, served } from "./browser.js";
import { keystrokes, median, membersOfAUnion, moduleSize, untilReady, wideTable } from "./measure.js";

const RUNS = 5;

/** What the harness of the tests gives at the end of a test, here at the end of the run. */
const ends = [];
const context = { after: (end) => ends.unshift(end) };

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
const line = (name, figures) => console.log(`${name.padEnd(44)} ${figures}`);
const spread = (times) => `${Math.min(...times).toFixed(1)} ${median(times).toFixed(1)} ${Math.max(...times).toFixed(1)} ms`;

for (const name of ["forms", "esep"]) {
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
for (const end of ends) await end();
