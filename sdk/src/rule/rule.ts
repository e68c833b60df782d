/**
 * The rule that turns a realized PnL into the creator's share: pure, exact, the same as `programs/profit_share/src/rule/mod.rs`.
 * Both are tested against `sdk/vectors/rule.json`.
 *
 * Every amount is an integer in base units of the escrow's token (USDC: 1e-6). PnL is signed. Shares round down, on the
 * lifetime total, so a remainder too small to pay is carried, neither lost nor paid twice.
 */
import { clampI64, clampU64, max, min } from "../wire/integers";
import { BPS_DENOMINATOR } from "../wire/profit-share-constants";

/** How profit is measured: above the highest realized PnL already charged, or every profitable close by itself. */
export type FeeBasis = "high_water_mark" | "each_close";

/** The part of a subscription's terms that the rule needs. */
export interface FeeTerms {
  /** The creator's part of profit in hundredths of a percent, 0 to 1_000. */
  profitShareBps: number;
  /** `each_close` exists only for attested sources. */
  feeBasis: FeeBasis;
}

/** The running account of one subscription. `accrued` is always `shareOf(profitTotal)`; `credited + waived ≤ accrued`. */
export interface Ledger {
  /** i64: the realized PnL up to which profit has been charged. */
  mark: bigint;
  /** i64: the realized PnL at the last settlement. */
  last: bigint;
  /** u64: negative PnL in the venue user's positions at the last settlement, which a liquidation can take; 0 if attested. */
  loss: bigint;
  /** u64: all profit ever charged. */
  profitTotal: bigint;
  /** u64: the creator's share of `profitTotal`. */
  accrued: bigint;
  /** u64: the part of `accrued` that the balance has paid. */
  credited: bigint;
  /** u64: the part of `accrued` that the creator gave up. */
  waived: bigint;
  /** u64: the subscriber's money in the escrow. */
  balance: bigint;
}

/** What a settlement was told: read from the venue's own account, or stated by the keeper. */
export type Observation =
  | {
      kind: "verified";
      /** i64: lifetime realized PnL of the venue account. */
      realized: bigint;
      /** u64: negative PnL in its positions now. */
      loss: bigint;
      /** The account was liquidated since the last settlement, or is being liquidated now or was then. */
      liquidated: boolean;
      /** The account at this address is a new one: its counters went backwards. */
      recreated: boolean;
    }
  | {
      kind: "attested";
      /** i64: realized PnL of one close. */
      closePnl: bigint;
    };

/** What one settlement does. */
export interface Settlement {
  /** The ledger afterwards. */
  ledger: Ledger;
  /** i64: the close's PnL; 0 if verified. */
  closePnl: bigint;
  /** i64: the realized PnL of the settlement before this one. */
  lastBefore: bigint;
  /** i64: the realized PnL now. */
  realized: bigint;
  /** u64: the profit charged. */
  profit: bigint;
  /** u64: profit that the day's cap cut off for good (attested only; on a verified source it stays chargeable). */
  dropped: bigint;
  /** u64: what the settlement adds to `accrued`. */
  share: bigint;
  /** u64: what the balance paid, of this share and of older debt. */
  paid: bigint;
  /** The day's cap cut something off. */
  capped: boolean;
}

/**
 * The creator's lifetime share of a lifetime profit, rounded down.
 * @param profitTotal u64
 * @param profitShareBps 0 to 1_000
 */
export function shareOf(profitTotal: bigint, profitShareBps: number): bigint {
  return (profitTotal * BigInt(profitShareBps)) / BPS_DENOMINATOR;
}

/**
 * The largest profit up to `gain` whose share fits into `room`. With no room left it can still be above zero: a remainder
 * whose share rounds to nothing.
 */
function chargeable(gain: bigint, room: bigint, ledger: Ledger, profitShareBps: number): bigint {
  const everything = shareOf(clampU64(ledger.profitTotal + gain), profitShareBps) - ledger.accrued;
  if (everything <= room) return gain;
  // The largest total x with floor(x · bps / 10_000) < accrued + room + 1.
  const firstUnaffordable = ledger.accrued + room + 1n;
  return (firstUnaffordable * BPS_DENOMINATOR - 1n) / BigInt(profitShareBps) - ledger.profitTotal;
}

/** Applies the totals of a profit and pays what is owed from the balance. The PnL fields are the caller's. */
function charge(
  ledger: Ledger,
  profit: bigint,
  profitShareBps: number,
): { ledger: Ledger; share: bigint; paid: bigint } {
  const profitTotal = clampU64(ledger.profitTotal + profit);
  const accrued = shareOf(profitTotal, profitShareBps);
  const paid = min(accrued - ledger.credited - ledger.waived, ledger.balance);
  return {
    ledger: { ...ledger, profitTotal, accrued, credited: ledger.credited + paid, balance: ledger.balance - paid },
    share: accrued - ledger.accrued,
    paid,
  };
}

function settleVerified(
  terms: FeeTerms,
  room: bigint,
  before: Ledger,
  seen: Observation & { kind: "verified" },
): Settlement {
  const { realized, loss } = seen;
  const said = { closePnl: 0n, lastBefore: before.last, realized, dropped: 0n };
  if (seen.recreated) {
    const ledger = { ...before, mark: realized, last: realized, loss };
    return { ...said, ledger, profit: 0n, share: 0n, paid: 0n, capped: false };
  }
  // A liquidation takes deposits for a loss, which raises realized PnL. That is no profit, so it is forgiven.
  const forgiven = seen.liquidated ? min(max(0n, realized - before.last), max(0n, before.loss - loss)) : 0n;
  const mark = clampI64(before.mark + forgiven);

  const gain = max(0n, realized - mark);
  const profit = chargeable(gain, room, before, terms.profitShareBps);
  const { ledger, share, paid } = charge(before, profit, terms.profitShareBps);
  return {
    ...said,
    ledger: { ...ledger, mark: mark + profit, last: realized, loss },
    profit,
    share,
    paid,
    capped: profit < gain,
  };
}

function settleAttested(
  terms: FeeTerms,
  room: bigint,
  before: Ledger,
  { closePnl }: Observation & { kind: "attested" },
): Settlement {
  const realized = clampI64(before.last + closePnl);
  const gain = max(0n, terms.feeBasis === "each_close" ? closePnl : realized - before.mark);
  const profit = chargeable(gain, room, before, terms.profitShareBps);
  const { ledger, share, paid } = charge(before, profit, terms.profitShareBps);
  return {
    ledger: { ...ledger, mark: max(before.mark, realized), last: realized, loss: 0n },
    closePnl,
    lastBefore: before.last,
    realized,
    profit,
    dropped: gain - profit,
    share,
    paid,
    capped: profit < gain,
  };
}

/**
 * Settles once. On a ledger as `Ledger` describes it, nothing within the types' ranges makes it fail; totals at the end of
 * their range stay there.
 * @param room u64: what the day's cap still allows to accrue, see `dailyWindow`
 */
export function settle(terms: FeeTerms, room: bigint, ledger: Ledger, observation: Observation): Settlement {
  return observation.kind === "verified"
    ? settleVerified(terms, room, ledger, observation)
    : settleAttested(terms, room, ledger, observation);
}

/** The creator's share that the balance has not covered yet, in base units. */
export function owed({ accrued, credited, waived }: Pick<Ledger, "accrued" | "credited" | "waived">): bigint {
  return accrued - credited - waived;
}
