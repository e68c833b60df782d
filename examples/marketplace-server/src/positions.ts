/** What a fill does to a position. Pure. Prices and quantities are 1e-6, quote amounts base units (1e-6 dollars). */

const UNIT = 1_000_000n;

export interface Position {
  /** Above zero long, below zero short. */
  quantity: bigint;
  /** What its fills have paid (below zero) or brought. */
  quote: bigint;
}

export interface Fill {
  /** Above zero bought, below zero sold. */
  quantity: bigint;
  price: bigint;
}

export interface Filled {
  position: Position;
  /** Of the part that this fill closed; 0 if it closed nothing. */
  realizedPnl: bigint;
  isClosing: boolean;
}

export const FLAT: Position = { quantity: 0n, quote: 0n };

/**
 * A fill against the position closes up to all of it, and what is more opens the other side. Example: long 3 at $100, sold 1 at
 * $110: $10 are realized and 2 stay. Sold 5: $30 are realized, and it is short 2 at $110.
 */
export function fill(position: Position, { quantity, price }: Fill): Filled {
  const opens = position.quantity === 0n || position.quantity > 0n === quantity > 0n;
  if (opens) {
    const quote = position.quote + quoteOf(quantity, price);
    return { position: { quantity: position.quantity + quantity, quote }, realizedPnl: 0n, isClosing: false };
  }
  const left = position.quantity + quantity;
  const isFlip = left !== 0n && left > 0n !== position.quantity > 0n;
  const closed = isFlip ? -position.quantity : quantity;
  // The cost of the closed part; of a remainder the larger loss is realized now, so that no profit is charged too early.
  const released = floorDivide(position.quote * -closed, position.quantity);
  const realizedPnl = quoteOf(closed, price) + released;
  return {
    position: isFlip
      ? { quantity: left, quote: quoteOf(left, price) }
      : { quantity: left, quote: position.quote - released },
    realizedPnl,
    isClosing: true,
  };
}

/** @param dollars base units @returns the largest quantity that they buy at this price */
export const quantityFor = (dollars: bigint, price: bigint): bigint => (dollars * UNIT) / price;

/** What buying costs (below zero) or selling brings; a fraction counts against the trader. */
const quoteOf = (quantity: bigint, price: bigint): bigint => floorDivide(-quantity * price, UNIT);

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const towardsZero = dividend / divisor;
  const isExact = towardsZero * divisor === dividend;
  return !isExact && dividend < 0n !== divisor < 0n ? towardsZero - 1n : towardsZero;
}
