import { toBase58 } from "@profit-share/sdk";

/** Reads the data of an instruction; past its end it throws a RangeError. */
export class DataReader {
  private position = 0;

  constructor(private readonly data: Uint8Array) {}

  bytes(count: number): Buffer {
    const start = this.position;
    if (start + count > this.data.length) throw new RangeError(`the data ends before byte ${start + count}`);
    this.position = start + count;
    return Buffer.from(this.data.subarray(start, start + count));
  }

  rest(): Buffer {
    return this.bytes(this.data.length - this.position);
  }

  u8(): number {
    return this.bytes(1).readUInt8();
  }

  u32(): number {
    return this.bytes(4).readUInt32LE();
  }

  u64(): bigint {
    return this.bytes(8).readBigUInt64LE();
  }

  key(): string {
    return toBase58(this.bytes(32));
  }
}
