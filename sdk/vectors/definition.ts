/**
 * The rule once more, from its definition and not from its closed form: shares are compared as exact fractions, the
 * chargeable profit is found by bisection. It shares no code with `src/rule/rule.ts`, which is held to it.
 */

/** One case of `rule.json`. Every integer is a decimal string. */
export interface RuleCase {
  name: string;
  terms: { profit_share_bps: string; fee_basis: "high_water_mark" | "each_close" };
  room: string;
  ledger: Record<LedgerField, string>;
  observation:
    | { kind: "verified"; realized: string; loss: string; liquidated: boolean; recreated: boolean }
    | { kind: "attested"; close_pnl: string };
  expected: Expected;
}

type LedgerField = "mark" | "last" | "loss" | "profit_total" | "accrued" | "credited" | "waived" | "balance";

export interface Expected {
  mark: string;
  last: string;
  loss: string;
  profit_total: string;
  accrued: string;
  credited: string;
  balance: string;
  close_pnl: string;
  last_before: string;
  realized: string;
  profit: string;
  dropped: string;
  share: string;
  paid: string;
  capped: boolean;
}

/** One case of the daily window. */
export interface WindowCase {
  name: string;
  window: Record<WindowField, string>;
  time: string;
  expected: Record<WindowField | "room", string>;
}

type WindowField = "daily_cap" | "next_daily_cap" | "next_daily_cap_day" | "window_day" | "window_accrued";

export interface RuleVectors {
  cases: RuleCase[];
  windows: WindowCase[];
}

const LARGEST_I64 = 0x7fff_ffff_ffff_ffffn;
const SMALLEST_I64 = -0x8000_0000_0000_0000n;
const LARGEST_U64 = 0xffff_ffff_ffff_ffffn;

/** `x` as an i64 that stops at its ends. */
function i64(x: bigint): bigint {
  if (x > LARGEST_I64) return LARGEST_I64;
  return x < SMALLEST_I64 ? SMALLEST_I64 : x;
}

/** `total` with `profit` on top, stopping at the largest u64. */
function totalWith(total: bigint, profit: bigint): bigint {
  const sum = total + profit;
  return sum > LARGEST_U64 ? LARGEST_U64 : sum;
}

/** The largest whole share with share / total ≤ bps / 10_000, found by bisection. */
export function largestShare(total: bigint, bps: bigint): bigint {
  return largest(total, (share) => share * 10_000n <= total * bps);
}

/** The largest x in 0..=end that passes; 0 has to pass, and nothing above one that fails. */
function largest(end: bigint, passes: (x: bigint) => boolean): bigint {
  if (passes(end)) return end;
  let good = 0n;
  let bad = end;
  while (bad - good > 1n) {
    const middle = (good + bad) / 2n;
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const positive = (x: bigint): bigint => (x > 0n ? x : 0n);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** A case in numbers. */
export interface Given {
  bps: bigint;
  eachClose: boolean;
  room: bigint;
  before: Record<LedgerField, bigint>;
  observation: Seen;
}

type Seen =
  | { kind: "verified"; realized: bigint; loss: bigint; liquidated: boolean; recreated: boolean }
  | { kind: "attested"; closePnl: bigint };

/** What settling has to result in. */
export function defined({ bps, eachClose, room, before, observation }: Given) {
  const verified = observation.kind === "verified";
  const recreated = verified && observation.recreated;
  const closePnl = verified ? 0n : observation.closePnl;
  const realized = verified ? observation.realized : i64(before.last + closePnl);

  let start = before.mark;
  if (recreated) start = realized;
  else if (verified && observation.liquidated) {
    // A liquidation takes a loss, so the loss falls by as much as realized PnL rises. What only one of them says is not one.
    const taken = smaller(positive(realized - before.last), positive(before.loss - observation.loss));
    start = i64(before.mark + taken);
  }

  const gain = eachClose ? positive(closePnl) : positive(realized - start);
  const limit = before.accrued + room;
  const profit = largest(gain, (p) => totalWith(before.profit_total, p) * bps < (limit + 1n) * 10_000n);
  const profitTotal = totalWith(before.profit_total, profit);
  const accrued = largestShare(profitTotal, bps);
  const debt = accrued - before.credited - before.waived;
  const paid = recreated ? 0n : smaller(debt, before.balance);

  return {
    mark: verified ? start + profit : larger(before.mark, realized),
    last: realized,
    loss: verified ? observation.loss : 0n,
    profit_total: profitTotal,
    accrued,
    credited: before.credited + paid,
    balance: before.balance - paid,
    close_pnl: closePnl,
    last_before: before.last,
    realized,
    profit,
    dropped: verified ? 0n : gain - profit,
    share: accrued - before.accrued,
    paid,
    capped: profit < gain,
  };
}

/** What settling the case has to result in, as `rule.json` writes it. */
export function expectedOf({ terms, room, ledger, observation }: Omit<RuleCase, "name" | "expected">): Expected {
  const before = Object.fromEntries(Object.entries(ledger).map(([name, value]) => [name, BigInt(value)]));
  const { capped, ...amounts } = defined({
    bps: BigInt(terms.profit_share_bps),
    eachClose: terms.fee_basis === "each_close",
    room: BigInt(room),
    before: before as Given["before"],
    observation:
      observation.kind === "verified"
        ? { ...observation, realized: BigInt(observation.realized), loss: BigInt(observation.loss) }
        : { kind: "attested", closePnl: BigInt(observation.close_pnl) },
  });
  const written = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, value.toString()]));
  return { ...(written as Record<keyof typeof amounts, string>), capped };
}
