// The bytes of a register, brought to whoever counts its rows.

import { EsepError, readSheets } from "./esep.js";

/** So many bytes of a file are asked for at once; the next are on their way while these are counted. */
const PIECE = 2 ** 20;

/** So many bytes are counted at once: they lie near to the processor when they come. */
const SOME = 2 ** 18;

/** So many milliseconds lie between two words on how far it has come. */
const PAUSE = 50;

/** Whether a register begins as those do that are packed by gzip. */
const isPacked = ([first, second]) => first === 0x1f && second === 0x8b;

/**
 * Brings a register, a `Blob` or a stream of bytes, to `tallying`; what is packed by gzip is
 * unpacked on the way. `progress` hears how many of its bytes have come.
 */
export async function pour(register, tallying, progress) {
  const total = register.size ?? null;
  let [done, told] = [0, -Infinity];
  const push = (bytes) => {
    for (let at = 0; at < bytes.length; at += SOME) tallying.push(bytes.subarray(at, at + SOME));
  };
  const come = (length) => {
    done += length;
    const now = performance.now();
    if (now - told < PAUSE && done !== total) return;
    told = now;
    progress({ done, total });
  };
  try {
    const stream = register.stream?.() ?? register;
    if (total !== null && !isPacked(await bytesOf(register, 2))) {
      for await (const bytes of pieces(stream)) {
        push(bytes);
        come(bytes.length);
      }
      return;
    }
    for await (const bytes of unpacked(stream, come)) push(bytes);
  } catch (cause) {
    if (cause instanceof EsepError) throw cause;
    throw new EsepError({ code: "not-read", message: String(cause?.message ?? cause), cause });
  }
}

/** Brings a workbook, of which all bytes are needed at once, to `tallying`. */
export async function pourWorkbook(register, name, tallying, progress) {
  let bytes;
  try {
    bytes = new Uint8Array(await new Response(register).arrayBuffer());
  } catch (cause) {
    throw new EsepError({ code: "not-read", message: String(cause?.message ?? cause), cause });
  }
  tallying.pushSheets(readSheets(name, bytes));
  progress({ done: bytes.length, total: bytes.length });
}

const bytesOf = async (blob, end) => new Uint8Array(await blob.slice(0, end).arrayBuffer());

/**
 * The bytes of a file, always in the same two buffers: new ones would be collected late, after as
 * much memory as the file has bytes.
 */
async function* pieces(stream) {
  const reader = readerInto(stream);
  if (reader === null) {
    yield* chunks(stream.getReader());
    return;
  }
  let [next, spare] = [reader.read(new Uint8Array(PIECE)), new Uint8Array(PIECE)];
  for (;;) {
    const { done, value } = await next;
    if (done) return;
    next = reader.read(spare);
    yield value;
    spare = new Uint8Array(value.buffer);
  }
}

/** A reader into buffers of one's own; not all browsers have one for files. */
function readerInto(stream) {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return null;
  }
}

async function* chunks(reader) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The bytes of a stream as they are, or as they are when unpacked; `come` hears what has come. */
async function* unpacked(stream, come) {
  const reader = stream.getReader();
  const first = await reader.read();
  const all = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      come(value.length);
      controller.enqueue(value);
    },
    start(controller) {
      if (first.done) return;
      come(first.value.length);
      controller.enqueue(first.value);
    },
  });
  const isGzip = !first.done && isPacked(first.value);
  const from = (isGzip ? all.pipeThrough(new DecompressionStream("gzip")) : all).getReader();
  yield* chunks(from);
}
