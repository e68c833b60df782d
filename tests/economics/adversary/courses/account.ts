/** A venue account that trades and is liquidated, and the agreement that is settled on it: values in, values out. */
import { applyRule, type Ledger, max } from "@profit-share/sdk";

/** What a course is made of. Each trade is opened and closed at once. */
export type Move =
  | { kind: "wins" | "loses" | "is settled on the venue"; market: Market }
  | { kind: "is liquidated"; market: Market; most: "all" | "one unit" }
  | { kind: "liquidation ends" };

/** Two are enough: a loss lies in one, a profit is made in the same or in the other. */
export type Market = 1 | 2;

/** PnL of each trade (1e-6): $40. */
export const STEP = 40_000_000n;
const BPS = 1_000;

/** Amounts in 1e-6. */
export interface Account {
  /** Realized PnL of each market that still lies in its position. What is negative can be taken. */
  readonly positions: Readonly<Record<Market, bigint>>;
  /** Realized PnL that was settled on the venue. */
  readonly settled: bigint;
  /** What trading alone has won: a liquidation adds nothing to it. */
  readonly traded: bigint;
  readonly beingLiquidated: boolean;
  /** Liquidations begun. */
  readonly liquidations: number;
  /** What the last settlement read. */
  readonly read: { readonly liquidations: number; readonly beingLiquidated: boolean };
  readonly ledger: Ledger;
  /** The most that trading had won at a settlement: what an ideal rule charges. */
  readonly highest: bigint;
}

export const START: Account = {
  positions: { 1: 0n, 2: 0n },
  settled: 0n,
  traded: 0n,
  beingLiquidated: false,
  liquidations: 0,
  read: { liquidations: 0, beingLiquidated: false },
  ledger: { mark: 0n, last: 0n, loss: 0n, profitTotal: 0n, accrued: 0n, credited: 0n, waived: 0n, balance: 0n },
  highest: 0n,
};

/** Null where the venue does not let it happen, or nothing would. */
export function moved(account: Account, move: Move): Account | null {
  if (move.kind === "liquidation ends") return account.beingLiquidated ? { ...account, beingLiquidated: false } : null;
  const here = account.positions[move.market];
  const put = (amount: bigint): Account => ({ ...account, positions: { ...account.positions, [move.market]: amount } });
  switch (move.kind) {
    case "wins":
      return { ...put(here + STEP), traded: account.traded + STEP };
    case "loses":
      return { ...put(here - STEP), traded: account.traded - STEP };
    case "is settled on the venue":
      return here === 0n ? null : { ...put(0n), settled: account.settled + here };
    default: {
      if (here >= 0n) return null;
      const left = move.most === "all" ? 0n : here + 1n;
      const liquidations = account.liquidations + (account.beingLiquidated ? 0 : 1);
      return { ...put(left), beingLiquidated: left < 0n, liquidations };
    }
  }
}

/** The program's settlement, with all the room that a cap can leave. */
export function settled(account: Account): Account {
  const { positions, beingLiquidated, liquidations, read } = account;
  const losses = max(0n, -positions[1]) + max(0n, -positions[2]);
  const { ledger } = applyRule({ profitShareBps: BPS, feeBasis: "high_water_mark" }, 2n ** 63n, account.ledger, {
    kind: "verified",
    realized: account.settled + positions[1] + positions[2],
    loss: losses,
    liquidated: liquidations > read.liquidations || beingLiquidated || read.beingLiquidated,
    recreated: false,
  });
  const highest = max(account.highest, account.traded);
  return { ...account, ledger, highest, read: { liquidations, beingLiquidated } };
}

/** What was charged (1e-6) beyond a tenth of what trading won; below zero what was charged too little. */
export const excess = ({ ledger, highest }: Account): bigint => ledger.accrued - highest / 10n;
