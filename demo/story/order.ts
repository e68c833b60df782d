/** The orders that agents place on the venue. */
import { formatDollars } from "@profit-share/sdk";
import { DOLLAR } from "../cast/people";
import type { Demo } from "../performance/demo";

export const SOL = { market: 0, name: "SOL" };
export const ETH = { market: 1, name: "ETH" };
/** A tenth of a coin, in base units of the venue (1e-9). */
const TENTH = 100_000_000n;

/** An execution. */
interface Order {
  coin: typeof SOL;
  /** Tenths of a coin, above zero to buy. */
  tenths: bigint;
  /** Dollars for one coin. */
  price: bigint;
  /** Base units. */
  fee?: bigint;
  /** What it means. */
  so: string;
  /** Base units that stay owed for want of money. */
  owed?: bigint;
}

export async function order(
  demo: Demo,
  label: string,
  { coin, tenths, price, fee = 0n, so, owed = 0n }: Order,
): Promise<void> {
  const size = tenths < 0n ? -tenths : tenths;
  const verb = tenths > 0n ? "buys" : "sells";
  const charge = fee === 0n ? "" : `, fee ${formatDollars(fee)}`;
  const what = `${verb} ${Number(size) / 10} ${coin.name} at ${formatDollars(price * DOLLAR)}${charge}: ${so}`;
  const quote = (-tenths * price * DOLLAR) / 10n;
  await demo.trade(demo.member(label), what, { market: coin.market, base: tenths * TENTH, quote, fee }, owed);
}
