// A server of files on this computer, which remembers what was asked of it.
// `node serve.js FOLDER [PORT]` shows a folder.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves a folder below `/PREFIX/` until it is closed.
 * @param {{ folder: string, port?: number, prefix?: string, headers?: Record<string, string> }} options
 */
export async function serve({ folder, port = 0, prefix = "", headers = {} }) {
  const site = { folder: resolve(folder), requests: [], address: "", close };
  const server = createServer((request, response) => {
    site.requests.push(`${request.method} ${request.url}`);
    answer(request, response).catch(() => response.writeHead(404).end());
  });

  async function answer(request, response) {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = normalize(decodeURIComponent(pathname));
    if (!path.startsWith(`/${prefix}`)) throw new Error("outside");
    const file = join(site.folder, path.slice(prefix.length + 1), path.endsWith(sep) ? "index.html" : "");
    if (!file.startsWith(site.folder + sep) || !(await stat(file)).isFile()) throw new Error("absent");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, ...headers });
    createReadStream(file).pipe(response);
  }

  function close() {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  }

  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  site.port = server.address().port;
  site.address = `http://127.0.0.1:${site.port}/${prefix}`;
  return site;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder, port = "8000"] = process.argv;
  const { address } = await serve({ folder, port: Number(port), headers: { "cache-control": "no-cache" } });
  console.log(`${address} shows ${folder}; Ctrl+C ends it`);
}
