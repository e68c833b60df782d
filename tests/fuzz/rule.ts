/**
 * The rule as its definition reads, on exact integers: the largest profit that fits is searched for, not computed. Nothing
 * of the SDK or the program is used.
 */
export const I64_MAX = 2n ** 63n - 1n;
export const I64_MIN = -(2n ** 63n);
export const U64_MAX = 2n ** 64n - 1n;

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const toI64 = (value: bigint): bigint => max(I64_MIN, min(I64_MAX, value));
export const toU64 = (value: bigint): bigint => min(U64_MAX, value);

export interface Ledger {
  mark: bigint;
  last: bigint;
  /** Negative PnL in the positions at the last settlement; 0 if attested. */
  loss: bigint;
  profitTotal: bigint;
  accrued: bigint;
  credited: bigint;
  waived: bigint;
  balance: bigint;
}

export type Observation =
  | { verified: true; realized: bigint; loss: bigint; liquidated: boolean; recreated: boolean }
  | { verified: false; closePnl: bigint };

export interface Result {
  closePnl: bigint;
  profit: bigint;
  dropped: bigint;
  share: bigint;
  capped: boolean;
}

/** The creator's part of a lifetime profit. */
const shareOf = (total: bigint, bps: number): bigint => (total * BigInt(bps)) / 10_000n;

/** Pays what is owed, as far as the balance reaches. */
export function payOwed(ledger: Ledger): bigint {
  const paid = min(ledger.accrued - ledger.credited - ledger.waived, ledger.balance);
  ledger.balance -= paid;
  ledger.credited += paid;
  return paid;
}

/** Applies one observation to `ledger`. @param room share that may still accrue today */
export function settle(ledger: Ledger, bps: number, eachClose: boolean, room: bigint, seen: Observation): Result {
  if (seen.verified && seen.recreated) {
    ledger.mark = ledger.last = seen.realized;
    ledger.loss = seen.loss;
    return { closePnl: 0n, profit: 0n, dropped: 0n, share: 0n, capped: false };
  }
  const { last } = ledger;
  if (seen.verified && seen.liquidated) {
    const forgiven = min(max(0n, seen.realized - last), max(0n, ledger.loss - seen.loss));
    ledger.mark = toI64(ledger.mark + forgiven);
  }
  const closePnl = seen.verified ? 0n : seen.closePnl;
  const realized = seen.verified ? seen.realized : toI64(last + seen.closePnl);
  const gain = max(0n, eachClose ? closePnl : realized - ledger.mark);
  const profit = largestProfit(ledger, bps, room, gain);
  ledger.profitTotal = toU64(ledger.profitTotal + profit);
  const accrued = shareOf(ledger.profitTotal, bps);
  const share = accrued - ledger.accrued;
  ledger.accrued = accrued;
  ledger.mark = seen.verified ? toI64(ledger.mark + profit) : max(ledger.mark, realized);
  ledger.last = realized;
  ledger.loss = seen.verified ? seen.loss : 0n;
  payOwed(ledger);
  return { closePnl, profit, dropped: seen.verified ? 0n : gain - profit, share, capped: profit < gain };
}

/** The largest p ≤ gain whose share fits the room. */
function largestProfit({ profitTotal, accrued }: Ledger, bps: number, room: bigint, gain: bigint): bigint {
  const fits = (profit: bigint): boolean => shareOf(toU64(profitTotal + profit), bps) - accrued <= room;
  if (fits(gain)) return gain;
  let low = 0n;
  let high = gain;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
