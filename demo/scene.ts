/** A scene, and the orders that agents place in it. */
import { dollars } from "../cli/src/money";
import { DOLLAR } from "./cast";
import type { Show } from "./performance";

export interface Scene {
  title: string;
  play: (show: Show) => Promise<void>;
}

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
  show: Show,
  label: string,
  { coin, tenths, price, fee = 0n, so, owed = 0n }: Order,
): Promise<void> {
  const size = tenths < 0n ? -tenths : tenths;
  const verb = tenths > 0n ? "buys" : "sells";
  const charge = fee === 0n ? "" : ` for a fee of ${dollars(fee)}`;
  const what = `${verb} ${Number(size) / 10} ${coin.name} at ${dollars(price * DOLLAR)}${charge}: ${so}`;
  const quote = (-tenths * price * DOLLAR) / 10n;
  await show.trade(show.member(label), what, { market: coin.market, base: tenths * TENTH, quote, fee }, owed);
}
