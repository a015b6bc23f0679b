// What the single file holds packed.

/** The bytes that a text holds, packed by gzip and written in 64 letters, as a response. */
export function unpackedText(text) {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}
