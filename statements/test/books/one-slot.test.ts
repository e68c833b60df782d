/** What begins in one slot is told apart by the log alone, until it settles. */
import { PROGRAM_ID } from "@profit-share/sdk";
import { expect } from "chai";
import { enter, openBooks } from "../../src";
import { DOLLAR, Market } from "../support/market";

describe("two subscriptions that begin in one slot", () => {
  let market: Market;
  before(async () => {
    market = await Market.open();
    for (const accountNo of [1, 2]) await market.subscribe({ accountNo }, DOLLAR);
  });
  after(() => market.close());

  it("are numbered as they are on the chain, in whichever order a node lists them", () => {
    const [first, second] = market.transactions.slice(-2);
    const slot = second!.slot;
    const { books } = enter(openBooks(PROGRAM_ID), [
      ...market.transactions.slice(0, -2),
      { ...second!, slot },
      { ...first!, slot },
    ]);
    const numbers = [1, 2].map((no) => books.live.get(market.attested(no).toBase58())?.instance);
    expect(numbers).to.deep.equal([1n, 2n]);
  });
});
