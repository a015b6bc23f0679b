// What does not add up in a report, as lines: for a program that is bundled.

import { Documents, EsepError, load, loadTextsBy, type Language } from "esep";

/** `file` gives the files of the package, where the bundler does not leave them beside the program. */
export async function complaints(
  name: string, bytes: Uint8Array, language: Language, file?: (name: string) => Promise<Response>,
): Promise<string[]> {
  if (file) loadTextsBy(async (name) => (await file(name)).text());
  await load({ source: await file?.("esep.wasm"), languages: [language] });
  const documents = new Documents(language);
  try {
    documents.add(name, bytes);
    return documents.check({ select: ["F"] }).findings.map(({ place, message, difference }) =>
      `${place?.file ?? name}:${place?.line ?? 0}: ${message}${difference === null ? "" : ` (${difference})`}`);
  } catch (error) {
    if (error instanceof EsepError) return [error.message, ...error.hints];
    throw error;
  } finally {
    documents.free();
  }
}
