/** Little-endian fields in the order in which the program lays them out. */
import type { PublicKey } from "@solana/web3.js";
// In a browser the package that web3.js brings there, in Node the name is its own Buffer.
import { Buffer } from "buffer";
import { addressFrom } from "./base58-of";
import { U64_MAX } from "./integers";

/** A machine integer: up to 32 bits a number, beyond that a bigint. */
export type Integer = keyof typeof INTEGERS;

/** Its bytes, and what a DataView calls it. */
const INTEGERS = {
  u8: [1, "getUint8", "setUint8"],
  u16: [2, "getUint16", "setUint16"],
  u32: [4, "getUint32", "setUint32"],
  u64: [8, "getBigUint64", "setBigUint64"],
  i64: [8, "getBigInt64", "setBigInt64"],
} as const;

/** In bytes. */
export const sizeOf = (type: Integer): number => INTEGERS[type][0];

/** Reads one field after the other. Reading past the end throws a RangeError. */
export class ByteReader {
  /** Where the next field begins. */
  position = 0;
  private readonly view: DataView;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  u8(): number {
    return this.integer("u8") as number;
  }

  u16(): number {
    return this.integer("u16") as number;
  }

  u32(): number {
    return this.integer("u32") as number;
  }

  u64(): bigint {
    return this.integer("u64") as bigint;
  }

  i64(): bigint {
    return this.integer("i64") as bigint;
  }

  integer(type: Integer): number | bigint {
    const [size, get] = INTEGERS[type];
    return this.view[get](this.advance(size), true);
  }

  bytes(length: number): Uint8Array {
    const start = this.advance(length);
    return this.data.slice(start, start + length);
  }

  publicKey(): PublicKey {
    return addressFrom(this.bytes(32));
  }

  /** Continues at `offset` from the first byte. */
  at(offset: number): this {
    this.position = offset;
    return this;
  }

  private advance(length: number): number {
    const start = this.position;
    if (start + length > this.data.length)
      throw new RangeError(`${this.data.length} bytes end before ${start + length}`);
    this.position = start + length;
    return start;
  }
}

/** Writes one field after the other. A value outside its type's range throws a RangeError instead of wrapping. */
export class ByteWriter {
  private readonly written: number[] = [];
  /** Holds one integer. */
  private readonly one = new DataView(new ArrayBuffer(8));

  /** @param length how many bytes there will be; left out, as many as are written */
  constructor(private readonly length?: number) {}

  u8(value: number): this {
    return this.integer("u8", value);
  }

  u16(value: number): this {
    return this.integer("u16", value);
  }

  u32(value: number): this {
    return this.integer("u32", value);
  }

  u64(value: bigint): this {
    return this.integer("u64", value);
  }

  u128(value: bigint): this {
    return this.u64(value & U64_MAX).u64(value >> 64n);
  }

  i64(value: bigint): this {
    return this.integer("i64", value);
  }

  integer(type: Integer, value: number | bigint): this {
    const { one } = this;
    const [size, get, set] = INTEGERS[type];
    one[set](0, value as never, true);
    // A DataView cuts off what does not fit.
    if (one[get](0, true) !== value) throw new RangeError(`${value} does not fit a ${type}`);
    for (let at = 0; at < size; at++) this.written.push(one.getUint8(at));
    return this;
  }

  bytes(value: Uint8Array, length: number): this {
    if (value.length !== length) throw new RangeError(`${value.length} bytes where ${length} belong`);
    this.written.push(...value);
    return this;
  }

  publicKey(value: PublicKey): this {
    return this.bytes(value.toBytes(), 32);
  }

  /** The bytes written; if their number was given, that many have to be. */
  finish(): Uint8Array {
    const { written, length = written.length } = this;
    if (written.length !== length) throw new RangeError(`${written.length} of ${length} bytes written`);
    return Uint8Array.from(written);
  }
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Instruction data in the type that web3.js names. */
export const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
