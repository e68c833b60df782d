/** Instruction data of an Anchor program: the discriminator, then the arguments in little-endian Borsh. */
import { createHash } from "node:crypto";

/** sha256("global:<name>")[..8], then the arguments. @param name in snake case, as in the program */
export const instructionData = (name: string, ...args: Uint8Array[]): Buffer =>
  Buffer.concat([createHash("sha256").update(`global:${name}`).digest().subarray(0, 8), ...args]);

// Each throws a RangeError when the value does not fit its type.

export const u8 = (value: number): Buffer => sized(1, (bytes) => bytes.writeUInt8(value));
export const u16 = (value: number): Buffer => sized(2, (bytes) => bytes.writeUInt16LE(value));
export const u32 = (value: number): Buffer => sized(4, (bytes) => bytes.writeUInt32LE(value));
export const u64 = (value: bigint): Buffer => sized(8, (bytes) => bytes.writeBigUInt64LE(value));
export const i64 = (value: bigint): Buffer => sized(8, (bytes) => bytes.writeBigInt64LE(value));
export const u128 = (value: bigint): Buffer => Buffer.concat([u64(value & (2n ** 64n - 1n)), u64(value >> 64n)]);
export const bool = (value: boolean): Buffer => u8(value ? 1 : 0);

/** `None` for null. */
export const option = <T>(value: T | null, encode: (value: T) => Buffer): Buffer =>
  value === null ? u8(0) : Buffer.concat([u8(1), encode(value)]);

/** A name as Drift stores it: 32 bytes, filled up with spaces. */
export function name32(text: string): Buffer {
  const bytes = Buffer.alloc(32, " ");
  if (Buffer.byteLength(text) > 32) throw new RangeError(`The name "${text}" is longer than 32 bytes`);
  bytes.write(text);
  return bytes;
}

function sized(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
}
