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

/** The bytes of a module: as they are, and sent with gzip and with brotli. */
export async function moduleSize(name) {
  const bytes = await readFile(join(SITE, await version(), `esep/${name}.wasm`));
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

/** Milliseconds from choosing a wide table until its verdict is there, and what the verdict says. */
export async function wideTable(context, address, table) {
  const page = await open(context, `${address}#files`);
  const { time, verdict } = await page.evaluate(async (table) => {
    const input = document.querySelector("input[type=file]:not([webkitdirectory])");
    const chosen = new DataTransfer();
    chosen.items.add(new File([table], "members.csv"));
    input.files = chosen.files;
    // Nobody chooses a file at once.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const start = performance.now();
    const told = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        const verdict = document.querySelector("#verdict [data-tone]");
        if (verdict === null) return;
        verdict.getBoundingClientRect();
        observer.disconnect();
        resolve({ time: performance.now() - start, verdict: verdict.textContent });
      }).observe(document.querySelector("main"), { subtree: true, childList: true });
    });
    input.dispatchEvent(new Event("change"));
    return told;
  }, table);
  await page.close();
  return { time, verdict };
}

/**
 * Members of a union with 20 oblasts and 200 districts, one row for each organization, as it comes
 * in: one in a thousand contradicts itself, one in ten thousand leaves a cell blank, and two
 * districts do not count what theirs report.
 */
export function membersOfAUnion(organizations) {
  const sums = new Map();
  const add = (code, figures) => sums.set(code, figures.map((figure, at) => figure + (sums.get(code)?.[at] ?? 0)));
  const rows = [];
  for (let at = 0; at < organizations; at += 1) {
    const [oblast, district] = [`oblast-${at % 20}`, `district-${at % 200}`];
    const parts = [20 + (at * 7919) % 880, (at * 104729) % 690, (at * 1299709) % 90, 1 + (at % 16)];
    const figures = [parts.reduce((sum, part) => sum + part), ...parts];
    if (at % 1_001 === 777) figures[0] += 9;
    for (const code of ["union", oblast, district]) add(code, figures);
    rows.push([`org-${at}`, district, ...figures.with(3, at % 10_003 === 5_555 ? "" : figures[3])]);
  }
  const above = [...sums].map(([code, figures]) => {
    const [kind, number] = code.split("-");
    const miscounted = code === "district-7" || code === "district-8" ? 1 : 0;
    const parent = { union: "", oblast: "union", district: `oblast-${number % 20}` }[kind];
    return [code, parent, figures[0] + miscounted, figures[1] + miscounted, ...figures.slice(2)];
  });
  return [
    "# period: 2020-H1",
    "organization,parent,members,members.working,members.students,members.pensioners,members.other",
    ...above.toSorted(([one], [other]) => other.localeCompare(one)).concat(rows).map((row) => row.join(",")),
  ].join("\n") + "\n";
}

/** Milliseconds from choosing a register until its figures are there, and what the verdict says. */
export async function largeRegister(context, address, structure, register) {
  const page = await open(context, `${address}#tally`);
  const inputs = page.locator("drop-area input[type=file]");
  await inputs.nth(0).setInputFiles(structure);
  await page.locator("#tally-when").selectOption("day");
  await page.locator("#tally-day").fill("2020-07-01");
  await page.evaluate(() => {
    document.querySelectorAll("drop-area input[type=file]")[1].addEventListener("change", () => {
      const start = performance.now();
      new MutationObserver((_, observer) => {
        if (document.querySelector("#verdict [data-tone]") === null) return;
        observer.disconnect();
        window.countedAfter = performance.now() - start;
      }).observe(document.querySelector("main"), { subtree: true, childList: true });
    }, { capture: true });
  });
  await inputs.nth(1).setInputFiles(register);
  const counted = await page.waitForFunction(() => window.countedAfter, undefined, { timeout: 600_000 });
  const [time, verdict] = [await counted.jsonValue(), await page.locator("#verdict").textContent()];
  await page.close();
  return { time, verdict };
}

/** A structure, and the header and so many megabytes of rows, in random order, of a register. */
export function membersOfSchools(megabytes) {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const two = (number) => String(number).padStart(2, "0");
  const day = (first, years) => `${first + random(years)}-${two(1 + random(12))}-${two(1 + random(28))}`;
  const codes = Array.from({ length: 10_000 }, (_, at) => `KZ-${two(at % 20)}-${two(at % 50)}-${String(at).padStart(4, "0")}`);
  const structure = `code,parent_code,kind,employees\nKZ,,sectoral-union,\n${codes.map((code) => `${code},KZ,primary,900\n`).join("")}`;
  const rows = [];
  for (let at = 0, bytes = 0; bytes < megabytes * 1e6; at += 1) {
    const left = random(5) === 0 ? day(2016, 6) : "";
    const row = `${at},${codes[random(10_000)]},${random(4) === 0 ? "m" : "f"},${day(1950, 45)},worker,${day(1996, 20)},${left},1.00\n`;
    bytes += row.length;
    rows.push(row);
  }
  return { structure, header: "member_id,org_code,sex,birth_date,status,joined,left,dues_percent\n", rows: rows.join("") };
}

/** Megabytes that the largest of the pages has had at once, of the browsers that were begun here. */
export async function mostMemory() {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  // Processes end while they are looked at.
  const read = (id, name) => readFile(`/proc/${id}/${name}`, "utf8").catch(() => "");
  const parents = new Map(await Promise.all(ids.map(async (id) => [id, /^PPid:\s*(\d+)/m.exec(await read(id, "status"))?.[1]])));
  const isOurs = (id) => id !== undefined && (id === String(process.pid) || isOurs(parents.get(id)));
  const most = await Promise.all(ids.filter(isOurs).map(async (id) =>
    ((await read(id, "cmdline")).includes("--type=renderer") ? Number(/^VmHWM:\s*(\d+) kB/m.exec(await read(id, "status"))?.[1] ?? 0) / 1000 : 0)));
  return Math.max(...most);
}

export function median(times) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
