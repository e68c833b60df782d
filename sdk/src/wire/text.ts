/**
 * Bytes as text and back: signatures and instruction data are base58 on the wire, logs and return data base64. Written here,
 * as each is a few lines: a library for them would be 2 % of what a browser loads.
 */
import { InvalidInput } from "../failures";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** @throws InvalidInput if the text is not base58 */
export function fromBase58(text: string): Uint8Array {
  let value = 0n;
  for (const letter of text) {
    const digit = BASE58.indexOf(letter);
    if (digit < 0) throw new InvalidInput(`"${letter}" is no letter of base58: check the text`);
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) bytes.push(Number(value & 255n));
  // Each 1 in front is a zero.
  for (let index = 0; text[index] === "1"; index += 1) bytes.push(0);
  return Uint8Array.from(bytes.reverse());
}

export function toBase58(bytes: Uint8Array): string {
  let text = "";
  for (let value = BigInt(`0x0${hex(bytes)}`); value > 0n; value /= 58n) text = BASE58[Number(value % 58n)] + text;
  for (let index = 0; bytes[index] === 0; index += 1) text = `1${text}`;
  return text;
}

/** null if the text is not base64 with its padding, such as a log line that was cut off. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    // `atob` forgives blanks, missing padding and bits beyond the last byte.
    return btoa(binary) === text ? Uint8Array.from(binary, (letter) => letter.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

/** Lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
