import { expect } from "chai";
import type { Entry } from "../../src";
import { anna, DOLLAR, Market } from "../support/market";

/** What it is and what changed, without the zeros. */
const told = (entries: readonly Entry[]) =>
  entries.map(({ kind, amounts, gift }) => [
    kind,
    Object.fromEntries(Object.entries({ ...amounts, gift }).filter(([, amount]) => amount !== 0n)),
  ]);

describe("the books of a story", function () {
  this.timeout(60_000);
  let market: Market;
  beforeEach(async () => {
    market = await Market.open();
  });
  afterEach(() => market.close());

  it("enters a deposit, a settlement and what it deducts", async () => {
    const subscription = market.attested(1);
    expect(told(await market.subscribe({ accountNo: 1 }, 20n * DOLLAR))).to.deep.equal([
      ["subscribed", {}],
      ["deposit", { deposited: 20_000_000n }],
    ]);
    expect(told(await market.attest(subscription, 50n * DOLLAR))).to.deep.equal([
      ["settlement", { profit: 50_000_000n, accrued: 5_000_000n }],
      ["deduction", { credited: 5_000_000n }],
    ]);
  });

  it("tells what of a deposit paid a debt", async () => {
    const subscription = market.attested(1);
    await market.subscribe({ accountNo: 1 }, 2n * DOLLAR);
    await market.attest(subscription, 50n * DOLLAR);
    const deposit = await market.client.deposit(subscription, { owner: anna.publicKey, amount: 10n * DOLLAR });
    expect(told(await market.send(deposit))).to.deep.equal([
      ["deposit", { deposited: 10_000_000n }],
      ["debt_payment", { credited: 3_000_000n }],
    ]);
  });
});
