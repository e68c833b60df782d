import { expect } from "chai";
import type { Keeper, PassReport } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

/** What was done, in order, and what came of it. */
const done = ({ actions }: PassReport) => actions.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);

/** 1e-9: half of the position that a test opens. */
const HALF = 500_000_000n;

describe("a verified subscription", () => {
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

  it("is left alone when nothing happened", async () => {
    const quiet = await market.verified();
    const landed = market.landed;
    expect(done(await keeper.reconcile(quiet.address))).to.deep.equal([]);
    expect(market.landed).to.equal(landed);
  });

  it("is settled and paid out after a winning close", async () => {
    const subscription = await market.verified();
    await market.trade(subscription, 50n * USDC);
    const pass = await keeper.reconcile(subscription.address);
    expect(done(pass)).to.deep.equal(["settle confirmed", "payout confirmed"]);
    expect(ledger(subscription)).to.deep.equal({
      accrued: 5_000_000n,
      credited: 5_000_000n,
      claimed: 5_000_000n,
      balance: 95_000_000n,
      sequence: 1n,
      paidOut: 5_000_000n,
    });
  });

  it("tells what each action did: the settlement, the compute units, the state before and after", async () => {
    const subscription = await market.verified();
    await market.trade(subscription, 50n * USDC);
    const [settle, payout] = (await keeper.reconcile(subscription.address)).actions;
    if (settle?.outcome.kind !== "confirmed" || payout?.outcome.kind !== "confirmed") throw new Error("not confirmed");
    const [event] = settle.outcome.details!.settled;
    expect(event!.record).to.deep.include({
      sequence: 1n,
      realized: 50_000_000n,
      profit: 50_000_000n,
      accrued: 5_000_000n,
    });
    expect(settle.outcome.details!.computeUnits).to.be.within(500, 4_000);
    expect(payout.outcome.details!.events.map(({ name }) => name)).to.deep.equal(["Claimed"]);
    expect(settle.before!.subscription.accrued).to.equal(0n);
    expect(settle.after.subscription.accrued).to.equal(5_000_000n);
    expect(payout.after.subscription.claimed).to.equal(5_000_000n);
  });

  it("settles a losing close, pays nothing, and charges the win after it only above the loss", async () => {
    const subscription = await market.verified();
    await market.trade(subscription, -30n * USDC);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle confirmed"]);
    expect(market.ledger(subscription)).to.deep.include({ last: -30_000_000n, mark: 0n, accrued: 0n });
    await market.trade(subscription, 40n * USDC);
    await keeper.reconcile(subscription.address);
    expect(ledger(subscription)).to.deep.include({ accrued: 1_000_000n, paidOut: 1_000_000n });
  });

  it("settles a partial close while the rest is open", async () => {
    const subscription = await market.verified();
    await market.open(subscription);
    await market.reduce(subscription, 12n * USDC, { part: HALF, fee: 2n * USDC });
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle confirmed", "payout confirmed"]);
    expect(ledger(subscription)).to.deep.include({ accrued: 1_000_000n, paidOut: 1_000_000n });
  });

  it("leaves a share of a fraction of a cent as dust, until it is worth a payout", async () => {
    const subscription = await market.verified();
    await market.trade(subscription, 99_990n);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle confirmed"]);
    expect(ledger(subscription)).to.deep.include({ credited: 9_999n, claimed: 0n, paidOut: 0n });
    await market.trade(subscription, 10n);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle confirmed", "payout confirmed"]);
    expect(ledger(subscription)).to.deep.include({ credited: 10_000n, claimed: 10_000n, paidOut: 10_000n });
  });

  it("makes tokens that somebody sent to the escrow balance", async () => {
    const subscription = await market.verified();
    await market.donate(subscription, 7n);
    expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["sync confirmed"]);
    expect(ledger(subscription).balance).to.equal(100_000_007n);
  });

  describe("with an escrow without money", () => {
    it("settles first, then takes the share out of the venue account's profit, and pays it out", async () => {
      const subscription = await market.verified({ deposit: 0n });
      await market.trade(subscription, 50n * USDC);
      const pass = await keeper.reconcile(subscription.address);
      // Taking money out of the venue account moves its total of withdrawals, which the next settlement stores.
      expect(done(pass)).to.deep.equal([
        "settle confirmed",
        "fund_from_venue confirmed",
        "settle confirmed",
        "payout confirmed",
      ]);
      expect(ledger(subscription)).to.deep.equal({
        accrued: 5_000_000n,
        credited: 5_000_000n,
        claimed: 5_000_000n,
        balance: 0n,
        sequence: 1n,
        paidOut: 5_000_000n,
      });
      expect(market.ledger(subscription).totalWithdraws).to.equal(5_000_000n);
      expect(market.escrowTokens(subscription)).to.equal(0n);
    });

    it("takes the realized part of a position that is still open", async () => {
      const subscription = await market.verified({ deposit: 0n });
      const buffered = await openKeeper(market, { settings: market.settings({ venueMarginBuffer: 1_000n * USDC }) });
      try {
        await market.open(subscription);
        await market.reduce(subscription, 20n * USDC, { part: HALF });
        await buffered.reconcile(subscription.address);
        expect(ledger(subscription)).to.deep.include({ credited: 2_000_000n, paidOut: 2_000_000n });
      } finally {
        await buffered.stop();
      }
    });

    it("leaves the margin buffer, and stays owed what goes beyond", async () => {
      const subscription = await market.verified({ deposit: 0n });
      const settings = market.settings({ venueMarginBuffer: 1_049n * USDC });
      const buffered = await openKeeper(market, { settings });
      try {
        await market.trade(subscription, 50n * USDC);
        const pass = await buffered.reconcile(subscription.address);
        expect(ledger(subscription)).to.deep.include({
          accrued: 5_000_000n,
          credited: 1_000_000n,
          paidOut: 1_000_000n,
        });
        expect(pass.skips.map(({ kind }) => kind)).to.include("fund_from_agent");
      } finally {
        await buffered.stop();
      }
    });

    it("takes nothing without the agent's key, and everything when the key is there", async () => {
      const subscription = await market.verified({ deposit: 0n });
      await market.trade(subscription, 50n * USDC);
      const keyless = await openKeeper(market, {
        agents: { has: () => false, sign: async (_, transaction) => transaction },
      });
      try {
        expect(done(await keyless.reconcile(subscription.address))).to.deep.equal(["settle confirmed"]);
        expect(ledger(subscription)).to.deep.include({ accrued: 5_000_000n, credited: 0n, paidOut: 0n });
      } finally {
        await keyless.stop();
      }
      await keeper.reconcile(subscription.address);
      expect(ledger(subscription)).to.deep.include({ credited: 5_000_000n, paidOut: 5_000_000n });
    });

    it("takes nothing from an account in liquidation, and settles it", async () => {
      const subscription = await market.verified({ deposit: 0n });
      await market.trade(subscription, 50n * USDC);
      await market.enterLiquidation(subscription);
      const pass = await keeper.reconcile(subscription.address);
      expect(done(pass)).to.deep.equal(["settle confirmed"]);
      expect(pass.skips[0]).to.deep.equal({
        kind: "fund_from_venue",
        cause: "in_liquidation",
        reason: "the venue account is in liquidation",
      });
    });
  });

  describe("when the payout wallet's token account belongs to somebody else by now", () => {
    it("settles and pays nothing out", async () => {
      const subscription = await market.verified();
      market.seizePayoutAccount(subscription);
      await market.trade(subscription, 50n * USDC);
      const pass = await keeper.reconcile(subscription.address);
      expect(done(pass)).to.deep.equal(["settle confirmed"]);
      expect(pass.skips[0]!.reason).to.match(/belongs to another owner by now$/);
    });
  });

  it("throws on an address that is no subscription, naming it", async () => {
    const nobody = market.signer.publicKey;
    const error = await keeper.reconcile(nobody).catch((reason: Error) => reason.message);
    expect(error).to.equal(`There is no subscription at ${nobody.toBase58()}: check the address and the cluster`);
  });
});
