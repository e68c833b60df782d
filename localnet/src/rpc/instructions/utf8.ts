const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text, or null if the bytes are no UTF-8. */
export function readUtf8(bytes: Uint8Array): string | null {
  try {
    return DECODER.decode(bytes);
  } catch {
    return null;
  }
}
