import { MessageV0, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { type AgentSigner, CloseConflict, type Keeper, type PassReport } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const done = ({ actions }: PassReport) => actions.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);

/** The close of a trade, as a host would hand it over. */
const close = (number: number, closePnl: bigint) => ({
  reference: number.toString(16).padStart(64, "0"),
  tradeId: `trade ${number}`,
  closePnl,
});

/** The same message with another blockhash. */
function otherMessage({ message }: VersionedTransaction): MessageV0 {
  const parts = message as MessageV0;
  return new MessageV0({ ...parts, recentBlockhash: "11111111111111111111111111111112" });
}

describe("an attested subscription", () => {
  let market: Market;
  let keeper: Keeper;

  const ledger = (subscription: TestSubscription) => {
    const { accrued, credited, claimed, balance, sequence } = market.ledger(subscription);
    return { accrued, credited, claimed, balance, sequence, paidOut: market.payoutTokens(subscription) };
  };

  before(async () => {
    market = await Market.open();
    keeper = await openKeeper(market);
  });

  after(async () => {
    await keeper.stop();
    await market.close();
  });

  it("is settled and paid out by one transaction for a close", async () => {
    const subscription = await market.attested();
    const landed = market.landed;
    const { close: row, share, pass } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
    expect(done(pass)).to.deep.equal(["settle_attested confirmed"]);
    expect(market.landed).to.equal(landed + 1);
    expect(share).to.equal(2_000_000n);
    expect(row).to.deep.include({ sequence: 1n, status: "settled", closePnl: 20_000_000n, tradeId: "trade 1" });
    expect(ledger(subscription)).to.deep.equal({
      accrued: 2_000_000n,
      credited: 2_000_000n,
      claimed: 2_000_000n,
      balance: 98_000_000n,
      sequence: 1n,
      paidOut: 2_000_000n,
    });
  });

  it("has the agent deposit what is owed in the same transaction", async () => {
    const subscription = await market.attested({ deposit: 0n });
    market.setTokens(subscription.agent.publicKey, 5n * USDC);
    const landed = market.landed;
    await keeper.settleClose(subscription.address, close(1, 20n * USDC));
    expect(market.landed).to.equal(landed + 1);
    expect(ledger(subscription)).to.deep.include({ credited: 2_000_000n, balance: 0n, paidOut: 2_000_000n });
    expect(market.agentTokens(subscription)).to.equal(3_000_000n);
  });

  it("settles a close that nobody can pay, and is funded when the agent has money", async () => {
    const subscription = await market.attested({ deposit: 0n });
    await keeper.settleClose(subscription.address, close(1, 20n * USDC));
    expect(ledger(subscription)).to.deep.include({ accrued: 2_000_000n, credited: 0n, paidOut: 0n });
    market.setTokens(subscription.agent.publicKey, 5n * USDC);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal([
      "fund_from_agent confirmed",
      "payout confirmed",
    ]);
    expect(ledger(subscription)).to.deep.include({ credited: 2_000_000n, paidOut: 2_000_000n });
  });

  it("settles losses without paying, and charges each winning close by itself", async () => {
    const subscription = await market.attested();
    await keeper.settleClose(subscription.address, close(1, -50n * USDC));
    expect(ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 0n, paidOut: 0n });
    const { share } = await keeper.settleClose(subscription.address, close(2, 20n * USDC));
    expect(share).to.equal(2_000_000n);
    expect(ledger(subscription)).to.deep.include({ sequence: 2n, accrued: 2_000_000n, paidOut: 2_000_000n });
  });

  describe("when the agent does not sign the deposit: the close never waits", () => {
    let sign: AgentSigner["sign"];
    let other: Keeper;
    before(async () => {
      other = await openKeeper(market, { agents: { has: () => true, sign: (...given) => sign(...given) } });
    });
    after(() => other.stop());

    const failing: [string, AgentSigner["sign"]][] = [
      ["says so", async () => Promise.reject(new Error("the vault is sealed"))],
      ["never answers", () => new Promise(() => {})],
      ["signs nothing", async (_, transaction) => transaction],
      ["signs something else", async (_, transaction) => new VersionedTransaction(otherMessage(transaction))],
    ];
    for (const [what, mood] of failing) {
      it(`settles it alone: the agent ${what}`, async () => {
        sign = mood;
        const subscription = await market.attested({ deposit: 0n });
        market.setTokens(subscription.agent.publicKey, 5n * USDC);
        const { pass, close: row } = await other.settleClose(subscription.address, close(1, 20n * USDC));
        expect(done(pass)).to.deep.equal(["settle_attested refused", "settle_attested confirmed"]);
        expect(row.status).to.equal("settled");
        expect(pass.failed).to.equal(true);
        expect(ledger(subscription)).to.deep.include({ accrued: 2_000_000n, credited: 0n });
        expect(market.agentTokens(subscription)).to.equal(5_000_000n);
      });
    }
  });

  describe("given a trade that is recorded already", () => {
    it("does nothing and says what it did", async () => {
      const subscription = await market.attested();
      const first = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      const landed = market.landed;
      const again = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(again.close.signature).to.equal(first.close.signature);
      expect(again.share).to.equal(2_000_000n);
      expect(market.landed).to.equal(landed);
    });

    it("refuses another PnL, naming both", async () => {
      const subscription = await market.attested();
      await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      const error = await keeper
        .settleClose(subscription.address, close(1, 21n * USDC))
        .catch((reason: Error) => reason);
      expect(error).to.be.instanceOf(CloseConflict);
      expect((error as Error).message).to.match(
        /^The trade trade 1 .* 20000000 base units, now it is said to be 21000000/,
      );
    });
  });

  describe("given closes at the same time", () => {
    it("gives each its sequence, and settles all of them once", async () => {
      const subscription = await market.attested();
      const numbers = [1, 2, 3, 4, 5, 3, 1];
      await Promise.all(
        numbers.map((number) => keeper.settleClose(subscription.address, close(number, BigInt(number) * USDC))),
      );
      expect(ledger(subscription)).to.deep.include({ sequence: 5n, accrued: 1_500_000n, paidOut: 1_500_000n });
    });
  });

  it("refuses a close of a verified subscription", async () => {
    const subscription = await market.verified();
    const error = await keeper.settleClose(subscription.address, close(1, 1n)).catch((reason: Error) => reason.message);
    expect(error).to.match(/is verified: the venue says its PnL, not a close$/);
  });
});
