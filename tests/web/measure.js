// How large the page is and how fast. `cargo xtask bench page` prints it, bounds.test.js bounds it.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { SITE, open } from "./browser.js";
import { FORMS, fill, idOf } from "./calculators.js";

/** The folder of the site's version. */
async function version() {
  return (await readdir(SITE)).find((name) => /^[0-9a-f]{16}$/.test(name));
}

/** The bytes of the module: as they are, and sent with gzip and with brotli. */
export async function moduleSize() {
  const bytes = await readFile(join(SITE, await version(), "esep/esep.wasm"));
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

/** Milliseconds from opening an address until the page is ready, with the processor slowed. */
export async function untilReady(context, address, slowness) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.documentElement.dataset.ready === undefined) return;
      window.readyAfter = performance.now();
      observer.disconnect();
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  await page.goto(address);
  const time = await (await page.waitForFunction(() => window.readyAfter)).jsonValue();
  await page.close();
  return time;
}

/** Milliseconds of each keystroke in Form No. 7, from the key to the verdict laid out. */
export async function keystrokes(context, address, count) {
  const page = await open(context, `${address}#form-7`);
  const [form] = FORMS;
  await fill(page, form.figures);
  const times = await page.evaluate(({ id, count }) => {
    const input = document.getElementById(id);
    const verdict = document.getElementById("verdict");
    return Array.from({ length: count }, (_, at) => {
      const start = performance.now();
      input.value = String(200 + (at % 2) * 10);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      verdict.getBoundingClientRect();
      return performance.now() - start;
    });
  }, { id: idOf(form.mend[0]), count });
  await page.close();
  return times;
}

/** Milliseconds to read and check a wide table of members, one row for each organization. */
// A union of a hundred oblasts and cities, and the rest below them.
export async function wideTable(context, address, organizations) {
  const page = await open(context, address);
  const times = await page.evaluate(async ({ module, organizations }) => {
    const { Documents, load } = await import(module);
    await load();
    const rows = ["organization,parent,members,members.working,members.students,members.pensioners,members.other"];
    for (let at = 1; at <= organizations; at += 1) {
      const parts = [at % 900, at % 70, at % 30, at % 7];
      const parent = at <= 100 ? "union" : `org-${(at % 100) + 1}`;
      rows.push([`org-${at}`, parent, parts.reduce((sum, part) => sum + part), ...parts].join(","));
    }
    const bytes = new TextEncoder().encode(rows.join("\n"));
    const start = performance.now();
    const documents = new Documents("en", { form: "membership", period: "2020-H1" });
    documents.add("members.csv", bytes);
    const read = performance.now();
    const checked = documents.check();
    return { read: read - start, check: performance.now() - read, findings: checked.findings.length };
  }, { module: `${address}${await version()}/esep/esep.js`, organizations });
  await page.close();
  return times;
}

export function median(times) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
