// Packs texts for addresses: deflated, in base64url. A module of its own, loaded when a link is made or opened.
const CHUNK = 8192;

/** The text, packed. */
export async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The text of a packed one. Never holds more than `most` bytes of it: a few characters can unpack to gigabytes. */
export async function unpack(packed, most) {
  const parts = [];
  let size = 0;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let part = await reader.read(); !part.done && size <= most; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
    }
    if (size <= most) return new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(parts).arrayBuffer());
    await reader.cancel();
  } catch {
    throw new Error("is damaged or cut off");
  }
  throw new Error(`unpacks to more than ${most} bytes`);
}
