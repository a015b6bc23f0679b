// Checks a file that the reader chooses. No bundler: the package lies beside this file as `esep/`.

import { Documents, load } from "./esep/esep.js";

await load();

const file = document.getElementById("file");
file.addEventListener("change", async () => {
  const documents = new Documents("en");
  for (const chosen of file.files) documents.add(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
  document.getElementById("answer").textContent = documents.writeFindings("text");
  documents.free();
});
