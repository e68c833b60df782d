/** Instruction data of a program built with Anchor, such as Drift: the discriminator, then the arguments in Borsh. */
import { sha256 } from "@noble/hashes/sha2";
import { ByteWriter } from "../../wire/bytes";

/** sha256("global:<name>")[..8]; the arguments are written behind it. @param name in snake case, as in the program */
export function instructionData(name: string): ByteWriter {
  return new ByteWriter().bytes(sha256(`global:${name}`).subarray(0, 8), 8);
}

/** A name as Drift stores it: 32 bytes, filled up with spaces. @throws RangeError if it is longer */
export function name32(text: string): Uint8Array {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length > 32) throw new RangeError(`The name "${text}" is longer than 32 bytes`);
  const bytes = new Uint8Array(32).fill(" ".charCodeAt(0));
  bytes.set(encoded);
  return bytes;
}
