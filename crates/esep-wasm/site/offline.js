// Makes the page work without network, and tells it when a new version is there.

const folder = new URL(".", import.meta.url);
const scope = new URL("..", folder);
const version = folder.pathname.split("/").at(-2);

const worker = navigator.serviceWorker;
if (worker) {
  // As long as this page is open, the files of its version are kept.
  navigator.locks.request(`esep ${scope.href} ${version}`, { mode: "shared" }, () => {
    return new Promise(() => {});
  });

  worker.addEventListener("message", ({ data }) => {
    if (data.version !== version) window.dispatchEvent(new Event("esep:new-version"));
  });

  const options = { scope: scope.href, updateViaCache: "none" };
  worker.register(new URL("service-worker.js", scope), options).then((registration) => {
    // A page may stay open for weeks: it asks again whenever it is looked at.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) registration.update().catch(() => {});
    });
  }, () => {
    // Where a browser keeps nothing, the page works as long as the network does.
  });
}
