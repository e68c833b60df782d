import { expect } from "chai";
import { createProfitShareHost, type HostOptions, type Keeper, type ProfitShareHost } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

/** Of a success without a payment. */
const NOTHING = {
  ...{ success: true, stored: false },
  ...{ amount: "0.00", accrued: "0.00", paid: "0.00", owed: "0.00", dropped: "0.00" },
};

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
      expect(result).to.deep.include({ success: true, amount: "1.234567", tradeId: "trade 1", stored: true });
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

    it("takes a number and its noise for one PnL: 0.8 is 0.7 + 0.1", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 0.8, wallet, "trade 1");
      expect(first).to.deep.include({ success: true, amount: "0.08" });
      expect(await host.distributeCreatorProfitShare(id, 0.7 + 0.1, wallet, "trade 1")).to.deep.equal(first);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, last: 800_000n });
      // A text is exact.
      const exact = await host.distributeCreatorProfitShare(id, String(0.7 + 0.1), wallet, "trade 1");
      expect(exact.error).to.match(/was recorded with a PnL of 800000 base units, now it is said to be 799999/);
    });

    it("takes the noise of a loss the other way round, too", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 1 - 1.1, wallet, "trade 1");
      expect(await host.distributeCreatorProfitShare(id, -0.1, wallet, "trade 1")).to.deep.equal(first);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, last: -100_000n });
    });

    it("takes a whole number as a trade id for its digits", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 20, wallet, 12345);
      expect(first).to.deep.include({ success: true, tradeId: "12345" });
      expect(await host.distributeCreatorProfitShare(id, 20, wallet, "12345")).to.deep.equal(first);
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });

    it("takes null as a trade id for one left out", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested());
      const first = await host.distributeCreatorProfitShare(id, 20, wallet, null);
      const second = await host.distributeCreatorProfitShare(id, 20, wallet, null);
      expect([first.success, second.success]).to.deep.equal([true, true]);
      expect(first.tradeId).to.be.a("string").and.not.equal(second.tradeId);
      expect(market.ledger(subscription).sequence).to.equal(2n);
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
      expect(await host.distributeCreatorProfitShare(id, 50, wallet)).to.deep.equal(NOTHING);
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
      expect(await host.distributeCreatorProfitShare("nobody's", 5, wallet)).to.deep.equal(NOTHING);
    });

    it("succeeds at 0 %, without a transaction", async () => {
      const { subscription, id, wallet } = await subscribed(market.attested({ profitShareBps: 0 }));
      expect(await host.distributeCreatorProfitShare(id, 5, wallet)).to.deep.equal(NOTHING);
      expect(market.ledger(subscription).sequence).to.equal(0n);
    });
  });

  describe("distributeCreatorProfitShare given nonsense never throws, stores nothing and says what is wrong", () => {
    type Arguments = Parameters<ProfitShareHost["distributeCreatorProfitShare"]>;
    /** In place of a good argument what a request's body may hold. */
    const cases: [what: string, given: Record<number, unknown>, message: RegExp][] = [
      ["no number", { 1: Number.NaN }, /^realizedPnl has to be dollars as a decimal number such as 12\.5, not NaN$/],
      ["words", { 1: "twelve" }, /^realizedPnl has to be dollars .*, not "twelve"$/],
      ["no PnL", { 1: undefined }, /^realizedPnl has to be dollars .*, not undefined$/],
      ["a PnL of null", { 1: null }, /^realizedPnl has to be dollars .*, not null$/],
      ["an object as PnL", { 1: { usd: 5 } }, /^realizedPnl has to be dollars .*, not an object$/],
      ["too much", { 1: "9223372036854.775808" }, /^realizedPnl "9223372036854\.775808" is too large$/],
      ["no wallet", { 2: "not a key" }, /^subscriberAgentWallet has to be a base58 address, not "not a key"$/],
      ["a number as wallet", { 2: 12345 }, /^subscriberAgentWallet has to be a base58 address, not 12345$/],
      ["a wallet left out", { 2: undefined }, /^subscriberAgentWallet has to be .*, not undefined$/],
      ["another wallet", { 2: "11111111111111111111111111111112" }, /^The agent of subscription .* is .*, not 1{31}2$/],
      ["an empty trade id", { 3: "" }, /^tradeId has to be a text .*, or left out, not ""$/],
      ["a trade id with a fraction", { 3: 1.5 }, /^tradeId has to be .*, not 1\.5$/],
      ["a trade id that JavaScript has rounded", { 3: 2 ** 53 }, /^tradeId has to be .*, not 9007199254740992$/],
      ["an object as trade id", { 3: { id: 5 } }, /^tradeId has to be .*, not an object$/],
      ["a trade id that no database keeps", { 3: "a\0" }, /^tradeId has a character that cannot be stored/],
      ["a number as bot", { 0: 7 }, /^subscriberBotId has to be a text, the one that resolve knows, not 7$/],
      ["no bot", { 0: null }, /^subscriberBotId has to be .*, not null$/],
    ];
    for (const [what, given, message] of cases) {
      it(what, async () => {
        const { subscription, id, wallet } = await subscribed(market.attested());
        const good = [id, 5, wallet, "trade 1"];
        const passed = good.map((argument, i) => (i in given ? given[i] : argument)) as Arguments;
        const result = await host.distributeCreatorProfitShare(...passed);
        expect(result.success).to.equal(false);
        expect(result.error).to.match(message);
        expect(result.tradeId).to.equal(3 in given ? undefined : "trade 1");
        expect((await keeper.observe(subscription.address)).closes).to.deep.equal([]);
      });
    }
  });

  describe("what resolve answers", () => {
    const told = async (answer: () => unknown, wallet = market.signer.publicKey.toBase58()) => {
      const resolve = answer as HostOptions["resolve"];
      const { chain } = market;
      return createProfitShareHost({ keeper, resolve, mint: chain.mint }).distributeCreatorProfitShare(
        "any",
        5,
        wallet,
        "trade 1",
      );
    };

    it("may be an address in base58", async () => {
      const { subscription, wallet } = await subscribed(market.attested());
      const result = await told(async () => subscription.address.toBase58(), wallet);
      expect(result).to.deep.include({ success: true, amount: "0.50" });
      expect(market.ledger(subscription).sequence).to.equal(1n);
    });

    for (const none of [null, undefined]) {
      it(`may be ${none}: there is no subscription`, async () => {
        expect(await told(() => none)).to.deep.equal(NOTHING);
      });
    }

    const wrong: [unknown, string][] = [
      ["not a key", '"not a key"'],
      ["", '""'],
      [{ address: "x" }, "an object"],
      [false, "false"],
    ];
    for (const [answer, shown] of wrong) {
      it(`is refused if it is ${shown}`, async () => {
        expect(await told(() => answer)).to.deep.equal({
          success: false,
          stored: false,
          retry: true,
          error: `resolve has to answer a public key, a base58 address or null, not ${shown}`,
          tradeId: "trade 1",
        });
      });
    }

    const failing: [string, () => unknown, string][] = [
      ["rejects", async () => Promise.reject(new Error("the table is locked")), "the table is locked"],
      [
        "throws",
        () => {
          throw new TypeError("no table");
        },
        "no table",
      ],
      ["rejects with no Error", async () => Promise.reject(Object.create(null)), "an object"],
    ];
    for (const [what, answer, message] of failing) {
      it(`is missing if it ${what}: that is said`, async () => {
        const result = await told(answer);
        const error = `resolve failed: ${message}`;
        expect(result).to.deep.equal({ success: false, stored: false, error, retry: true, tradeId: "trade 1" });
      });
    }
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

    it("takes a number for the base unit next to it", async () => {
      const [from, to] = [await market.attested(), await market.attested()];
      market.setTokens(from.agent.publicKey, USDC);
      const wallets = [from, to].map(({ agent }) => agent.publicKey.toBase58()) as [string, string];
      expect((await host.transferUsdcBetweenAgents(...wallets, 0.7 + 0.1)).success).to.equal(true);
      expect([market.agentTokens(from), market.agentTokens(to)]).to.deep.equal([200_000n, 800_000n]);
    });

    for (const amount of [0, "-1", "0.0000001", "abc", 4e-7, null, undefined, {}, 5n, "18446744073709.551616"]) {
      const shown = typeof amount === "bigint" ? "5n" : JSON.stringify(amount);
      it(`refuses ${shown}`, async () => {
        const wallet = market.signer.publicKey.toBase58();
        const result = await host.transferUsdcBetweenAgents(wallet, wallet, amount as never);
        expect(result.success).to.equal(false);
        expect(result.error).to.match(/^amount /);
      });
    }

    for (const wrong of [null, undefined, 12345, "not a key", {}]) {
      it(`refuses ${JSON.stringify(wrong)} as a wallet, by the argument's name`, async () => {
        const wallet = market.signer.publicKey.toBase58();
        const from = await host.transferUsdcBetweenAgents(wrong as never, wallet, 1);
        expect(from.error).to.match(/^fromAgentWallet has to be a base58 address, not /);
        const to = await host.transferUsdcBetweenAgents(wallet, wrong as never, 1);
        expect(to.error).to.match(/^toAgentWallet has to be a base58 address, not /);
      });
    }
  });
});
