// Keeps one version of the page for work without network.
// The build writes VERSION and FILES above: every file of this version and its SHA-256.

const SCOPE = new URL(registration.scope);
const PREFIX = `esep ${SCOPE.href} `;
const CACHE = PREFIX + VERSION;

/** How long the newest page is waited for before the kept one is shown, in milliseconds. */
const PATIENCE = 3000;

addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(clients.claim().then(forget).then(tell));
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(SCOPE.href)) return;
  const path = new URL(url).pathname.slice(SCOPE.pathname.length);
  if (path === "" || path === "index.html") {
    event.respondWith(page(url));
    event.waitUntil(forget());
  } else {
    event.respondWith(file(event.request));
  }
});

/** Takes over all files of this version or, if a single one is of another, none. */
async function keep() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(async ([path, digest]) => {
      const response = await fetch(path, { cache: "no-cache" });
      const bytes = await response.arrayBuffer();
      if (!response.ok || (await sha256(bytes)) !== digest) {
        throw new Error(`${path} is not the file of version ${VERSION}`);
      }
      const type = response.headers.get("content-type") ?? "";
      await cache.put(path, new Response(bytes, { headers: { "content-type": type } }));
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

/** The newest page if the server answers soon, otherwise the kept one. */
async function page(url) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { cache: "no-cache", signal });
    if (response.ok) return response;
  } catch {
    // The network is off, or the server is.
  }
  const cache = await caches.open(CACHE);
  return (await cache.match("index.html")) ?? Response.error();
}

/** A file of a version, each under an address of its own: kept ones never grow old. */
async function file(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/** Deletes the other versions, except those that an open page still runs on. */
async function forget() {
  const { held } = await navigator.locks.query();
  const used = new Set(held.map((lock) => lock.name));
  const old = (name) => name.startsWith(PREFIX) && name !== CACHE && !used.has(name);
  await Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
}

/** Lets open pages know which version is the newest. */
async function tell() {
  for (const client of await clients.matchAll()) client.postMessage({ version: VERSION });
}
