// How the single file begins: what the site would fetch stands in the page itself.

import { load, loadTextsBy } from "./esep/esep.js";
import { beginWorkersBy } from "./esep/worker.js";
import { unpackedText } from "./unpacked.js";

/** The text of an element that is not shown. */
function textOf(id) {
  return document.getElementById(id).textContent;
}

/** What only workers need, when it is wanted. */
const PACKED = ["tally.wasm", "office.wasm", "write.wasm", "writing.kk.txt", "writing.ru.txt", "writing.en.txt"];

/** The file that an element of its name holds packed, as a response. */
const unpacked = (name) => unpackedText(textOf(name));

const module = await WebAssembly.compile(await unpacked("esep.wasm").arrayBuffer());
const names = ["kk", "ru", "en"].map((language) => `messages.${language}.txt`);
const messages = await Promise.all(names.map((name) => unpacked(name).text()));
const texts = Object.fromEntries(names.map((name, at) => [name, messages[at]]));
loadTextsBy(async (name) => texts[name] ?? unpacked(name).text());
await load({ source: module });
beginWorkersBy(() => {
  const script = new Blob([textOf("esep-worker")], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address);
  const packed = Object.fromEntries(PACKED.map((name) => [name, textOf(name)]));
  worker.postMessage({ module, texts, packed });
  return worker;
});
await import("./main.js");
