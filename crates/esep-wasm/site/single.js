// How the single file begins: what the site would fetch stands in the page itself.

import { load, loadPagesBy } from "./esep/esep.js";
import { beginWorkersBy } from "./esep/worker.js";

/** The text of an element that is not shown. */
function textOf(id) {
  return document.getElementById(id).textContent;
}

/** The bytes that an element holds packed, as a response. */
function unpacked(id) {
  const packed = Uint8Array.from(atob(textOf(id)), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}

const module = await WebAssembly.compile(await unpacked("esep-module").arrayBuffer());
await load(module);
loadPagesBy((language) => unpacked(`esep-pages-${language}`).json());
beginWorkersBy(() => {
  const script = new Blob([textOf("esep-worker")], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address);
  worker.postMessage(module);
  return worker;
});
await import("./main.js");
