/** The record of one settlement: 130 bytes, little endian, as the program hashes and emits it. */
import { UnreadableData } from "../failures";
import { ByteReader, ByteWriter } from "../wire/bytes";

export const RECORD_LENGTH = 130;

const KINDS = { verified: 1, attested: 2 } as const;
const FLAGS = { liquidation: 1, recreated: 2, capped: 4, final: 8, ended: 16 } as const;

/** Amounts are base units. `last` and `lossBefore` are values before the settlement, all others are those after it. */
export interface SettlementRecord {
  /** From 1, without gaps. */
  sequence: bigint;
  kind: keyof typeof KINDS;
  flags: Record<keyof typeof FLAGS, boolean>;
  /** Unix seconds of the cluster's clock. */
  time: bigint;
  /** i64: as the keeper stated it; 0 if verified. */
  closePnl: bigint;
  /** i64: realized PnL at the settlement before. */
  last: bigint;
  /** i64: realized PnL now. */
  realized: bigint;
  /** i64: realized PnL up to which profit has been charged. */
  mark: bigint;
  /** u64: negative PnL in the venue user's positions at the settlement before; 0 if attested. */
  lossBefore: bigint;
  /** u64: the same at this settlement. What a liquidation is forgiven follows from both. */
  loss: bigint;
  /** u64: profit charged by this settlement. */
  profit: bigint;
  /** u64: attested profit that the day's cap cut off for good. */
  dropped: bigint;
  /** u64: the creator's lifetime share. */
  accrued: bigint;
  /** u64: its part that the balance covered. */
  credited: bigint;
  /** 32 bytes: sha256 of the trade's id; zeros if verified. */
  reference: Uint8Array;
}

/** @throws RangeError if a value does not fit its field. */
export function encodeRecord(record: SettlementRecord): Uint8Array {
  let flags = 0;
  for (const [name, bit] of Object.entries(FLAGS)) if (record.flags[name as keyof typeof FLAGS]) flags |= bit;
  return new ByteWriter(RECORD_LENGTH)
    .u64(record.sequence)
    .u8(KINDS[record.kind])
    .u8(flags)
    .i64(record.time)
    .i64(record.closePnl)
    .i64(record.last)
    .i64(record.realized)
    .i64(record.mark)
    .u64(record.lossBefore)
    .u64(record.loss)
    .u64(record.profit)
    .u64(record.dropped)
    .u64(record.accrued)
    .u64(record.credited)
    .bytes(record.reference, 32)
    .finish();
}

/** @throws UnreadableData if the length is not 130, or kind or flags are unknown to this version of the SDK. */
export function decodeRecord(data: Uint8Array): SettlementRecord {
  if (data.length !== RECORD_LENGTH)
    throw new UnreadableData(`A settlement record has ${RECORD_LENGTH} bytes, not ${data.length}`);
  const read = new ByteReader(data);
  const sequence = read.u64();
  const kind = read.u8();
  const flags = read.u8();
  const known = Object.values(FLAGS).reduce((sum, bit) => sum | bit, 0);
  if ((kind !== KINDS.verified && kind !== KINDS.attested) || (flags & ~known) !== 0) {
    throw new UnreadableData(`Settlement record ${sequence} has kind ${kind} and flags ${flags}: update this SDK`);
  }
  return {
    sequence,
    kind: kind === KINDS.verified ? "verified" : "attested",
    flags: {
      liquidation: (flags & FLAGS.liquidation) !== 0,
      recreated: (flags & FLAGS.recreated) !== 0,
      capped: (flags & FLAGS.capped) !== 0,
      final: (flags & FLAGS.final) !== 0,
      ended: (flags & FLAGS.ended) !== 0,
    },
    time: read.i64(),
    closePnl: read.i64(),
    last: read.i64(),
    realized: read.i64(),
    mark: read.i64(),
    lossBefore: read.u64(),
    loss: read.u64(),
    profit: read.u64(),
    dropped: read.u64(),
    accrued: read.u64(),
    credited: read.u64(),
    reference: read.bytes(32),
  };
}
