import { expect } from "chai";
import { ConfigError } from "../../src";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";
import { Installation } from "../support/process";

const OWN = "BGWvpAxuzXMpTtXHmUaLmfGtQwyVjiUvQLR5uUPxQnD1";
const OTHER = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
const MESSAGE =
  `database: it belongs to the cluster with the genesis hash ${OWN}, the node at rpcUrl is of ${OTHER}: ` +
  "use a node of that cluster, or another database";

describe("a database that belongs to one cluster", () => {
  let market: Market;
  let subscription: TestSubscription;
  let rpc: FaultyRpc;
  let judge: Judge = () => "pass";

  before(async () => {
    market = await Market.open();
    subscription = await market.verified();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
  });

  after(async () => {
    await rpc.close();
    await market.close();
  });

  beforeEach(() => {
    judge = () => "pass";
    isOf(OWN);
  });

  /** From now on the node is of that cluster. */
  function isOf(genesisHash: string): void {
    Object.assign(market.chain.localnet.chain.slots, { genesisHash });
  }

  async function databaseOfOwn(): Promise<string> {
    const database = await newDatabase();
    await (await openKeeper(market, { database })).stop();
    return database;
  }

  const overRpc = () => market.settings({ rpcUrl: rpc.url });

  it("opens with a node of that cluster, again and again", async () => {
    const database = await databaseOfOwn();
    await (await openKeeper(market, { database })).stop();
  });

  it("is refused with another cluster's node, and free afterwards", async () => {
    const database = await databaseOfOwn();
    isOf(OTHER);
    const error = await openKeeper(market, { database }).catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(ConfigError).with.property("message", MESSAGE);
    isOf(OWN);
    await (await openKeeper(market, { database })).stop();
  });

  it("makes the process exit with 2, having sent nothing", async () => {
    const installation = await Installation.withDatabase(market);
    expect((await installation.start("--once").ended()).code).to.equal(0);
    await market.trade(subscription, 10n * USDC);
    isOf(OTHER);
    const { landed } = market;
    for (const args of [["--once"], [], ["--once", "--dry-run"]]) {
      const { code, stderr } = await installation.start(...args).ended();
      expect([code, stderr.trimEnd()]).to.deep.equal([2, MESSAGE]);
    }
    expect(market.landed).to.equal(landed);
  });

  describe("when the node is away at the start", () => {
    it("does nothing with another cluster's node that comes then", async () => {
      const database = await databaseOfOwn();
      await market.trade(subscription, 10n * USDC);
      judge = (method) => (method === "getGenesisHash" ? "lose request" : "pass");
      const keeper = await openKeeper(market, { database, settings: overRpc() });
      const { landed } = market;
      isOf(OTHER);
      judge = () => "pass";
      const errors = [
        await keeper.once().catch((reason: Error) => reason),
        await keeper.reconcile(subscription.address).catch((reason: Error) => reason),
      ];
      for (const error of errors) expect(error).to.have.property("message", MESSAGE);
      expect(market.landed).to.equal(landed);
      await keeper.stop();
    });

    it("goes on when it is the right one", async () => {
      const database = await databaseOfOwn();
      await market.trade(subscription, 10n * USDC);
      judge = (method) => (method === "getGenesisHash" ? "lose request" : "pass");
      const keeper = await openKeeper(market, { database, settings: overRpc() });
      judge = () => "pass";
      const { landed } = market;
      expect(await keeper.once()).to.deep.equal([]);
      expect(market.landed).to.be.greaterThan(landed);
      await keeper.stop();
    });
  });
});
