import { fromBase58 } from "@profit-share/sdk";
import { invalidParams } from "./errors";

export const NOT_BASE58 = /[^1-9A-HJ-NP-Za-km-z]/;

/** Decodes base58; `refuse` words the answer to a text that is none, from what Rust's decoder says about it. */
export function decodeBase58(value: string, refuse: (fault: string) => string): Uint8Array {
  const index = value.search(NOT_BASE58);
  if (index < 0) return fromBase58(value);
  throw invalidParams(refuse(`InvalidCharacter { character: '${value[index]}', index: ${index} }`));
}

/** Decodes padded base64; `refuse` as above. */
export function decodeBase64(value: string, refuse: (fault: string) => string): Uint8Array {
  const index = value.replace(/={1,2}$/, "").search(/[^A-Za-z0-9+/]/);
  if (index >= 0) throw invalidParams(refuse(`InvalidByte(${index}, ${value.charCodeAt(index)})`));
  const bytes = Buffer.from(value, "base64");
  if (bytes.toString("base64") !== value) throw invalidParams(refuse("InvalidPadding"));
  return bytes;
}
