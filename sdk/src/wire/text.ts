/**
 * Bytes as text and back: signatures and instruction data are base58 on the wire, logs and return data base64. Written here,
 * as each is a few lines: a library for them would be 2 % of what a browser loads.
 */
import { InvalidInput } from "../failures";
import { once } from "./once";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Letters whose value a number holds exactly. A batch's event has 8,000: they are taken in halves, and not one by one. */
const EXACT = 8;
const power = /* @__PURE__ */ once((letters: number) => 58n ** BigInt(letters));

/** @throws InvalidInput if the text is not base58 */
export function fromBase58(text: string): Uint8Array {
  const value = numberIn(text);
  const digits = value === 0n ? "" : value.toString(16);
  // Each 1 in front is a zero.
  const zeros = /^1*/.exec(text)![0].length;
  const length = Math.ceil(digits.length / 2);
  const padded = digits.padStart(2 * length, "0");
  const bytes = new Uint8Array(zeros + length);
  for (let at = 0; at < length; at++) {
    bytes[zeros + at] = 16 * nibbleAt(padded, 2 * at) + nibbleAt(padded, 2 * at + 1);
  }
  return bytes;
}

/** Of lower-case hexadecimal. */
function nibbleAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}

function numberIn(text: string, start = 0, end = text.length): bigint {
  const length = end - start;
  if (length <= EXACT) {
    let value = 0;
    for (let at = start; at < end; at++) value = value * 58 + digitAt(text, at);
    return BigInt(value);
  }
  let low = EXACT;
  while (2 * low < length) low *= 2;
  return numberIn(text, start, end - low) * power(low) + numberIn(text, end - low, end);
}

/** By the letters' codes. */
const DIGITS = /* @__PURE__ */ Array.from({ length: 128 }, (_, code) => BASE58.indexOf(String.fromCharCode(code)));

function digitAt(text: string, at: number): number {
  const digit = DIGITS[text.charCodeAt(at)] ?? -1;
  if (digit < 0) throw new InvalidInput(`"${text[at]}" is no letter of base58: check the text`);
  return digit;
}

export function toBase58(bytes: Uint8Array): string {
  let length = EXACT;
  // No byte takes more than two letters.
  while (length < 2 * bytes.length) length *= 2;
  const text = lettersOf(BigInt(`0x0${hex(bytes)}`), length).replace(/^1*/, "");
  const end = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(end < 0 ? bytes.length : end) + text;
}

/** So many, with ones in front. */
function lettersOf(value: bigint, length: number): string {
  if (value === 0n) return "1".repeat(length);
  if (length > EXACT) {
    const low = length / 2;
    return lettersOf(value / power(low), low) + lettersOf(value % power(low), low);
  }
  let text = "";
  for (let rest = Number(value); text.length < length; rest = Math.floor(rest / 58)) text = BASE58[rest % 58] + text;
  return text;
}

/** null if the text is not base64 with its padding, such as a log line that was cut off. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    // `atob` forgives blanks, missing padding and bits beyond the last byte.
    if (btoa(binary) !== text) return null;
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}

const HEX = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
