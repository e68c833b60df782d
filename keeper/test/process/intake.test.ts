import { createHash } from "node:crypto";
import { PROGRAM_ID, settleAttested } from "@profit-share/sdk";
import { writeField } from "@profit-share/testing/svm/idl";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { createProfitShareHost, type Keeper, type ProfitShareHost } from "../../src";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

/** Of everything, also of the notifications' port. */
const DOWN: Judge = () => "lose request";

describe("a close that is handed over", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge = () => "pass";
  let keeper: Keeper;
  let host: ProfitShareHost;
  const keepers: Keeper[] = [];

  async function keeperOn(database: string): Promise<Keeper> {
    const opened = await openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url }), database });
    keepers.push(opened);
    return opened;
  }

  /** Ids of subscriptions are their addresses. */
  const hostOf = (of: Keeper) => createProfitShareHost({ keeper: of, resolve: (id) => id, mint: market.chain.mint });

  const told = (
    { address, agent }: Pick<TestSubscription, "address" | "agent">,
    dollars: string,
    trade: string,
    by: ProfitShareHost = host,
  ) => by.distributeCreatorProfitShare(address.toBase58(), dollars, agent.publicKey.toBase58(), trade);

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
    keeper = await keeperOn(await newDatabase());
    host = hostOf(keeper);
  });

  after(async () => {
    for (const opened of keepers) await opened.stop();
    await rpc.close();
    await market.close();
  });

  afterEach(() => {
    judge = () => "pass";
  });

  describe("while no node answers", () => {
    it("is stored, and settled when one does", async () => {
      const subscription = await market.attested();
      judge = DOWN;
      const result = await told(subscription, "20", "trade 1");
      expect(result).to.deep.include({ success: false, stored: true, tradeId: "trade 1" });
      expect(result.error).to.match(/^The close is stored and will be settled: /);
      expect(market.ledger(subscription).sequence).to.equal(0n);

      judge = () => "pass";
      // Nobody calls again: it is among what the keeper looks after.
      await keeper.once();
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n });
      expect(await told(subscription, "20", "trade 1")).to.deep.include({ success: true, accrued: "2.00" });
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });

    it("is settled by the next start of the keeper", async () => {
      const subscription = await market.attested();
      const database = await newDatabase();
      const first = await keeperOn(database);
      judge = DOWN;
      for (const trade of ["b", "a"]) await told(subscription, trade === "b" ? "-5" : "20", trade, hostOf(first));
      await first.stop();

      judge = () => "pass";
      const second = await keeperOn(database);
      await second.once();
      expect(market.ledger(subscription)).to.deep.include({ sequence: 2n, last: 15_000_000n, accrued: 2_000_000n });
      // In the order in which they came.
      const reference = createHash("sha256").update("a").digest();
      expect(Buffer.from(market.ledger(subscription).reference)).to.deep.equal(reference);
    });

    it("answers what came of it, if it was settled before", async () => {
      const subscription = await market.attested();
      const first = await told(subscription, "20", "trade 1");
      judge = DOWN;
      expect(await told(subscription, "20", "trade 1")).to.deep.equal(first);
      const other = await told(subscription, "21", "trade 1");
      expect(other).to.deep.include({ success: false, stored: false });
      expect(other.error).to.match(/was recorded with a PnL of 20000000 base units, now it is said to be 21000000/);
    });

    it("is nothing to settle, if the subscription turns out to be verified", async () => {
      const subscription = await market.verified();
      await market.trade(subscription, 50n * USDC);
      judge = DOWN;
      expect(await told(subscription, "7", "trade 1")).to.deep.include({ success: false, stored: true });
      judge = () => "pass";
      expect(await told(subscription, "7", "trade 1")).to.deep.include({
        ...{ success: true, stored: false },
        ...{ accrued: "5.00", paid: "5.00", owed: "0.00", dropped: "0.00" },
      });
      judge = DOWN;
      expect(await told(subscription, "7", "trade 1")).to.deep.include({ success: false, stored: false });
    });
  });

  it("is stored while the node is behind", async () => {
    const subscription = await market.attested();
    await told(subscription, "20", "trade 1");
    judge = (method) => (method === "getMultipleAccounts" ? "behind" : "pass");
    expect(await told(subscription, "10", "trade 2")).to.deep.include({ success: false, stored: true });
    judge = () => "pass";
    expect(await told(subscription, "10", "trade 2")).to.deep.include({ success: true, accrued: "1.00" });
  });

  describe("for a subscription that no node shows", () => {
    /** Out of sight, and back. */
    function hide({ address }: TestSubscription): () => void {
      const { chain } = market.chain.localnet;
      const account = chain.account(address.toBase58());
      chain.setAccount(address.toBase58(), null);
      return () => chain.setAccount(address.toBase58(), account);
    }

    it("is no success; it is stored, and settled when one does", async () => {
      const subscription = await market.attested();
      const show = hide(subscription);
      const result = await told(subscription, "20", "trade 1");
      expect(result).to.deep.include({ success: false, stored: true });
      expect(result.error).to.match(/There is no subscription at .*: check the address and the cluster$/);
      show();
      await keeper.once();
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n });
    });

    it("is refused after a day, and says so from then on", async () => {
      const subscription = await market.attested();
      const show = hide(subscription);
      await told(subscription, "20", "trade 1");
      market.chain.passDays(1);
      const late = await told(subscription, "20", "trade 1");
      expect(late).to.deep.include({ success: false, stored: false });
      expect(late.error).to.match(/^There is no subscription at /);
      show();
      expect(await told(subscription, "20", "trade 1")).to.deep.equal(late);
      expect(await told(subscription, "20", "trade 2")).to.deep.include({ success: true });
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });
  });

  describe("with a mistake", () => {
    it("is refused for another wallet, and settled when the call is put right", async () => {
      const subscription = await market.attested();
      const other = await market.attested();
      const wrong = { address: subscription.address, agent: other.agent };
      judge = DOWN;
      expect(await told(wrong, "20", "trade 1")).to.deep.include({ stored: true });
      judge = () => "pass";
      const refused = await told(wrong, "20", "trade 1");
      expect(refused).to.deep.include({ success: false, stored: false });
      expect(refused.error).to.match(/^The agent of subscription .* is .*, not /);
      expect(await told(wrong, "20", "trade 1")).to.deep.equal(refused);
      expect(await told(subscription, "20", "trade 1")).to.deep.include({ success: true, accrued: "2.00" });
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });

    const beyond: [string, string][] = [
      ["1000000000000", "$1,000,000,000,000.00"],
      ["-1000000000000", "-$1,000,000,000,000.00"],
      ["10000000.000001", "$10,000,000.000001"],
    ];
    for (const [dollars, shown] of beyond) {
      it(`is refused as one of ${shown}, and nothing is stored`, async () => {
        const subscription = await market.attested();
        const result = await told(subscription, dollars, "trade 1");
        expect(result).to.deep.equal({
          success: false,
          stored: false,
          retry: false,
          error: `realizedPnl of ${shown} is taken for a mistake: the host's limit maxClose is $10,000,000.00. Nothing was done`,
          tradeId: "trade 1",
        });
        expect((await told(subscription, "1", "trade 1")).success).to.equal(true);
      });
    }

    it("is refused by the limit of the host's choosing, and so is a transfer", async () => {
      const subscription = await market.attested();
      const limits = { maxClose: 50, maxTransfer: "0.5" };
      const strict = createProfitShareHost({ keeper, resolve: (id) => id, mint: market.chain.mint, ...limits });
      const result = await told(subscription, "50.000001", "trade 1", strict);
      expect(result.error).to.match(/the host's limit maxClose is \$50\.00/);
      expect(await told(subscription, "50", "trade 1", strict)).to.deep.include({ success: true, accrued: "5.00" });
      const wallet = subscription.agent.publicKey.toBase58();
      const transfer = await strict.transferUsdcBetweenAgents(wallet, wallet, 0.500001);
      expect(transfer.error).to.match(/^amount of \$0\.500001 is taken for a mistake: .* maxTransfer is \$0\.50/);
    });

    for (const limit of [0, -1, "many", null]) {
      it(`is not looked for with a limit of ${limit}`, () => {
        const options = { keeper, resolve: (id: string) => id, mint: market.chain.mint, maxClose: limit as never };
        const make = () => createProfitShareHost(options);
        if (limit === null) expect(make).to.not.throw();
        else expect(make).to.throw(/^maxClose has to be /);
      });
    }
  });

  describe("says what accrued, was paid, is owed and was dropped", () => {
    it("of closes beyond the cap that nobody can pay, and of the deposit that pays them later", async () => {
      const terms = { deposit: 0n, profitShareBps: 750, dailyCap: 94_795_325n };
      const subscription = await market.attested(terms);
      const results = [await told(subscription, "60", "1"), await told(subscription, "1000000", "2")];
      market.setTokens(subscription.agent.publicKey, 200n * USDC);
      results.push(await told(subscription, "10", "3"), await told(subscription, "-4", "4"));
      const amounts = results.map(({ accrued, paid, owed, dropped }) => [accrued, paid, owed, dropped]);
      expect(amounts).to.deep.equal([
        ["4.50", "0.00", "4.50", "0.00"],
        // 1,203.937679 of the million are what the cap has room for.
        ["90.295325", "0.00", "94.795325", "998796.062321"],
        ["0.00", "94.795325", "0.00", "10.00"],
        ["0.00", "0.00", "0.00", "0.00"],
      ]);
      expect(results.map(({ amount }) => amount)).to.deep.equal(["4.50", "90.295325", "0.00", "0.00"]);
      expect(market.ledger(subscription)).to.deep.include({ accrued: 94_795_325n, credited: 94_795_325n });
    });

    it("of a close that is paid at once", async () => {
      const subscription = await market.attested();
      expect(await told(subscription, "12.345678", "1")).to.deep.include({
        ...{ success: true, stored: true, accrued: "1.234567", paid: "1.234567", owed: "0.00", dropped: "0.00" },
      });
    });

    it("without what the creator has waived", async () => {
      const subscription = await market.attested({ deposit: 0n });
      const first = await told(subscription, "20", "1");
      expect(first).to.deep.include({ accrued: "2.00", paid: "0.00", owed: "2.00" });
      setWaived(subscription, 1_500_000n);
      expect(await told(subscription, "10", "2")).to.deep.include({ accrued: "1.00", paid: "0.00", owed: "1.50" });
      expect(await told(subscription, "20", "1")).to.deep.equal(first);
    });

    it("of a verified subscription without what the creator has waived", async () => {
      const subscription = await market.verified({ deposit: 3n * USDC });
      const poor = await openKeeper(market, { agents: { has: () => false, sign: async (_, given) => given } });
      keepers.push(poor);
      await market.trade(subscription, 50n * USDC);
      expect(await told(subscription, "0", "1", hostOf(poor))).to.deep.include({ accrued: "5.00", owed: "2.00" });
      setWaived(subscription, 2n * USDC);
      await market.trade(subscription, 10n * USDC);
      expect(await told(subscription, "0", "2", hostOf(poor))).to.deep.include({ accrued: "1.00", owed: "1.00" });
    });

    /** As `waive` of the bot's owner leaves it. */
    function setWaived({ address }: TestSubscription, amount: bigint): void {
      const data = Buffer.from(market.chain.localnet.chain.account(address.toBase58())!.data);
      writeField(data, "Subscription", "waived", amount);
      market.chain.setAccount(address, PROGRAM_ID, data);
    }

    it("of a verified subscription that owes", async () => {
      const subscription = await market.verified({ deposit: 3n * USDC });
      const poor = await openKeeper(market, { agents: { has: () => false, sign: async (_, given) => given } });
      keepers.push(poor);
      await market.trade(subscription, 50n * USDC);
      expect(await told(subscription, "0", "1", hostOf(poor))).to.deep.include({
        ...{ success: true, stored: false, accrued: "5.00", paid: "3.00", owed: "2.00", dropped: "0.00" },
      });
      expect(await told(subscription, "0", "2", hostOf(poor))).to.deep.include({ accrued: "0.00", owed: "2.00" });
    });
  });

  describe("after somebody else settled", () => {
    /** As many closes of a cent as a transaction holds, by the keeper's signer. */
    async function settleElsewhere(subscription: TestSubscription, from: number, count: number): Promise<void> {
      const { address, bot } = subscription;
      const common = {
        signer: market.signer.publicKey,
        keeper: market.keeper,
        subscription: address,
        bot,
        instance: 1n,
      };
      const instructions = Array.from({ length: count }, (_, index) => {
        const reference = createHash("sha256")
          .update(`elsewhere ${from + index}`)
          .digest();
        return settleAttested({ ...common, sequence: BigInt(from + index), closePnl: 10_000n, reference });
      });
      await market.chain.send(instructions, market.signer);
    }

    describe("and the node kept no history when it settled a close of ours", () => {
      const error = { code: -32_011, message: "Transaction history is not available from this node" };
      const NO_HISTORY: Judge = (method, [, config]) => {
        const search = (config as { searchTransactionHistory?: boolean } | undefined)?.searchTransactionHistory;
        return method === "getTransaction" || method === "getSignaturesForAddress" || search ? { error } : "pass";
      };

      /** The account says that the first one is settled, and not what was dropped; then others settle. */
      async function settledUnseen() {
        const subscription = await market.attested();
        judge = NO_HISTORY;
        const first = await told(subscription, "20", "1");
        expect(first).to.deep.equal({ success: true, stored: true, txSignature: first.txSignature, tradeId: "1" });
        expect(await told(subscription, "20", "1")).to.deep.equal(first);
        await settleElsewhere(subscription, 2, 1);
        return { subscription, first };
      }

      it("says what that one led to, as soon as history is read", async () => {
        const { subscription, first } = await settledUnseen();
        judge = () => "pass";
        expect(await told(subscription, "10", "2")).to.deep.include({ success: true, accrued: "1.00" });
        const amounts = { amount: "2.00", accrued: "2.00", paid: "2.00", owed: "0.00", dropped: "0.00" };
        expect(await told(subscription, "20", "1")).to.deep.equal({ ...first, ...amounts });
      });

      it("settles the next one all the same, if that part of the history stays away", async () => {
        const { subscription, first } = await settledUnseen();
        judge = (method, [signature]) =>
          method === "getTransaction" && signature === first.txSignature ? { error } : "pass";
        expect(await told(subscription, "10", "2")).to.deep.include({ success: true, accrued: "1.00" });
        expect(await told(subscription, "20", "1")).to.deep.equal(first);
      });
    });

    it("costs few calls, however long the history is", async () => {
      const subscription = await market.attested({ minPayout: 10n * USDC });
      for (let from = 1; from <= 250; from += 5) await settleElsewhere(subscription, from, 5);
      expect(await told(subscription, "1", "trade 1")).to.deep.include({ success: true, accrued: "0.10" });
      await settleElsewhere(subscription, 252, 1);
      const seen = new Map(rpc.seen);
      expect(await told(subscription, "2", "trade 2")).to.deep.include({ success: true, accrued: "0.20" });
      const calls = (method: string) => (rpc.seen.get(method) ?? 0) - (seen.get(method) ?? 0);
      expect(market.ledger(subscription).sequence).to.equal(253n);
      const OF_HISTORY = ["getAccountInfo", "getSignaturesForAddress", "getTransaction"];
      // One of the transactions is that of the close itself.
      expect(OF_HISTORY.map(calls)).to.deep.equal([1, 1, 2]);
    }).timeout(300_000);
  });

  describe("and settled in a slot that a fork takes away", () => {
    it("is settled again, once", async () => {
      const subscription = await market.attested({ minPayout: 10n * USDC });
      await told(subscription, "1", "trade 0");
      const { chain } = market.chain.localnet;
      const name = (address: PublicKey) => address.toBase58();
      const before = chain.account(name(subscription.address));
      const first = await told(subscription, "20", "trade 1");
      chain.setAccount(name(subscription.address), before);
      expect(market.ledger(subscription).sequence).to.equal(1n);

      await keeper.once();
      expect(market.ledger(subscription)).to.deep.include({ sequence: 2n, accrued: 2_100_000n, credited: 2_100_000n });
      const again = await told(subscription, "20", "trade 1");
      expect(again).to.deep.include({ success: true, accrued: "2.00", paid: "2.00" });
      expect(again.txSignature).to.not.equal(first.txSignature);
    });
  });
});
