import { VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import type { ActionReport } from "../../src";
import { FaultyRpc } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, realize, type TestSubscription } from "../support/market";

const SETTLEMENTS = 90;
/** A tenth of it is no payout yet. */
const PROFIT = 90_000n;

describe("settlements that are simulated at a loss and land at a profit", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let all: TestSubscription[];

  before(async () => {
    market = await Market.open();
    all = [];
    for (let count = 0; count < SETTLEMENTS; count++) all.push(await market.verified());
    const byVenueUser = new Map(all.map((one) => [one.venueUser!.toBase58(), one]));
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method, params) => {
      if (method !== "sendTransaction") return "pass";
      const { message } = VersionedTransaction.deserialize(Buffer.from(params[0] as string, "base64"));
      for (const key of message.staticAccountKeys) {
        const subscription = byVenueUser.get(key.toBase58());
        if (subscription !== undefined) realize(market, subscription, PROFIT);
      }
      return "pass";
    });
  });

  after(async () => {
    await rpc.close();
    await market.close();
  });

  it("all land, and none fails", async () => {
    for (const one of all) realize(market, one, -PROFIT);
    const reports: ActionReport[] = [];
    const keeper = await openKeeper(market, {
      settings: market.settings({ rpcUrl: rpc.url }),
      onAction: (report) => reports.push(report),
    });
    expect(await keeper.once()).to.deep.equal([]);
    await keeper.stop();
    expect(reports.map(({ kind, outcome }) => `${kind} ${outcome.kind}`)).to.deep.equal(
      Array(SETTLEMENTS).fill("settle confirmed"),
    );
    expect(all.map((one) => market.ledger(one).accrued)).to.deep.equal(Array(SETTLEMENTS).fill(PROFIT / 10n));
    // Most of them in transactions of many: a lone one has room for either path anyway.
    expect(new Set(rpc.sent).size).to.be.below(SETTLEMENTS / 5);
  });
});
