import { expect } from "chai";
import type { ActionReport, Keeper } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

describe("what is due together", () => {
  let market: Market;
  let keeper: Keeper;
  let reports: ActionReport[];

  beforeEach(async () => {
    market = await Market.open();
    reports = [];
  });
  afterEach(async () => {
    await keeper.stop();
    await market.close();
  });

  const open = async () => {
    keeper = await openKeeper(market, { onAction: (report) => reports.push(report) });
  };

  /** Transactions by what they did: how many subscriptions each had. */
  function transactions(): string[] {
    const bySignature = new Map<string, ActionReport[]>();
    for (const report of reports) {
      const { outcome } = report;
      const signature = "signature" in outcome ? outcome.signature : outcome.kind;
      bySignature.set(signature, [...(bySignature.get(signature) ?? []), report]);
    }
    return [...bySignature.values()].map((some) => `${some[0]!.kind} of ${some.length}`);
  }

  it("is settled in one transaction and paid in few, to the last unit", async () => {
    const all: TestSubscription[] = [];
    for (let index = 1n; index <= 6n; index++) {
      const subscription = await market.verified();
      all.push(subscription);
      await market.trade(subscription, index * 10n * USDC);
    }
    await open();
    const before = market.landed;
    expect(await keeper.once()).to.deep.equal([]);
    // Each payment makes its wallet's account, too: four fit into a transaction.
    expect(transactions()).to.deep.equal(["settle of 6", "payout of 4", "payout of 2"]);
    expect(market.landed - before).to.equal(3);
    expect(all.map((one) => market.payoutTokens(one))).to.deep.equal(
      [1n, 2n, 3n, 4n, 5n, 6n].map((share) => share * USDC),
    );
  });

  it("is settled in one transaction, closes too, also where one of them is not what it was", async () => {
    const all: TestSubscription[] = [];
    for (let index = 0; index < 4; index++) all.push(await market.attested());
    const rival = await openKeeper(market);
    await open();
    // Of the second one somebody else settles what this keeper does not know of: it looked before.
    const close = (index: number) => ({
      reference: String(index).repeat(64),
      tradeId: null,
      closePnl: -BigInt(index) * USDC,
    });
    const results = await Promise.all(all.map((one, index) => keeper.settleClose(one.address, close(index + 1))));
    expect(results.map(({ close: { status } }) => status)).to.deep.equal(Array(4).fill("settled"));
    expect(transactions()).to.deep.equal(["settle_attested of 4"]);
    await rival.settleClose(all[1]!.address, close(8));
    await rival.stop();
    reports.length = 0;
    const again = await Promise.all(all.map((one, index) => keeper.settleClose(one.address, close(index + 5))));
    expect(again.map(({ close: { status, sequence } }) => `${status} ${sequence}`)).to.deep.equal([
      "settled 2",
      "settled 3",
      "settled 2",
      "settled 2",
    ]);
    expect(all.map((one) => market.ledger(one).last)).to.deep.equal([-6n, -16n, -10n, -12n].map((pnl) => pnl * USDC));
  });
});
