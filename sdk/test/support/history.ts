/** Histories for tests: the same agreement with either source, and records chained as the program chains them. */
import { PublicKey } from "@solana/web3.js";
import type { SettledEvent } from "../../src/history/events";
import type { SettlementRecord } from "../../src/history/record";
import { firstHead, type HistoryStart, nextHead } from "../../src/history/verify";

export const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
export const reference = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

export const ATTESTED: HistoryStart = {
  programId: key(1),
  subscription: key(2),
  bot: key(3),
  instance: 7n,
  terms: {
    source: "attested",
    feeBasis: "each_close",
    profitShareBps: 1_000,
    version: 1,
    minBalance: 5_000_000n,
    minDailyCap: 1n,
    keeper: key(4),
    mint: key(5),
    hash: reference(6),
  },
};

export const VERIFIED: HistoryStart = {
  ...ATTESTED,
  terms: { ...ATTESTED.terms, source: "drift", feeBasis: "high_water_mark", keeper: null },
};

export const NO_FLAGS = { liquidation: false, recreated: false, capped: false, final: false, ended: false };

/** A chain with right heads over records that may be wrong. */
export function chain(start: HistoryStart, records: SettlementRecord[]): SettledEvent[] {
  let head = firstHead(start);
  return records.map((record) => {
    head = nextHead(head, record);
    return { subscription: start.subscription, record, head };
  });
}

type Amounts = Pick<SettlementRecord, "last" | "realized" | "mark" | "profit" | "accrued"> &
  Partial<Pick<SettlementRecord, "lossBefore" | "loss">>;

/** A verified record, of which the balance has covered nothing; without a loss in the positions if it names none. */
export const verified = (
  sequence: bigint,
  amounts: Amounts,
  flags: Partial<SettlementRecord["flags"]> = {},
): SettlementRecord => ({
  sequence,
  kind: "verified",
  flags: { ...NO_FLAGS, ...flags },
  time: 100n * sequence,
  closePnl: 0n,
  lossBefore: 0n,
  loss: 0n,
  dropped: 0n,
  credited: 0n,
  reference: reference(0),
  ...amounts,
});

/** Records of which only sequence and place in the chain matter. @param start whose heads they have */
export const plainChain = (start: HistoryStart, count: number): SettledEvent[] =>
  chain(
    start,
    Array.from({ length: count }, (_, index) => verified(BigInt(index) + 1n, PLAIN)),
  );

const PLAIN: Amounts = { last: 0n, realized: 1n, mark: 1n, profit: 1n, accrued: 0n };
