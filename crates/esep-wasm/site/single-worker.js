// How a worker of the single file begins: the first message is the module and its
// texts, the others must wait.

import { load, loadTextsBy } from "./esep/esep.js";
import { unpackedText } from "./unpacked.js";

const waiting = [];

function keep({ data }) {
  waiting.push(data);
}

async function begin({ data: { module, texts, packed } }) {
  addEventListener("message", keep);
  loadTextsBy(async (name) => texts[name] ?? unpackedText(packed[name]).text());
  await load({ source: module });
  const { loadModulesBy } = await import("./esep/worker-thread.js");
  loadModulesBy(async (name) => (name in packed ? unpackedText(packed[name]).arrayBuffer() : module));
  removeEventListener("message", keep);
  for (const data of waiting) dispatchEvent(new MessageEvent("message", { data }));
}

addEventListener("message", begin, { once: true });
