/** The closes of one account that Drift's log of a transaction tells of. Pure. */
import { DRIFT_PROGRAM_ID, max } from "@profit-share/sdk";
import type { WalkedTransaction } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { LogEvent, ParseLog } from "./library";

/** Part of a position, or all of it, was closed. Base amounts are 1e-9, the others 1e-6 quote. */
export interface VenueClose {
  /** `flip`: more was traded than the position held, and what is left is a position the other way round. */
  kind: "fill" | "flip" | "liquidation";
  /** Which event of Drift's in its transaction, from 0. */
  eventOrder: number;
  marketIndex: number;
  /** Of a liquidation that several fills made, the first one's. */
  fillRecordId: bigint;
  /** What was closed, without its sign. */
  base: bigint;
  /** What that was traded for. */
  quote: bigint;
  /** Of the whole fill; below zero a rebate. */
  fee: bigint;
  /** What it realized after the fee, without funding; null if the log does not say what the position had cost. */
  pnl: bigint | null;
}

/** The log of this transaction does not tell all. */
interface Unread {
  kind: "unread";
  /** Behind what it did tell. */
  eventOrder: number;
}

export type FoundInLog = VenueClose | Unread;

/** What Anchor decodes an enum to, a whole number of more than 32 bits, and an address. */
type Variant = Record<string, unknown>;
type Whole = { toString(): string };
type Address = { toBase58(): string };

type Side = "taker" | "maker";
type OfSide<Name extends string, Value> = { [Key in `${Side}${Name}`]: Value | null };

type Fill = {
  action: Variant;
  marketType: Variant;
  marketIndex: number;
  fillRecordId: Whole | null;
  baseAssetAmountFilled: Whole | null;
  quoteAssetAmountFilled: Whole | null;
} & Record<Side, Address | null> &
  OfSide<"Fee", Whole> &
  OfSide<"OrderDirection", Variant> &
  OfSide<"ExistingQuoteEntryAmount", Whole> &
  OfSide<"ExistingBaseAssetAmount", Whole>;

interface Liquidation {
  user: Address;
  liquidationType: Variant;
  liquidatePerp: {
    marketIndex: number;
    fillRecordId: Whole;
    baseAssetAmount: Whole;
    quoteAssetAmount: Whole;
    liquidatorOrderId: number;
    liquidatorFee: Whole;
    ifFee: Whole;
  };
}

/** @param user whose closes; the transaction succeeded */
export function closesIn(
  { transaction, meta }: WalkedTransaction["transaction"],
  user: PublicKey,
  parse: ParseLog,
): FoundInLog[] {
  const { loadedAddresses } = meta ?? {};
  const keys = transaction.message.getAccountKeys(loadedAddresses && { accountKeysFromLookups: loadedAddresses });
  const isDrifts = keys.keySegments().some((segment) => segment.some((key) => key.equals(DRIFT_PROGRAM_ID)));
  if (!isDrifts) return [];
  const lines = meta?.logMessages ?? null;
  if (lines === null) return [{ kind: "unread", eventOrder: 0 }];
  let events: LogEvent[];
  try {
    events = parse(lines);
  } catch {
    // An event in a form that this version of Drift's package does not know.
    return [{ kind: "unread", eventOrder: 0 }];
  }
  const closes = closesAmong(events, user.toBase58());
  const isCut = lines.some((line) => line.startsWith("Log truncated"));
  return isCut ? [...closes, { kind: "unread", eventOrder: events.length }] : closes;
}

function closesAmong(events: readonly LogEvent[], user: string): VenueClose[] {
  let closes: VenueClose[] = [];
  for (const [eventOrder, { name, data }] of events.entries()) {
    if (name === "OrderActionRecord") {
      const close = closeBy(data as Fill, user, eventOrder);
      if (close !== null) closes.push(close);
    } else if (name === "LiquidationRecord") {
      closes = withLiquidation(closes, data as Liquidation, user, eventOrder);
    }
  }
  return closes;
}

/** null if it opens, or is of others. */
function closeBy(fill: Fill, user: string, eventOrder: number): VenueClose | null {
  const side = (["taker", "maker"] as const).find((one) => fill[one]?.toBase58() === user);
  if (side === undefined || !("fill" in fill.action) || !("perp" in fill.marketType)) return null;
  // Drift gives both only of a position that the fill reduces, the second only if the fill takes more than it held.
  const cost = fill[`${side}ExistingQuoteEntryAmount`];
  const held = fill[`${side}ExistingBaseAssetAmount`];
  if (cost === null) return null;
  const filled = wholeOf(fill.baseAssetAmountFilled);
  const base = held === null ? filled : wholeOf(held);
  const quote = (wholeOf(fill.quoteAssetAmountFilled) * base) / max(1n, filled);
  const fee = wholeOf(fill[`${side}Fee`]);
  const sold = "short" in fill[`${side}OrderDirection`]!;
  const gain = sold ? quote - wholeOf(cost) : wholeOf(cost) - quote;
  return {
    kind: held === null ? "fill" : "flip",
    ...{ eventOrder, marketIndex: fill.marketIndex, fillRecordId: wholeOf(fill.fillRecordId) },
    ...{ base, quote, fee, pnl: gain - fee },
  };
}

/** The record follows the fills that it is made of, and stands in their place. */
function withLiquidation(
  closes: readonly VenueClose[],
  { user, liquidationType, liquidatePerp }: Liquidation,
  of: string,
  eventOrder: number,
): VenueClose[] {
  const base = abs(wholeOf(liquidatePerp.baseAssetAmount));
  // Others take deposits, or PnL: no position is closed. One without an amount only cancelled orders.
  if (user.toBase58() !== of || !("liquidatePerp" in liquidationType) || base === 0n) return [...closes];
  const { marketIndex } = liquidatePerp;
  const fillRecordId = wholeOf(liquidatePerp.fillRecordId);
  const isOwn = (close: VenueClose) =>
    close.kind !== "liquidation" && close.marketIndex === marketIndex && close.fillRecordId >= fillRecordId;
  const fills = closes.filter(isOwn);
  const insurance = wholeOf(liquidatePerp.ifFee);
  // Filled by the market, it pays the insurance beside the fees of its fills. A liquidator's fill has both in its fee.
  const isByMarket = liquidatePerp.liquidatorOrderId === 0;
  const beside = isByMarket ? insurance : 0n;
  const fee = isByMarket
    ? sum(fills.map((fill) => fill.fee)) + insurance
    : wholeOf(liquidatePerp.liquidatorFee) + insurance;
  const liquidation: VenueClose = {
    ...{ kind: "liquidation", eventOrder, marketIndex, fillRecordId },
    ...{ base, quote: abs(wholeOf(liquidatePerp.quoteAssetAmount)), fee },
    pnl: fills.length === 0 ? null : sum(fills.map(({ pnl }) => pnl!)) - beside,
  };
  return [...closes.filter((close) => !isOwn(close)), liquidation];
}

const wholeOf = (value: Whole | null): bigint => (value === null ? 0n : BigInt(value.toString()));
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
