import { setTimeout as sleep } from "node:timers/promises";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import type { ActionReport, Keeper } from "../../src";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { openKeeper, TIMING } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";
import { Installation, type Running } from "../support/process";

/** Longer than a lease lives, and a machine that does other things needs. */
const PATIENCE_MS = 60_000;

describeWithPostgres("two keepers on one database", (server) => {
  let market: Market;
  let keeper: Keeper;
  let reports: ActionReport[];
  let other: Running;
  let database: string;
  let all: TestSubscription[];

  beforeEach(async () => {
    market = await Market.open();
    database = server.newDatabase();
    all = [];
    for (let index = 0; index < 8; index++) all.push(await market.verified());
    reports = [];
    keeper = await openKeeper(market, { database, onAction: (report) => reports.push(report) });
    keeper.start();
    other = new Installation(market, { database }).start();
  });

  afterEach(async () => {
    other.kill("SIGKILL");
    await other.ended();
    await keeper.stop();
    await market.close();
  });

  async function eventually(what: string, holds: () => boolean): Promise<void> {
    for (const start = performance.now(); !holds(); await sleep(20)) {
      if (performance.now() - start > PATIENCE_MS) throw new Error(`It did not happen: ${what}`);
    }
  }

  /** How many keepers there are, and how many of their parts have a holder. */
  const shares = () =>
    server.run(
      "SELECT count(DISTINCT holder), count(holder) FROM profit_share.leases WHERE until > clock_timestamp()",
      database.split("/").at(-1),
    );

  const settledTo = (pnl: bigint) => () => all.every((one) => market.ledger(one).last === pnl);

  it("share the fleet, and when one is killed the other has its part", async () => {
    await eventually("both hold a part", () => shares() === "2|64");
    for (const one of all) await market.trade(one, 10n * USDC);
    await eventually("all is settled", settledTo(10n * USDC));
    other.kill("SIGKILL");
    await other.ended();
    reports.length = 0;
    for (const one of all) await market.trade(one, 10n * USDC);
    await eventually("all is settled by the one that is left", settledTo(20n * USDC));
    await eventually("all is paid", () => all.every((one) => market.payoutTokens(one) === 2n * USDC));
    expect(shares()).to.equal("1|64");
    expect(reports.filter(({ outcome }) => outcome.kind !== "confirmed")).to.deep.equal([]);
  });

  it("take closes for each other: what one stores the holder settles", async () => {
    const subscription = await market.attested();
    await eventually("both hold a part", () => shares() === "2|64");
    for (let index = 1; index <= 4; index++) {
      const close = { reference: String(index).repeat(64), tradeId: null, closePnl: 5n * USDC };
      // Its holder settles it at once; the other one says whose it is.
      const result = await keeper.settleClose(subscription.address, close).catch((error: Error) => error);
      if (result instanceof Error) expect(result.name).to.equal("LeaseLost");
      await eventually("the close is settled", () => market.ledger(subscription).last === BigInt(index) * 5n * USDC);
    }
  });
});

describeWithPostgres("a keeper whose lease runs out while it looks after everything once", (server) => {
  it("does not say that it did", async () => {
    const market = await Market.open();
    let lateMs = 0;
    const rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, async (method): Promise<Fate> => {
      if (method === "getMultipleAccounts") await sleep(lateMs);
      return "pass";
    });
    const subscription = await market.verified();
    await market.trade(subscription, 10n * USDC);
    const settings = market.settings({ rpcUrl: rpc.url });
    // Nothing but `once` renews it.
    const timing = { ...TIMING, leaseMs: 2_000, renewMs: 600_000 };
    const keeper = await openKeeper(market, { settings, database: server.newDatabase(), timing });
    try {
      lateMs = 3_000;
      const error = await keeper.once().catch((reason: Error) => reason);
      expect((error as Error).message).to.match(/^What this keeper looks after has changed meanwhile/);
      expect(market.ledger(subscription).last).to.equal(0n);
      lateMs = 0;
      expect(await keeper.once()).to.deep.equal([]);
      expect(market.ledger(subscription).last).to.equal(10n * USDC);
    } finally {
      await keeper.stop();
      await rpc.close();
      await market.close();
    }
  });
});
