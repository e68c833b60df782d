/** Bytes as text and back: signatures and instruction data are base58 on the wire, logs and return data base64. */
import { hex as base16, base58, base64 } from "@scure/base";

/** @throws Error if the text is not base58 */
export const fromBase58 = (text: string): Uint8Array => base58.decode(text);
export const toBase58 = (bytes: Uint8Array): string => base58.encode(bytes);

/** null if the text is not base64 with its padding, such as a log line that was cut off. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    return base64.decode(text);
  } catch {
    return null;
  }
}

/** Lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string => base16.encode(bytes);
