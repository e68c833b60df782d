import { expect } from "chai";
import { createProfitShareHost, type Keeper, type ProfitShareHost } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

describe("a host server", () => {
  let market: Market;
  let keeper: Keeper;
  let host: ProfitShareHost;
  /** The host's own table of which bot subscription is which on chain. */
  const subscriptions = new Map<string, TestSubscription>();

  before(async () => {
    market = await Market.open();
    keeper = await openKeeper(market);
    host = createProfitShareHost({
      keeper,
      resolve: (id) => subscriptions.get(id)?.address ?? null,
      mint: market.chain.mint,
    });
  });

  after(async () => {
    await keeper.stop();
    await market.close();
  });

  async function subscribed(
    subscription: Promise<TestSubscription>,
  ): Promise<{ subscription: TestSubscription; id: string; wallet: string }> {
    const made = await subscription;
    const id = `bot ${subscriptions.size}`;
    subscriptions.set(id, made);
    return { subscription: made, id, wallet: made.agent.publicKey.toBase58() };
  }

  describe("distributeCreatorProfitShare, attested", () => {
    it("settles a win, pays the creator, and says what it took", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested({ deposit: 0n }));
      market.setTokens(subscription.agent.publicKey, 10n * USDC);
      const result = await host.distributeCreatorProfitShare(id, 12.345678, wallet, "trade 1");
      // 12,345,678 base units, of which a tenth.
      expect(result).to.deep.include({ success: true, amount: "1.234567", tradeId: "trade 1" });
      expect(market.payoutTokens(subscription)).to.equal(1_234_567n);
      const landed = await market.chain.connection.getSignatureStatus(result.txSignature!);
      expect(landed.value?.err).to.equal(null);
    });

    it("settles a loss and pays nothing", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested({ feeBasis: "high_water_mark" }));
      const loss = await host.distributeCreatorProfitShare(id, "-20", wallet, "trade 1");
      expect(loss).to.deep.include({ success: true, amount: "0.00" });
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, last: -20_000_000n });
      const win = await host.distributeCreatorProfitShare(id, "25", wallet, "trade 2");
      expect(win.amount).to.equal("0.50");
    });

    it("settles a trade once, however often it is told", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 20, wallet, "trade 1");
      const [again, number] = await Promise.all([
        host.distributeCreatorProfitShare(id, "20.0", wallet, "trade 1"),
        host.distributeCreatorProfitShare(id, 20, wallet, "trade 1"),
      ]);
      expect([again, number]).to.deep.equal([first, first]);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n });
    });

    it("takes every call without a trade id for a close of its own, and says its id", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 20, wallet);
      const second = await host.distributeCreatorProfitShare(id, 20, wallet);
      expect(first.tradeId).to.be.a("string").and.not.equal(second.tradeId);
      const again = await host.distributeCreatorProfitShare(id, 20, wallet, first.tradeId);
      expect(again.txSignature).to.equal(first.txSignature);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 2n, accrued: 4_000_000n });
    });

    it("refuses a trade that is told with another PnL", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      await host.distributeCreatorProfitShare(id, 20, wallet, "trade 1");
      const other = await host.distributeCreatorProfitShare(id, 21, wallet, "trade 1");
      expect(other.success).to.equal(false);
      expect(other.error).to.match(/was recorded with a PnL of 20000000 base units, now it is said to be 21000000/);
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });
  });

  describe("distributeCreatorProfitShare, verified", () => {
    it("ignores the number that it is told: the chain's counts", async () => {
      const { subscription, id, wallet } = await subscribed(market.verified());
      await market.trade(subscription, 50n * USDC);
      const result = await host.distributeCreatorProfitShare(id, 999_999, wallet);
      expect(result).to.deep.include({ success: true, amount: "5.00" });
      expect(result.txSignature).to.be.a("string");
      expect(market.payoutTokens(subscription)).to.equal(5_000_000n);
    });

    it("succeeds without a transaction when nothing was realized", async () => {
      const { id, wallet } = await subscribed(market.verified());
      expect(await host.distributeCreatorProfitShare(id, 50, wallet)).to.deep.equal({ success: true, amount: "0.00" });
    });

    it("settles a loss", async () => {
      const { subscription, id, wallet } = await subscribed(market.verified());
      await market.trade(subscription, -5n * USDC);
      const result = await host.distributeCreatorProfitShare(id, -5, wallet);
      expect(result).to.deep.include({ success: true, amount: "0.00" });
      expect(market.ledger(subscription).last).to.equal(-5_000_000n);
    });
  });

  describe("distributeCreatorProfitShare without anything to pay", () => {
    it("succeeds when there is no subscription", async () => {
      const wallet = market.signer.publicKey.toBase58();
      expect(await host.distributeCreatorProfitShare("nobody's", 5, wallet)).to.deep.equal({
        success: true,
        amount: "0.00",
      });
    });

    it("succeeds at 0 %, without a transaction", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested({ profitShareBps: 0 }));
      expect(await host.distributeCreatorProfitShare(id, 5, wallet)).to.deep.equal({ success: true, amount: "0.00" });
      expect(market.ledger(subscription).sequence).to.equal(0n);
    });
  });

  describe("distributeCreatorProfitShare given nonsense never throws, stores nothing and says what is wrong", () => {
    const cases: [string, number | string, string | null, string | undefined, RegExp][] = [
      ["no number", Number.NaN, null, undefined, /^"NaN" is no amount in dollars: pass a decimal number/],
      ["words", "twelve", null, undefined, /^"twelve" is no amount in dollars/],
      ["too much", "9223372036854.775808", null, undefined, /is too large$/],
      ["no wallet", 5, "not a key", undefined, /^subscriberAgentWallet has to be a base58 address, not "not a key"$/],
      [
        "another wallet",
        5,
        "11111111111111111111111111111112",
        undefined,
        /^The agent of subscription .* is .*, not 1{31}2$/,
      ],
      ["an empty trade id", 5, null, "", /^The trade id is empty/],
    ];
    for (const [what, pnl, otherWallet, tradeId, message] of cases) {
      it(what, async () => {
        const { subscription, id, wallet } = await subscribed(market.attested());
        const result = await host.distributeCreatorProfitShare(id, pnl, otherWallet ?? wallet, tradeId);
        expect(result.success).to.equal(false);
        expect(result.error).to.match(message);
        expect((await keeper.observe(subscription.address)).closes).to.deep.equal([]);
      });
    }

    it("a resolver that fails", async () => {
      const failing = createProfitShareHost({
        keeper,
        resolve: async () => Promise.reject(new Error("the table is locked")),
        mint: market.chain.mint,
      });
      const result = await failing.distributeCreatorProfitShare(
        "any",
        5,
        market.signer.publicKey.toBase58(),
        "trade 1",
      );
      expect(result).to.deep.equal({ success: false, error: "the table is locked", tradeId: "trade 1" });
    });
  });

  describe("transferUsdcBetweenAgents", () => {
    it("moves exactly the dollars, and makes the account of a new agent", async () => {
      const [from, to] = [await market.attested(), await market.attested()];
      market.setTokens(from.agent.publicKey, 10n * USDC);
      const wallets = [from, to].map(({ agent }) => agent.publicKey.toBase58()) as [string, string];
      const result = await host.transferUsdcBetweenAgents(...wallets, "2.5000019");
      expect(result.success).to.equal(true);
      expect(result.txSignature).to.be.a("string");
      expect([market.agentTokens(from), market.agentTokens(to)]).to.deep.equal([7_499_999n, 2_500_001n]);
    });

    it("says that the money is missing, and moves nothing", async () => {
      const [from, to] = [await market.attested(), await market.attested()];
      market.setTokens(from.agent.publicKey, 1n);
      const wallets = [from, to].map(({ agent }) => agent.publicKey.toBase58()) as [string, string];
      const result = await host.transferUsdcBetweenAgents(...wallets, 1);
      expect(result.success).to.equal(false);
      expect(result.error).to.match(/InsufficientFunds/);
      expect(market.agentTokens(from)).to.equal(1n);
    });

    it("says that it has no key of the wallet", async () => {
      const wallet = market.operator.publicKey;
      market.setTokens(wallet, USDC);
      const to = market.signer.publicKey.toBase58();
      const result = await host.transferUsdcBetweenAgents(wallet.toBase58(), to, 1);
      expect(result.success).to.equal(false);
      expect(result.error).to.match(/There is no key for the agent/);
    });

    for (const amount of [0, "-1", "0.0000001", "abc"]) {
      it(`refuses ${JSON.stringify(amount)}`, async () => {
        const wallet = market.signer.publicKey.toBase58();
        const result = await host.transferUsdcBetweenAgents(wallet, wallet, amount);
        expect(result.success).to.equal(false);
        expect(result.error).to.match(/amount/);
      });
    }
  });
});
