// The site on a server: what it asks for, what it may do, and that it works without network.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { appendFile, cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";

import { BUILT, SITE, assertQuiet, browse, kept, open, ready, served, until } from "./browser.js";

/** What servers like to say, so that every browser keeps every file for an hour. */
const KEPT_FOR_LONG = { "cache-control": "max-age=3600" };

const markOf = (page) => page.evaluate(() => document.documentElement.dataset.mark ?? "none");

const versions = (page) => page.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").at(-1)));

/** The next version of the site: the same, but for a mark that its script leaves on the page. */
async function nextVersion(context, mark) {
  const folder = await mkdtemp(join(tmpdir(), "esep-site-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const isVersion = (name) => /^[0-9a-f]{16}$/.test(name);
  const [version] = (await readdir(SITE)).filter(isVersion);
  const next = sha256(mark, "hex").slice(0, 16);
  await cp(join(SITE, version), join(folder, next), { recursive: true });
  await appendFile(join(folder, next, "main.js"), `document.documentElement.dataset.mark = "${mark}";\n`);
  const [index, worker] = await Promise.all(["index.html", "service-worker.js"].map(async (name) => {
    return (await readFile(join(SITE, name), "utf8")).replaceAll(version, next);
  }));
  await writeFile(join(folder, "index.html"), index);
  let list = worker;
  for (const path of ["index.html", `${next}/main.js`]) {
    const digest = sha256(await readFile(join(folder, path)), "base64");
    list = list.replace(new RegExp(`("${path}": )"[^"]+"`), `$1"${digest}"`);
  }
  await writeFile(join(folder, "service-worker.js"), list);
  return { folder, version: next };
}

function sha256(bytes, encoding) {
  return createHash("sha256").update(bytes).digest(encoding);
}

test("the site works from any folder and asks for its own files only", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await kept(page);
  const expected = /^GET \/some\/folder\/(index\.html|service-worker\.js|[0-9a-f]{16}\/[\w./-]+)?$/;
  assert.deepEqual(site.requests.filter((request) => !expected.test(request)), []);
  assertQuiet(browser, site.address);
});

test("no file names a folder of the machine that built it", async () => {
  const folders = [`${homedir()}/`, `${resolve(BUILT, "..")}/`, "/registry/src/"];
  for (const name of [...await readdir(SITE, { recursive: true }), "../esep.html"]) {
    const text = await readFile(join(SITE, name), "latin1").catch(() => "");
    for (const folder of folders) assert.ok(!text.includes(folder), `${folder} in ${name}`);
  }
});

test("the policy stops what is not the page's own", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.documentElement.dataset.planted = 'yes'";
    document.body.append(script);
    document.body.append(Object.assign(document.createElement("img"), { src: "http://127.0.0.1:9/sent" }));
    const form = Object.assign(document.createElement("form"), { action: "http://127.0.0.1:9/sent" });
    document.body.append(form);
    form.submit();
    return fetch("http://127.0.0.1:9/sent").catch(() => {});
  });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.planted), undefined);
  for (const rule of ["script-src", "img-src", "form-action", "connect-src"]) {
    const stopped = (text) => text.includes("Content Security Policy") && text.includes(rule);
    await until(() => browser.complaints.some(stopped));
  }
});

test("after the first visit the page works without the server", async (context) => {
  const site = await served(context, { headers: KEPT_FOR_LONG });
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await kept(page);
  await site.close();
  await page.reload();
  await ready(page);
  const other = await open(browser, `${site.address}index.html#add-up`);
  await other.locator("#add-up-text").fill("100 = 60 + 40");
  await other.locator("#add-up-result [data-tone]").first().waitFor();
  assertQuiet(browser, site.address);
});

test("after an update nothing old is shown, with the server or without", async (context) => {
  const site = await served(context, { headers: KEPT_FOR_LONG });
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await kept(page);
  assert.equal(await markOf(page), "none");

  const next = await nextVersion(context, "second");
  site.folder = next.folder;
  await page.reload();
  await ready(page);
  assert.equal(await markOf(page), "second");
  await until(async () => String(await versions(page)) === next.version);
  await site.close();
  await page.reload();
  await ready(page);
  assert.equal(await markOf(page), "second");
  assertQuiet(browser, site.address);
});

test("a running page is told of a new version and keeps its own until it is left", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const running = await open(browser, `${site.address}#files`);
  await kept(running);
  const offer = running.locator("#update button");
  assert.equal(await offer.count(), 0);
  const [old] = await versions(running);

  const next = await nextVersion(context, "second");
  site.folder = next.folder;
  const fresh = await open(browser, site.address);
  assert.equal(await markOf(fresh), "second");
  await offer.waitFor();
  assert.deepEqual((await versions(running)).toSorted(), [old, next.version].toSorted());
  await running.close();
  await until(async () => {
    await fresh.reload();
    return String(await versions(fresh)) === next.version;
  });
  assertQuiet(browser, site.address);
});

test("half an update is no update", async (context) => {
  const site = await served(context);
  const browser = await browse(context);
  const page = await open(browser, site.address);
  await kept(page);
  const before = await versions(page);

  const next = await nextVersion(context, "second");
  await appendFile(join(next.folder, next.version, "main.js"), "// Not what was announced.\n");
  site.folder = next.folder;
  const refused = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const updated = await registration.update();
    const worker = updated.installing ?? updated.waiting;
    return worker && new Promise((done) => {
      worker.addEventListener("statechange", () => done(worker.state));
    });
  });
  assert.equal(await refused, "redundant");
  assert.deepEqual(await versions(page), before);
});
