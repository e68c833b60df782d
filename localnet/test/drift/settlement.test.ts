import { driftInstructions as drift } from "@profit-share/sdk/drift";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness } from "./harness";

const MARKET = 2;

describe("drift_sim: settle_pnl", () => {
  let chain: DriftHarness;
  beforeEach(() => {
    chain = DriftHarness.withMarket();
  });
  const settle = (user: PublicKey, signer: Keypair, marketIndex = MARKET) =>
    chain.attempt(drift.settlePnl({ user, authority: signer.publicKey, marketIndex }), signer);
  const flat = (quoteAssetAmount: bigint, values = {}) =>
    chain.placeUser({
      quoteScaledBalance: 100_000n,
      perpPositions: [{ marketIndex: MARKET, quoteAssetAmount }],
      ...values,
    });

  it("should move a flat position's profit into the deposit and leave R alone", () => {
    const { authority, user } = flat(30n, { settledPerpPnl: 5n });
    expect(chain.realizedPnl(user)).to.equal(35n);
    expect(settle(user, authority)).to.equal("accepted");
    const after = chain.user(user);
    expect(after).to.include({ settledPerpPnl: 35n, totalDeposits: 0n, totalWithdraws: 0n });
    expect(after.spotPositions[0]).to.include({ scaledBalance: 130_000n, cumulativeDeposits: 0n });
    expect(after.perpPositions).to.deep.equal([]);
    expect(chain.realizedPnl(user)).to.equal(35n);
  });

  it("should take a loss out of the deposit, and borrow below it", () => {
    const { authority, user } = flat(-30n);
    expect(settle(user, authority)).to.equal("accepted");
    expect(chain.user(user).spotPositions[0]).to.include({ scaledBalance: 70_000n });
    const deeper = flat(-101n);
    expect(settle(deeper.user, deeper.authority)).to.equal("accepted");
    const [spot] = chain.user(deeper.user).spotPositions;
    expect(spot).to.include({ scaledBalance: 1_000n });
    expect(spot!.balanceType).to.deep.equal({ borrow: {} });
    expect(chain.user(deeper.user).settledPerpPnl).to.equal(-101n);
  });

  it("should settle the realized part of an open position", () => {
    const open = { marketIndex: MARKET, baseAssetAmount: 6n, quoteAssetAmount: -561n, quoteEntryAmount: -600n };
    const { authority, user } = chain.placeUser({ perpPositions: [open] });
    expect(settle(user, authority)).to.equal("accepted");
    expect(chain.user(user).perpPositions[0]).to.include({
      quoteAssetAmount: -600n,
      quoteEntryAmount: -600n,
      settledPnl: 39n,
    });
    expect(chain.user(user).spotPositions[0]).to.include({ scaledBalance: 39_000n });
    expect(settle(user, authority)).to.equal("NoUnsettledPnl");
  });

  it("should book funding first", () => {
    const fund = (fundingRate: bigint) =>
      sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex: MARKET, fundingRate, price: 0n });
    const open = {
      marketIndex: MARKET,
      baseAssetAmount: 1_000_000_000n,
      quoteAssetAmount: -90n,
      quoteEntryAmount: -100n,
    };
    const { authority, user } = chain.placeUser({ perpPositions: [open] });
    chain.send(fund(12_000n));
    expect(chain.realizedPnl(user)).to.equal(10n);
    expect(settle(user, authority)).to.equal("accepted");
    expect(chain.realizedPnl(user)).to.equal(-2n);
    expect(chain.user(user)).to.include({ settledPerpPnl: -2n, cumulativePerpFunding: -12n });
  });

  it("should pay what a withdrawal can take when the vault holds it", () => {
    const { authority, user } = flat(30n, { quoteScaledBalance: 0n });
    chain.fundVault(30n);
    expect(settle(user, authority)).to.equal("accepted");
    const to = chain.placeTokens(authority.publicKey, 0n);
    chain.send(drift.withdraw({ user, authority: authority.publicKey, to, amount: 30n }), authority);
    expect(chain.tokens(to)).to.equal(30n);
    expect(chain.vaultTokens()).to.equal(0n);
  });

  describe("when the position is isolated", () => {
    const isolated = (quoteAssetAmount: bigint) =>
      chain.placeUser({
        perpPositions: [{ marketIndex: MARKET, quoteAssetAmount, positionFlag: 1, isolatedScaledBalance: 5_000n }],
      });

    it("should settle into its own collateral", () => {
      const { authority, user } = isolated(2n);
      expect(settle(user, authority)).to.equal("accepted");
      expect(chain.user(user).perpPositions[0]).to.include({ isolatedPositionScaledBalance: 7_000n, settledPnl: 2n });
      expect(chain.user(user).spotPositions).to.deep.equal([]);
      expect(chain.user(user).settledPerpPnl).to.equal(2n);
    });

    it("should not borrow", () => {
      const enough = isolated(-5n);
      expect(settle(enough.user, enough.authority)).to.equal("accepted");
      const short = isolated(-6n);
      expect(settle(short.user, short.authority)).to.equal("InsufficientCollateralForSettlingPNL");
    });
  });

  it("should let anyone settle a loss, but a profit only authority and delegate", () => {
    const eve = Keypair.generate();
    expect(settle(flat(-30n).user, eve)).to.equal("accepted");
    const delegate = Keypair.generate();
    const { user } = flat(30n, { delegate: delegate.publicKey });
    expect(settle(user, eve)).to.equal("UserMustSettleTheirOwnPositiveUnsettledPNL");
    expect(settle(user, delegate)).to.equal("accepted");
  });

  it("should refuse a market without a position, a bankrupt user and a missing market", () => {
    const { authority, user } = flat(30n);
    expect(settle(user, authority, 3)).to.equal("UserHasNoPositionInMarket");
    const bankrupt = flat(30n, { status: 2 });
    expect(settle(bankrupt.user, bankrupt.authority)).to.equal("UserBankrupt");
    const without = drift.settlePnl({ user, authority: authority.publicKey, marketIndex: MARKET });
    without.keys.pop();
    expect(chain.attempt(without, authority)).to.equal("PerpMarketNotFound");
  });

  it("should refuse a sum that leaves its field", () => {
    const { authority, user } = flat(1n, { settledPerpPnl: 2n ** 63n - 1n });
    expect(settle(user, authority)).to.equal("MathError");
  });
});
