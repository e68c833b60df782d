/** The rows of a subscription's table, newest first. Values in, values out. */
import { type LedgerEntry, ledgerOf } from "@profit-share/sdk/history";
import type { Life, Settlement } from "../../data/history";

type Known = "what" | "place" | "record" | "pnl" | "profit" | "accrued" | "deposited" | "withdrawn";

export interface Row extends Pick<LedgerEntry, Known> {
  key: string;
  /** Base units; null while what came before is not read. */
  credited: bigint | null;
  balance: bigint | null;
  isProven: boolean;
}

/** What rows rest on: the newest alone are not proven. */
export type Proof = "none" | "earlier" | "whole" | "broken";

/** @param life undefined while it is being read */
export function proofOf(life: Life | undefined): Proof {
  if (life === undefined) return "none";
  if (life.isKept) return "earlier";
  return life.report.mismatch === null ? "whole" : "broken";
}

export const provenRows = (life: Life): Row[] =>
  ledgerOf(life)
    .entries.map((entry, index) => ({
      ...entry,
      key: keyOf(entry, index),
      isProven: entry.record === null || entry.record.sequence <= BigInt(life.report.verified),
    }))
    .reverse();

/** Of the newest settlements, before the others are read: what their records say, which nothing proves yet. */
export function newestRows(newestFirst: readonly Settlement[]): Row[] {
  return newestFirst.flatMap(({ record, signature, slot, time, index }, at): Row[] => {
    const before = newestFirst[at + 1]?.record;
    // What the oldest of them added is known with the one before it.
    if (before === undefined && record.sequence !== 1n) return [];
    const { last, realized, profit, accrued } = record;
    const place = { signature, slot, time, index };
    const amounts = { pnl: realized - last, profit, accrued: accrued - (before?.accrued ?? 0n) };
    const unknown = { credited: null, balance: null, deposited: 0n, withdrawn: 0n };
    return [{ what: "Settled", place, record, ...amounts, ...unknown, key: keyOf({ place }, at), isProven: false }];
  });
}

/** The same before and after it is proven, so that a row stays what it is. */
const keyOf = ({ place }: Pick<LedgerEntry, "place">, index: number): string =>
  place === null ? `${index}` : `${place.signature} ${place.index}`;
