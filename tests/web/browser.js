// Chromium for the tests: fresh profiles, and pages that are watched.

import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

import { serve } from "./serve.js";

/** Where the build is; `cargo xtask test` says so. */
export const BUILT = process.env.ESEP_BUILT ?? new URL("../../target", import.meta.url).pathname;
export const SITE = join(BUILT, "site");
export const SINGLE_FILE = pathToFileURL(join(BUILT, "esep.html")).href;
export const LANGUAGES = ["kk", "ru", "en"];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No name but this computer's resolves, and the browser asks for nothing of its own. */
const FLAGS = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

function program() {
  const named = process.env.ESEP_CHROMIUM;
  const usual = ["chromium", "chromium-browser", "google-chrome"].map((name) => join("/usr/bin", name));
  const found = [named, ...usual].find((path) => path && existsSync(path));
  if (!found) throw new Error("Chromium is missing: install Debian's package `chromium`, or name the program in ESEP_CHROMIUM");
  return found;
}

/** So often a browser may fall over while it starts, before it has seen any page. */
const STARTS = 3;

/** A browser that has started, with a fresh profile. */
async function started(options, attempts = STARTS) {
  const profile = await mkdtemp(join(tmpdir(), "esep-browser-"));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: program(),
      args: FLAGS,
      chromiumSandbox: false,
      locale: "en",
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      ...options,
    });
    return { context, profile };
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    if (attempts > 1) return started(options, attempts - 1);
    throw error;
  }
}

/** A browser with a profile of its own, closed at the end of the test. */
export async function browse(test, options = {}) {
  const { context, profile } = await started(options);
  context.complaints = [];
  context.asked = [];
  context.on("request", (request) => context.asked.push(request.url()));
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) context.complaints.push(message.text());
  });
  context.on("weberror", (error) => context.complaints.push(String(error.error())));
  test.after(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  });
  return context;
}

/** The site on a server of its own, stopped at the end of the test. */
export async function served(test, options = {}) {
  const site = await serve({ folder: SITE, prefix: "some/folder/", ...options });
  test.after(() => site.close());
  return site;
}

/** A page at this address once it is ready. */
export async function open(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  await ready(page);
  return page;
}

export async function ready(page) {
  await page.waitForSelector("html[data-ready]", { timeout: 15_000 }).catch((error) => {
    throw new Error([error.message, ...page.context().complaints].join("\n"));
  });
}

/** Waits until the page would work without network. */
export async function kept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** Waits until something holds. */
export async function until(holds) {
  for (let waited = 0; !(await holds()); waited += 50) {
    assert.ok(waited < 15_000, `waited in vain: ${holds}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Fails if a page complained, or asked for anything that is not its own. */
export function assertQuiet(context, ...own) {
  assert.deepEqual(context.complaints, [], "the browser complained");
  const allowed = [...own, "blob:", "data:"];
  const foreign = context.asked.filter((url) => !allowed.some((start) => url.startsWith(start)));
  assert.deepEqual(foreign, [], "the page asked for what is not its own");
}

/** What axe finds against WCAG 2.2 AA and good practice, one line for each element. */
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
