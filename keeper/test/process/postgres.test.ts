import { setTimeout as sleep } from "node:timers/promises";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import type { Keeper } from "../../src";
import { type Checkpoint, MOMENTS } from "../../src/store/checkpoints";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const close = (name: string, closePnl: bigint) => ({
  reference: Buffer.from(name.padEnd(32)).toString("hex"),
  tradeId: name,
  closePnl,
});
const CLOSES = [close("first", 20n * USDC), close("second", -5n * USDC), close("third", 10n * USDC)];
/** Those that every close passes. */
const STEPS: readonly Checkpoint[] = ["take_close", "admit_closes", "store_flight", "send", "land_flight"];
/** How long the server is away. */
const AWAY_MS = 400;

describeWithPostgres("a keeper whose PostgreSQL server is killed and started again", (server) => {
  let market: Market;
  let subscriptions: TestSubscription[];
  let keeper: Keeper;

  /** Kills the server when the keeper passes the point for the second time. @returns whether it was reached and is over */
  async function open(point: string): Promise<() => Promise<void>> {
    let passed = 0;
    let back: Promise<void> | null = null;
    const database = server.newDatabase();
    keeper = await openKeeper(market, {
      database,
      checkpoint: (checkpoint, moment) => {
        if (`${moment} ${checkpoint}` !== point || ++passed !== 2) return;
        back = server
          .kill()
          .then(() => sleep(AWAY_MS))
          .then(() => server.start());
      },
    });
    return async () => {
      expect(back, "the point was never reached").to.not.equal(null);
      await back;
      const rows = (sql: string) =>
        server.run(`SET search_path = profit_share; ${sql}`, database.split("/").at(-1)).split("\n");
      const [, ...closes] = rows("SELECT sequence, close_pnl, status FROM closes ORDER BY subscription, sequence");
      const each = ["1|20000000|settled", "2|-5000000|settled", "3|10000000|settled"];
      expect(closes).to.deep.equal([...each, ...each]);
      expect(rows("SELECT count(*) FROM flights")).to.deep.equal(["SET", "0"]);
    };
  }

  /** As a host does: asks again with the same id until it is settled. */
  async function report({ address }: TestSubscription): Promise<void> {
    for (const one of CLOSES) {
      for (;;) {
        const result = await keeper.settleClose(address, one).catch(() => null);
        if (result?.close.status === "settled") break;
        await sleep(50);
      }
    }
  }

  beforeEach(async () => {
    market = await Market.open();
    subscriptions = [await market.attested({ deposit: 0n }), await market.attested({ deposit: 0n })];
    for (const { agent } of subscriptions) market.setTokens(agent.publicKey, 50n * USDC);
  });

  afterEach(async () => {
    await keeper.stop();
    await market.close();
  });

  for (const step of STEPS) {
    for (const moment of MOMENTS) {
      it(`loses nothing and settles nothing twice: ${moment} ${step}`, async () => {
        const expectRows = await open(`${moment} ${step}`);
        keeper.start();
        await Promise.all(subscriptions.map(report));
        await expectRows();
        for (const subscription of subscriptions) {
          expect(market.ledger(subscription)).to.deep.include({
            sequence: 3n,
            last: 25_000_000n,
            accrued: 3_000_000n,
            credited: 3_000_000n,
            claimed: 3_000_000n,
          });
          expect(market.payoutTokens(subscription)).to.equal(3_000_000n);
          expect(market.agentTokens(subscription)).to.equal(47_000_000n);
        }
      });
    }
  }

  it("goes on by itself when it is back, with what was stored before", async () => {
    const [subscription] = subscriptions as [TestSubscription, ...TestSubscription[]];
    let kill = true;
    keeper = await openKeeper(market, {
      database: server.newDatabase(),
      checkpoint: (checkpoint, moment) => {
        if (`${moment} ${checkpoint}` !== "after take_close" || !kill) return;
        kill = false;
        void server.kill();
      },
    });
    const error = await keeper
      .settleClose(subscription.address, close("only", 20n * USDC))
      .catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error);
    keeper.start();
    await sleep(AWAY_MS);
    expect(market.ledger(subscription).sequence).to.equal(0n);
    await server.start();
    while (market.ledger(subscription).claimed === 0n) await sleep(50);
    expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, claimed: 2_000_000n });
  });
});
