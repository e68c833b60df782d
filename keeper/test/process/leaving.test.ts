import { expect } from "chai";
import { createProfitShareHost, type Keeper, type PassReport, type ProfitShareHost } from "../../src";
import { newDatabase } from "../support/database";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const done = ({ actions }: PassReport) => actions.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);

describe("a subscription that leaves", () => {
  let market: Market;
  let keeper: Keeper;
  let host: ProfitShareHost;

  before(async () => {
    market = await Market.open();
    keeper = await openKeeper(market);
    host = createProfitShareHost({ keeper, resolve: (id) => id, mint: market.chain.mint });
  });

  after(async () => {
    await keeper.stop();
    await market.close();
  });

  const leave = (subscription: TestSubscription) => market.leave(subscription);
  const told = ({ address, agent }: TestSubscription, dollars: string, trade: string) =>
    host.distributeCreatorProfitShare(address.toBase58(), dollars, agent.publicKey.toBase58(), trade);
  const finish = ({ address, agent }: TestSubscription) =>
    host.finishSubscription(address.toBase58(), agent.publicKey.toBase58());
  const exists = ({ address }: TestSubscription) => market.chain.localnet.chain.account(address.toBase58()) !== null;
  const subscriberTokens = ({ subscriber }: TestSubscription) =>
    market.chain.tokens(market.chain.purse(subscriber.publicKey));

  it("is ended on the host's word, after its last closes, and closed: the rest goes to the subscriber", async () => {
    const subscription = await market.attested();
    await told(subscription, "20", "1");
    await leave(subscription);
    // Nothing says that no close follows.
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal([]);
    await told(subscription, "10", "2");
    const result = await finish(subscription);
    expect(result.success).to.equal(true);
    expect(result.txSignature).to.be.a("string");
    expect(exists(subscription)).to.equal(false);
    expect(subscriberTokens(subscription)).to.equal(97_000_000n);
    expect(market.payoutTokens(subscription)).to.equal(3_000_000n);
    const late = await told(subscription, "5", "3");
    expect(late.success).to.equal(false);
  });

  it("is ended by the next start, if the process dies with the word stored", async () => {
    const subscription = await market.attested();
    await leave(subscription);
    const database = await newDatabase();
    const mortal = await openKeeper(market, {
      database,
      checkpoint: (step, moment) => {
        if (`${moment} ${step}` === "after request_final") throw new Error("dead");
      },
    });
    const { address, agent } = subscription;
    expect(await mortal.finish(address, agent.publicKey).catch((error: Error) => error.message)).to.equal("dead");
    await mortal.stop();
    expect(exists(subscription)).to.equal(true);
    const next = await openKeeper(market, { database });
    await next.once();
    await next.stop();
    expect(exists(subscription)).to.equal(false);
  });

  it("cannot be ended by a word while it is active, or for another wallet, or if it is verified", async () => {
    const subscription = await market.attested();
    expect((await finish(subscription)).error).to.match(/is active: it has to be unsubscribed first$/);
    await leave(subscription);
    // The word was not kept.
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal([]);
    const other = await market.attested();
    expect((await finish({ ...subscription, agent: other.agent })).error).to.match(
      /^The agent of subscription .* is .*, not /,
    );
    expect((await finish(await market.verified())).error).to.match(/is verified: it needs no final close$/);
  });

  it("is not closed while it owes", async () => {
    const subscription = await market.attested({ deposit: 0n });
    await told(subscription, "20", "1");
    await leave(subscription);
    expect((await finish(subscription)).success).to.equal(true);
    expect(exists(subscription)).to.equal(true);
    const { skips } = await keeper.reconcile(subscription.address);
    expect(skips.at(-1)!.reason).to.match(/^2000000 base units are owed: to close it writes them off/);
    // The agent pays after all.
    market.setTokens(subscription.agent.publicKey, 5n * USDC);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal([
      "fund_from_agent confirmed",
      "payout confirmed",
      "close confirmed",
    ]);
    expect(market.payoutTokens(subscription)).to.equal(2_000_000n);
  });

  it("is closed when its venue account is flat, if verified", async () => {
    const subscription = await market.verified();
    await market.trade(subscription, 50n * USDC);
    await keeper.reconcile(subscription.address);
    await leave(subscription);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["close confirmed"]);
    expect(exists(subscription)).to.equal(false);
    expect(subscriberTokens(subscription)).to.equal(95_000_000n);
  });

  it("makes the payout wallet's token account twice a day for a bot, and no third time", async () => {
    const subscription = await market.attested({ minPayout: 1n });
    const { chain } = market.chain.localnet;
    const purse = market.chain.purse(subscription.payoutWallet).toBase58();
    const kinds: string[][] = [];
    for (const trade of ["1", "2", "3"]) {
      await told(subscription, "0.00001", trade);
      kinds.push([trade, chain.account(purse) === null ? "not paid" : "paid"]);
      // The wallet closes it after each payout.
      chain.setAccount(purse, null);
    }
    expect(kinds).to.deep.equal([
      ["1", "paid"],
      ["2", "paid"],
      ["3", "not paid"],
    ]);
    expect(market.ledger(subscription)).to.deep.include({ accrued: 3n, credited: 3n, claimed: 2n });
    market.chain.passDays(1);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["payout confirmed"]);
  });

  it("pays nothing out to a wallet that has become a token account", async () => {
    const subscription = await market.attested();
    market.chain.setTokens(subscription.payoutWallet, subscription.agent.publicKey, 0n);
    const result = await told(subscription, "20", "1");
    expect(result).to.deep.include({ success: true, accrued: "2.00" });
    expect(market.ledger(subscription)).to.deep.include({ credited: 2_000_000n, claimed: 0n });
    const { skips } = await keeper.reconcile(subscription.address);
    expect(skips[0]!.reason).to.match(/is a mint, a token account or a program's: nobody can sign for it$/);
  });
});
