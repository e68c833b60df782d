import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { CloseRefused, type Keeper } from "../../src";
import { newDatabase } from "../support/database";
import { type Fate, FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const close = (number: number, closePnl = BigInt(number) * USDC) => ({
  reference: number.toString(16).padStart(64, "0"),
  tradeId: `trade ${number}`,
  closePnl,
});

describe("a keeper whose database does not know what the chain has settled", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge = () => "pass";
  const keepers: Keeper[] = [];

  /** Each has its own database. */
  async function keeperWith(rpcUrl = market.chain.localnet.rpcUrl, database?: string): Promise<Keeper> {
    const keeper = await openKeeper(market, {
      settings: market.settings({ rpcUrl }),
      ...(database === undefined ? {} : { database }),
    });
    keepers.push(keeper);
    return keeper;
  }

  const sequence = (subscription: TestSubscription) => market.ledger(subscription).sequence;
  /** Transactions of the subscription that landed. */
  const landed = ({ address }: TestSubscription) =>
    market.chain.localnet.chain.ledger.mentioning(address.toBase58()).length;

  let first: Keeper;
  let second: Keeper;

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
    first = await keeperWith();
    second = await keeperWith(rpc.url);
  });

  after(async () => {
    for (const keeper of keepers) await keeper.stop();
    await rpc.close();
    await market.close();
  });

  afterEach(() => {
    judge = () => "pass";
  });

  describe("because it was lost", () => {
    it("settles no trade twice, and goes on with the next sequence", async () => {
      const subscription = await market.attested();
      for (const number of [1, 2, 3]) await first.settleClose(subscription.address, close(number));
      const before = landed(subscription);

      const again = await second.settleClose(subscription.address, close(2));
      expect(landed(subscription)).to.equal(before);
      expect(again.close).to.deep.include({ sequence: 2n, status: "settled", closePnl: 2_000_000n });
      expect(again.share).to.equal(200_000n);

      const next = await second.settleClose(subscription.address, close(4));
      expect(next.close.sequence).to.equal(4n);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 4n, accrued: 1_000_000n });
    });

    describe("and one node is behind another", () => {
      type Answer = { context: { slot: number } };
      let subscription: TestSubscription;
      let old: Answer;
      let looks: number;

      /** The look with this number is answered by a node that knows nothing of the settlement, if it may. */
      const answerOld = (number: number): void => {
        looks = 0;
        judge = (method, params) => {
          if (method === "simulateTransaction") return REFUSED;
          if (method !== "getMultipleAccounts" || ++looks !== number) return "pass";
          const { minContextSlot = 0 } = params[1] as { minContextSlot?: number };
          return minContextSlot > old.context.slot ? "behind" : { change: () => old };
        };
      };
      const REFUSED: Fate = {
        change: (result: { value: object }) => ({ ...result, value: { ...result.value, err: "AccountInUse" } }),
      };

      beforeEach(async () => {
        subscription = await market.attested();
        judge = (method) =>
          method === "getMultipleAccounts" ? { change: (result: Answer) => (old = result) } : "pass";
        await second.observe(subscription.address);
        judge = () => "pass";
        await first.settleClose(subscription.address, close(1));
      });

      it("does not take the older look for the state behind the history that it has read", async () => {
        await second.takeClose(subscription.address, close(1));
        answerOld(2);
        const { subscription: seen, closes } = await second.observe(subscription.address);
        expect([seen.sequence, closes]).to.deep.equal([1n, []]);
        expect(looks, "no look after the first").to.be.at.least(2);
      });

      it("does not take the older look for the state behind an action that failed", async () => {
        await market.donate(subscription, 50_000n);
        answerOld(2);
        const { actions, observed } = await second.reconcile(subscription.address);
        expect(actions.map(({ kind, outcome }) => [kind, outcome.kind])).to.deep.equal([["sync", "refused"]]);
        expect(observed.subscription.sequence).to.equal(1n);
        expect(looks, "no look after the first").to.be.at.least(2);
      });
    });

    it("refuses a trade that the chain settled with another PnL", async () => {
      const subscription = await market.attested();
      await first.settleClose(subscription.address, close(1));
      const error = await second
        .settleClose(subscription.address, close(1, 2n * USDC))
        .catch((reason: Error) => reason);
      expect(error).to.be.instanceOf(CloseRefused);
      expect((error as Error).message).to.match(/PnL of 1000000 base units, now it is said to be 2000000/);
      expect(sequence(subscription)).to.equal(1n);
    });

    it("reads no history until a close waits, and then once", async () => {
      const subscription = await market.attested();
      await first.settleClose(subscription.address, close(1));
      judge = (method) => (method === "getSignaturesForAddress" ? "lose request" : "pass");
      const pass = await second.reconcile(subscription.address);
      expect([pass.failed, pass.skips]).to.deep.equal([false, []]);
      judge = () => "pass";
      await second.settleClose(subscription.address, close(2));
      judge = (method) => (method === "getSignaturesForAddress" ? "lose request" : "pass");
      const { close: row } = await second.settleClose(subscription.address, close(3));
      expect(row.sequence).to.equal(3n);
    });

    it("keeps a close waiting while the node does not return the whole history, and nothing else", async () => {
      const subscription = await market.attested();
      for (const number of [1, 2]) await first.settleClose(subscription.address, close(number));
      await market.donate(subscription, 5n);
      judge = (method) => (method === "getSignaturesForAddress" ? "lose request" : "pass");
      const { close: waiting, pass } = await second.settleClose(subscription.address, close(3));
      expect(waiting).to.deep.include({ status: "taken", sequence: null });
      expect(pass.failed).to.equal(true);
      expect(pass.skips[0]!.reason).to.match(/^the chain's history is needed to give closes their sequence: /);
      expect(pass.actions.map(({ kind }) => kind)).to.deep.equal(["sync"]);
      expect(sequence(subscription)).to.equal(2n);

      judge = () => "pass";
      // After its faults the node is left alone for a moment.
      let row = waiting;
      for (; row.status === "taken"; await sleep(50)) {
        row = (await second.settleClose(subscription.address, close(3))).close;
      }
      expect(row).to.deep.include({ status: "settled", sequence: 3n });
    });
  });

  describe("because another process settles with the same key", () => {
    it("takes the sequence after what the other one settled", async () => {
      const subscription = await market.attested();
      await second.settleClose(subscription.address, close(1));
      await first.settleClose(subscription.address, close(2));
      const { close: row } = await second.settleClose(subscription.address, close(3));
      expect(row.sequence).to.equal(3n);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 3n, accrued: 600_000n });
    });

    it("gives a close another sequence only when its own is taken on chain", async () => {
      const subscription = await market.attested();
      // The close is recorded as number 1, and the other one's lands before it.
      let raced = false;
      judge = async (method): Promise<Fate> => {
        if (method === "sendTransaction" && !raced) {
          raced = true;
          await first.settleClose(subscription.address, close(9));
        }
        return "pass";
      };
      const { close: row, pass } = await second.settleClose(subscription.address, close(1));
      expect(pass.actions.map(({ outcome }) => outcome.kind)).to.include("failed");
      expect(row.sequence).to.equal(2n);

      const { close: settled } = await second.settleClose(subscription.address, close(1));
      expect(settled).to.deep.include({ sequence: 2n, status: "settled" });
      expect(market.ledger(subscription)).to.deep.include({ sequence: 2n, accrued: 1_000_000n });
    });

    it("settles a trade that both were told once", async () => {
      const subscription = await market.attested();
      await Promise.all(
        [first.settleClose(subscription.address, close(1)), second.settleClose(subscription.address, close(1))].map(
          (one) => one.catch(() => {}),
        ),
      );
      await Promise.all([first.reconcile(subscription.address), second.reconcile(subscription.address)]);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 100_000n });
    });
  });

  describe("because it is an old backup", () => {
    it("brings it up to date and keeps the pending close", async () => {
      const subscription = await market.attested();
      const database = await newDatabase();
      const old = await keeperWith(rpc.url, database);
      await old.settleClose(subscription.address, close(1));
      judge = (method) => (method === "simulateTransaction" ? "lose request" : "pass");
      await old.settleClose(subscription.address, close(2)).catch(() => {});
      await old.stop();
      judge = () => "pass";
      await first.settleClose(subscription.address, close(3));

      const restarted = await keeperWith(rpc.url, database);
      await restarted.reconcile(subscription.address);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 3n, accrued: 600_000n });
      const again = await restarted.settleClose(subscription.address, close(2));
      expect(again.close).to.deep.include({ sequence: 3n, status: "settled" });
    });
  });
});
