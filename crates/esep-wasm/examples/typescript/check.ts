// What does not add up in a report, as lines: for a program that is bundled.

import { Documents, EsepError, load, type Language } from "esep";

/** `source` is the module, where the bundler does not leave it beside the program. */
export async function complaints(
  name: string, bytes: Uint8Array, language: Language, source?: BufferSource,
): Promise<string[]> {
  await load(source);
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
