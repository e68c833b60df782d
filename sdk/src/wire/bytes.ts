/** Little-endian fields in the order in which the program lays them out. */
import { PublicKey } from "@solana/web3.js";
// In a browser the package that web3.js brings there, in Node the name is its own Buffer.
import { Buffer } from "buffer";
import { I64_MAX, I64_MIN, U32_MAX, U64_MAX, U128_MAX } from "./integers";

/** Reads one field after the other. Reading past the end throws a RangeError. */
export class ByteReader {
  private offset = 0;
  private readonly view: DataView;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.advance(1));
  }

  u16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.advance(8), true);
  }

  i64(): bigint {
    return this.view.getBigInt64(this.advance(8), true);
  }

  bytes(length: number): Uint8Array {
    const start = this.advance(length);
    return this.data.slice(start, start + length);
  }

  publicKey(): PublicKey {
    return new PublicKey(this.bytes(32));
  }

  /** Continues at `offset` from the first byte. */
  at(offset: number): this {
    this.offset = offset;
    return this;
  }

  private advance(length: number): number {
    const start = this.offset;
    if (start + length > this.data.length)
      throw new RangeError(`${this.data.length} bytes end before ${start + length}`);
    this.offset = start + length;
    return start;
  }
}

/** Writes one field after the other. A value outside its type's range throws a RangeError instead of wrapping. */
export class ByteWriter {
  private offset = 0;
  private data: Uint8Array;
  private view: DataView;

  /** @param length how many bytes there will be; left out, as many as are written */
  constructor(private readonly length?: number) {
    this.data = new Uint8Array(length ?? 64);
    this.view = new DataView(this.data.buffer);
  }

  u8(value: number): this {
    checkRange("u8", BigInt(value), 0n, 255n);
    const at = this.advance(1);
    this.view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    checkRange("u16", BigInt(value), 0n, 65_535n);
    const at = this.advance(2);
    this.view.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    checkRange("u32", BigInt(value), 0n, U32_MAX);
    const at = this.advance(4);
    this.view.setUint32(at, value, true);
    return this;
  }

  u64(value: bigint): this {
    checkRange("u64", value, 0n, U64_MAX);
    const at = this.advance(8);
    this.view.setBigUint64(at, value, true);
    return this;
  }

  u128(value: bigint): this {
    checkRange("u128", value, 0n, U128_MAX);
    return this.u64(value & U64_MAX).u64(value >> 64n);
  }

  i64(value: bigint): this {
    checkRange("i64", value, I64_MIN, I64_MAX);
    const at = this.advance(8);
    this.view.setBigInt64(at, value, true);
    return this;
  }

  bytes(value: Uint8Array, length: number): this {
    if (value.length !== length) throw new RangeError(`${value.length} bytes where ${length} belong`);
    const at = this.advance(length);
    this.data.set(value, at);
    return this;
  }

  publicKey(value: PublicKey): this {
    return this.bytes(value.toBytes(), 32);
  }

  /** The bytes written; if their number was given, that many have to be. */
  finish(): Uint8Array {
    if (this.length !== undefined && this.offset !== this.length) {
      throw new RangeError(`${this.offset} of ${this.length} bytes written`);
    }
    return this.data.subarray(0, this.offset);
  }

  private advance(length: number): number {
    const start = this.offset;
    this.offset = start + length;
    if (this.length === undefined && this.offset > this.data.length) this.grow();
    return start;
  }

  private grow(): void {
    const grown = new Uint8Array(2 * this.offset);
    grown.set(this.data);
    this.data = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** @throws RangeError if `value` does not fit the integer type. */
function checkRange(type: string, value: bigint, low: bigint, high: bigint): void {
  if (value < low || value > high) throw new RangeError(`${value} does not fit a ${type} (${low} to ${high})`);
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Instruction data in the type that web3.js names. */
export const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
