/** The history as the documentation defines it, written down again without the SDK. */
import { createHash } from "node:crypto";
import type { PublicKey } from "@solana/web3.js";

const DOMAIN = "profit_share:history:v2";
const RECORD_LENGTH = 130;
/** Of an event instruction: tag, discriminator, subscription. */
const BEFORE_RECORD = 48;
const EVENT_LENGTH = 210;
/** One settlement of a batch's event. */
const SETTLED_LENGTH = 194;
const TAG_LENGTH = 16;

export const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A reference as a keeper makes it: the hash of a trade's id. */
export const referenceOf = (tradeId: string): Buffer => sha256(Buffer.from(tradeId));

export const NO_REFERENCE = Buffer.alloc(32);

const EVENT_TAG = Buffer.from("e445a52e51cb9a1d", "hex");
const tagOf = (event: string): Buffer =>
  Buffer.concat([EVENT_TAG, sha256(Buffer.from(`event:${event}`)).subarray(0, 8)]);

/** Begins the data of a `Settled` event instruction: Anchor's tag for events, then the event's discriminator. */
export const SETTLED_TAG = tagOf("Settled");
/** The same of `SettledBatch` and `Closed`. */
export const BATCH_TAG = tagOf("SettledBatch");
export const CLOSED_TAG = tagOf("Closed");

/** The values of a record in the documented order. */
export interface RecordValues {
  sequence: bigint;
  kind: 1 | 2;
  flags: number;
  time: bigint;
  closePnl: bigint;
  last: bigint;
  realized: bigint;
  mark: bigint;
  lossBefore: bigint;
  loss: bigint;
  profit: bigint;
  dropped: bigint;
  accrued: bigint;
  credited: bigint;
  reference: Uint8Array;
}

/** 130 bytes, little endian. */
export function recordBytes(r: RecordValues): Buffer {
  return Buffer.concat([
    u64(r.sequence),
    Buffer.of(r.kind, r.flags),
    ...[r.time, r.closePnl, r.last, r.realized, r.mark].map(i64),
    ...[r.lossBefore, r.loss, r.profit, r.dropped, r.accrued, r.credited].map(u64),
    r.reference,
  ]);
}

/** @param terms the 120 bytes of the subscription's own terms */
export const firstHead = (
  at: { program: PublicKey; subscription: PublicKey; bot: PublicKey; instance: bigint },
  terms: Uint8Array,
): Buffer =>
  sha256(
    Buffer.from(DOMAIN),
    at.program.toBytes(),
    at.subscription.toBytes(),
    at.bot.toBytes(),
    u64(at.instance),
    terms,
  );

/** Record and head as the event instruction carries them. @throws Error if its length is another */
export function splitEvent(data: Buffer): { tag: Buffer; subscription: Buffer; record: Buffer; head: Buffer } {
  if (data.length !== EVENT_LENGTH) throw new Error(`The event has ${data.length} bytes, not ${EVENT_LENGTH}`);
  return {
    tag: data.subarray(0, 16),
    subscription: data.subarray(16, BEFORE_RECORD),
    record: data.subarray(BEFORE_RECORD, BEFORE_RECORD + RECORD_LENGTH),
    head: data.subarray(BEFORE_RECORD + RECORD_LENGTH),
  };
}

/** Of a batch's event: one `Settled` after the other, after the tag and their length in bytes. */
export function splitBatch(data: Buffer): { subscription: Buffer; record: Buffer; head: Buffer }[] {
  const length = data.readUInt32LE(TAG_LENGTH);
  const settlements = data.subarray(TAG_LENGTH + 4);
  if (settlements.length !== length) throw new Error(`The batch has ${settlements.length} bytes and says ${length}`);
  const at = (start: number, end: number) => settlements.subarray(start, end);
  return Array.from({ length: length / SETTLED_LENGTH }, (_, row) => {
    const start = row * SETTLED_LENGTH;
    return {
      subscription: at(start, start + 32),
      record: at(start + 32, start + 32 + RECORD_LENGTH),
      head: at(start + 32 + RECORD_LENGTH, start + SETTLED_LENGTH),
    };
  });
}

/** The amounts of a `Closed` event, by the names of the program. */
export interface ClosedValues {
  subscription: PublicKey;
  bot: PublicKey;
  instance: bigint;
  /** Unix seconds. */
  endedAt: bigint;
  sequence: bigint;
  head: Uint8Array;
  profitTotal: bigint;
  accrued: bigint;
  credited: bigint;
  claimed: bigint;
  waived: bigint;
  writtenOff: bigint;
  toVault: bigint;
  toSubscriber: bigint;
}

/** The data of a `Closed` event instruction. */
export const closedBytes = (c: ClosedValues): Buffer =>
  Buffer.concat([
    CLOSED_TAG,
    c.subscription.toBytes(),
    c.bot.toBytes(),
    u64(c.instance),
    i64(c.endedAt),
    u64(c.sequence),
    c.head,
    ...[c.profitTotal, c.accrued, c.credited, c.claimed, c.waived].map(u64),
    ...[c.writtenOff, c.toVault, c.toSubscriber].map(u64),
  ]);

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function i64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}
