import { expect } from "chai";
import pino from "pino";
import type { Keeper, KeeperSettings } from "../../src";
import { priceOf } from "../../src/send/transaction";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const METHOD = "getRecentPrioritizationFees";
/** Longer than a blockhash lives. */
const EXPIRED = 151;

describe("the price that a transaction offers", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let keeper: Keeper;
  let subscription: TestSubscription;
  let judge: Judge;
  let log: string[];
  let trades: number;

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method, params) => judge(method, params));
  });

  after(async () => {
    await rpc.close();
    await market.close();
  });

  beforeEach(async () => {
    judge = () => "pass";
    log = [];
    trades = 0;
    subscription = await market.attested();
  });

  afterEach(() => keeper.stop());

  async function open(settings: Partial<KeeperSettings> = {}): Promise<void> {
    const logger = pino({ level: "warn" }, { write: (line: string) => log.push(line) });
    keeper = await openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url, ...settings }), logger });
    rpc.sent.length = 0;
    rpc.seen.delete(METHOD);
  }

  /** The node's answer: these fees, one a slot. */
  const fees =
    (...each: number[]): Judge =>
    (method) =>
      method === METHOD
        ? { change: () => each.map((prioritizationFee, slot) => ({ slot, prioritizationFee })) }
        : "pass";

  const expiring: Judge = (method) => {
    if (method !== "sendTransaction") return "pass";
    market.chain.localnet.chain.advanceSlots(EXPIRED);
    return "lose request";
  };

  /** Settles a loss, which is one transaction. @returns what it became */
  async function close(pnl = -1n): Promise<string> {
    const reference = (++trades).toString(16).padStart(64, "0");
    const { pass } = await keeper.settleClose(subscription.address, { reference, tradeId: null, closePnl: pnl });
    return pass.actions[0]!.outcome.kind;
  }

  /** Of the transactions that were sent, each once. */
  const offered = () => [...new Set(rpc.sent)].map(priceOf);

  describe("given a node at which nobody pays", () => {
    it("is the floor", async () => {
      judge = fees(0, 0, 0, 0);
      await open({ computeUnitPrice: 250n });
      expect([await close(), await close()]).to.deep.equal(["confirmed", "confirmed"]);
      expect(offered()).to.deep.equal([250n, 250n]);
    });
  });

  describe("given one at which others pay", () => {
    it("is what let a transaction into three slots of four, for the same accounts asked once", async () => {
      // From 150 down to 1: 113 of them are 113 or less.
      judge = fees(...Array.from({ length: 150 }, (_, index) => 150 - index));
      await open({ computeUnitPrice: 7n });
      await close();
      await close();
      await close();
      // The first does not wait for the answer.
      expect(offered().slice(1)).to.deep.equal([113n, 113n]);
      expect(rpc.seen.get(METHOD)).to.equal(1);
    });

    it("is the ceiling at the most", async () => {
      judge = fees(5_000_000, 5_000_000);
      await open({ maxComputeUnitPrice: 40_000n });
      await close();
      await close();
      expect(offered().at(-1)).to.equal(40_000n);
    });

    it("is asked for the accounts that others may write, too", async () => {
      const asked: unknown[] = [];
      judge = (method, params) => {
        if (method === METHOD) asked.push(params[0]);
        return "pass";
      };
      const poor = await market.attested({ deposit: 0n });
      market.setTokens(poor.agent.publicKey, 50n * USDC);
      subscription = poor;
      await open();
      await close(20n * USDC);
      const { escrow } = market.ledger(poor);
      const written = [market.chain.purse(poor.agent.publicKey), escrow, market.chain.purse(poor.payoutWallet)];
      // Beside these the accounts that the payment makes and pays from.
      expect(asked[0]).to.include.members(written.map((one) => one.toBase58()));
      expect(asked[0]).not.to.include(poor.address.toBase58());
    });

    it("is not asked for where there is nothing to send, or nothing to choose", async () => {
      judge = fees(9_000);
      await open({ computeUnitPrice: 500n, maxComputeUnitPrice: 500n });
      await close();
      await keeper.reconcile(subscription.address);
      expect(offered()).to.deep.equal([500n]);
      expect(rpc.seen.get(METHOD)).to.equal(undefined);
    });
  });

  describe("when a transaction has expired", () => {
    it("is doubled until one lands, up to the ceiling, and then what it was", async () => {
      await open({ computeUnitPrice: 2_000n, maxComputeUnitPrice: 7_000n });
      judge = expiring;
      expect(await close()).to.equal("expired");
      for (let again = 0; again < 2; again++) await keeper.reconcile(subscription.address);
      judge = () => "pass";
      await keeper.reconcile(subscription.address);
      await close();
      expect(offered()).to.deep.equal([2_000n, 4_000n, 7_000n, 7_000n, 2_000n]);
    });

    it("begins at 1,000 where nothing was offered", async () => {
      await open();
      judge = expiring;
      expect(await close()).to.equal("expired");
      judge = () => "pass";
      await keeper.reconcile(subscription.address);
      expect(offered()).to.deep.equal([0n, 1_000n]);
    });
  });

  describe("given a node without the method", () => {
    it("is the floor, which is said once, and no transaction fails for it", async () => {
      judge = (method) => (method === METHOD ? { error: { code: -32_601, message: "Method not found" } } : "pass");
      await open({ computeUnitPrice: 300n });
      expect([await close(), await close(), await close()]).to.deep.equal(Array(3).fill("confirmed"));
      expect(offered()).to.deep.equal([300n, 300n, 300n]);
      expect(log.filter((line) => line.includes("what priority costs"))).to.have.length(1);
      expect(rpc.seen.get(METHOD)).to.equal(1);
    });
  });

  describe("given a node that never answers the method", () => {
    it("holds up no transaction", async () => {
      let release = (): void => {};
      const never = new Promise<void>((resolve) => {
        release = resolve;
      });
      judge = (method) => (method === METHOD ? never.then(() => "pass") : "pass");
      await open({ computeUnitPrice: 300n });
      expect(await close()).to.equal("confirmed");
      expect(offered()).to.deep.equal([300n]);
      release();
    });
  });
});
