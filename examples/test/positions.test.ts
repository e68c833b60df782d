import { expect } from "chai";
import fc from "fast-check";
import { type Fill, FLAT, fill, type Position, quantityFor } from "../marketplace-server/src/positions";

/** 1e-6, of prices and quantities alike. */
const ONE = 1_000_000n;
const at = (dollars: bigint, quantity: bigint): Fill => ({ quantity: quantity * ONE, price: dollars * ONE });

/** Each fill's realized PnL in dollars, and what is held after the last. */
function play(...fills: Fill[]): { pnl: bigint[]; held: bigint } {
  const pnl: bigint[] = [];
  let position: Position = FLAT;
  for (const one of fills) {
    const filled = fill(position, one);
    position = filled.position;
    if (filled.isClosing) pnl.push(filled.realizedPnl / ONE);
  }
  return { pnl, held: position.quantity / ONE };
}

describe("a position of the marketplace", () => {
  it("realizes nothing while it grows", () => {
    expect(play(at(100n, 1n), at(110n, 2n))).to.deep.equal({ pnl: [], held: 3n });
  });

  it("realizes its part when a part is closed, long and short", () => {
    expect(play(at(100n, 3n), at(110n, -1n), at(90n, -1n))).to.deep.equal({ pnl: [10n, -10n], held: 1n });
    expect(play(at(100n, -3n), at(90n, 1n), at(110n, 2n))).to.deep.equal({ pnl: [10n, -20n], held: 0n });
  });

  it("closes what it had and opens the rest, when it flips", () => {
    expect(play(at(100n, 3n), at(110n, -5n), at(100n, 2n))).to.deep.equal({ pnl: [30n, 20n], held: 0n });
    expect(play(at(100n, -3n), at(110n, 5n))).to.deep.equal({ pnl: [-30n], held: 2n });
  });

  it("realizes over its life what its fills brought, and a fraction of a unit counts as loss at once", () => {
    const fills = fc.array(
      fc.record({
        quantity: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((quantity) => quantity !== 0n),
        price: fc.bigInt({ min: 1n, max: 10n ** 11n }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(fills, (made) => {
        let position: Position = FLAT;
        let realized = 0n;
        /** In 1e-12 of a dollar, exact: what all fills brought. */
        let brought = 0n;
        for (const one of made) {
          const filled = fill(position, one);
          position = filled.position;
          realized += filled.realizedPnl;
          brought -= one.quantity * one.price;
        }
        const price = made.at(-1)!.price;
        if (position.quantity !== 0n) {
          const last = { quantity: -position.quantity, price };
          realized += fill(position, last).realizedPnl;
          brought -= last.quantity * price;
        }
        const exact = brought / ONE;
        // Each fill rounds once, and a flip twice.
        expect(realized <= exact && exact - realized <= BigInt(2 * made.length + 2)).to.equal(true);
      }),
    );
  });

  it("takes as much as the stake buys", () => {
    expect(quantityFor(100n * ONE, 30n * ONE)).to.equal(3_333_333n);
  });
});
