import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import type { Keeper } from "../../src";
import { createKeeperOn } from "../../src/process/keeper";
import { openDatabase } from "../../src/store/database";
import { news } from "../../src/store/message-tables";
import { newDatabase } from "../support/database";
import { silent, TIMING } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";
import { MessageServer, TOKEN } from "../support/message-server";

describe("a keeper that tells creators what they were paid", () => {
  let market: Market;
  let server: MessageServer;
  let database: Database;
  let keeper: Keeper;
  let subscription: TestSubscription;

  before(async () => {
    market = await Market.open();
    server = await MessageServer.start();
    database = await openDatabase(await newDatabase());
    const telegram = { token: TOKEN, apiRoot: server.url };
    keeper = await createKeeperOn(database, {
      settings: market.settings({ notifications: { telegram, operators: [], webhooks: [] } }),
      signer: market.signer,
      agents: market.agents,
      logger: silent,
      timing: { ...TIMING, messageMs: 600_000 },
    });
    subscription = await market.attested();
    const { bot } = await keeper.observe(subscription.address);
    await keeper.recipients!.set(bot.creator, { telegramChat: "7", every: "payment", leastAmount: 0n });
    keeper.start();
  });
  after(async () => {
    await server.close();
    await keeper.stop();
    await market.close();
  });

  const settle = (tradeId: string) => {
    const reference = Buffer.from(tradeId.padEnd(32)).toString("hex");
    return keeper.settleClose(subscription.address, { reference, tradeId, closePnl: 20n * USDC });
  };

  /** As if no fork could take back any more what was paid. */
  async function makeDue(): Promise<void> {
    const rows = await database.db
      .update(news)
      .set({ dueAt: new Date(0) })
      .returning();
    expect(rows).to.have.length(1);
  }

  it("says so once it is paid, with the trade and the transaction", async () => {
    const { pass } = await settle("a");
    await makeDue();
    await server.came(1);
    const { signature } = pass.actions[0]!.outcome as { signature: string };
    const bot = market.ledger(subscription).bot.toBase58();
    expect(server.texts).to.deep.equal([
      {
        chat: "7",
        text:
          "You were paid $2.00.\n" +
          `Trade a of bot ${bot.slice(0, 4)}…${bot.slice(-4)} closed with a profit of $20.00. Your share is 10 %.\n` +
          `Transaction: ${signature}`,
      },
    ]);
  });

  it("settles and pays while Telegram never answers", async () => {
    server.answer = () => "hang";
    await settle("b");
    await makeDue();
    await server.came(2);
    const { share } = await settle("c");
    expect(share).to.equal(2n * USDC);
    expect(market.payoutTokens(subscription)).to.equal(6n * USDC);
    expect((await keeper.status()).messages).to.deep.include({ waiting: 1, dead: 0 });
  });
});
