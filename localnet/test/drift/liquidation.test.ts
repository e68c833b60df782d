import { driftInstructions as drift } from "@profit-share/sdk/drift";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness, Refused } from "./harness";

const MARKET = 1;
const NO_LIMIT = 2n ** 128n - 1n;

describe("drift_sim: liquidation", () => {
  let chain: DriftHarness;
  let liquidator: { authority: Keypair; user: PublicKey };
  beforeEach(() => {
    chain = DriftHarness.withMarket();
    liquidator = chain.placeUser({ quoteScaledBalance: 0n });
  });

  const indebted = (loss: bigint, deposit: bigint, values = {}) =>
    chain.placeUser({
      settledPerpPnl: 1_000n,
      quoteScaledBalance: deposit * 1_000n,
      perpPositions: [{ marketIndex: MARKET, quoteAssetAmount: -loss }],
      ...values,
    });
  const terms = (
    of: { authority: Keypair; user: PublicKey },
    maxPnlTransfer: bigint,
    limitPrice: bigint | null = null,
  ) => ({
    authority: liquidator.authority.publicKey,
    liquidator: liquidator.user,
    user: of.user,
    userAuthority: of.authority.publicKey,
    marketIndex: MARKET,
    maxPnlTransfer,
    limitPrice,
  });
  const attempt = (args: Parameters<typeof drift.liquidatePerpPnlForDeposit>[0]) =>
    chain.attempt(drift.liquidatePerpPnlForDeposit(args), liquidator.authority);

  describe("liquidate_perp_pnl_for_deposit", () => {
    it("should take deposit for the whole loss: R rises without profit, and the liquidation is over", () => {
      const user = indebted(300n, 500n);
      expect(chain.realizedPnl(user.user)).to.equal(700n);
      expect(attempt(terms(user, NO_LIMIT))).to.equal("accepted");

      expect(chain.realizedPnl(user.user)).to.equal(1_000n);
      const after = chain.user(user.user);
      expect(after).to.include({ nextLiquidationId: 2, status: 0, settledPerpPnl: 1_000n, totalWithdraws: 0n });
      expect(after.perpPositions).to.deep.equal([]);
      expect(after.spotPositions[0]).to.include({ scaledBalance: 200_000n, cumulativeDeposits: -300n });

      const other = chain.user(liquidator.user);
      expect(other.perpPositions[0]).to.include({ marketIndex: MARKET, quoteAssetAmount: -300n, baseAssetAmount: 0n });
      expect(other.spotPositions[0]).to.include({ scaledBalance: 300_000n });
      expect(chain.realizedPnl(liquidator.user)).to.equal(-300n);
    });

    it("should stay in one liquidation while a loss is left", () => {
      const user = indebted(300n, 500n);
      expect(attempt(terms(user, 100n))).to.equal("accepted");
      expect(chain.user(user.user)).to.include({ nextLiquidationId: 2, status: 1 });
      expect(chain.realizedPnl(user.user)).to.equal(800n);
      expect(attempt(terms(user, 200n))).to.equal("accepted");
      expect(chain.user(user.user)).to.include({ nextLiquidationId: 2, status: 0 });
      expect(chain.realizedPnl(user.user)).to.equal(1_000n);
    });

    it("should take no more than the deposit", () => {
      const user = indebted(300n, 250n);
      expect(attempt(terms(user, NO_LIMIT))).to.equal("accepted");
      expect(chain.realizedPnl(user.user)).to.equal(950n);
      expect(chain.user(user.user)).to.include({ nextLiquidationId: 2, status: 1 });
      expect(attempt(terms(user, NO_LIMIT))).to.equal("InsufficientDeposit");
    });

    it("should book the liquidator's funding first", () => {
      const held = {
        marketIndex: MARKET,
        baseAssetAmount: 1_000_000_000n,
        quoteAssetAmount: -5n,
        quoteEntryAmount: -5n,
      };
      liquidator = chain.placeUser({ perpPositions: [held] });
      const fundingRate = 7_000n;
      chain.send(sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex: MARKET, fundingRate, price: 0n }));
      expect(attempt(terms(indebted(10n, 10n), NO_LIMIT))).to.equal("accepted");
      expect(chain.user(liquidator.user).perpPositions[0]).to.include({ quoteAssetAmount: -22n });
    });

    it("should count the id from 65,535 to 1", () => {
      const user = indebted(1n, 1n, { nextLiquidationId: 65_535 });
      expect(attempt(terms(user, NO_LIMIT))).to.equal("accepted");
      expect(chain.user(user.user).nextLiquidationId).to.equal(1);
    });

    it("should respect the liquidator's price", () => {
      const user = indebted(300n, 500n);
      expect(attempt(terms(user, NO_LIMIT, 1_000_001n))).to.equal("LiquidationDoesntSatisfyLimitPrice");
      expect(attempt(terms(user, NO_LIMIT, 1_000_000n))).to.equal("accepted");
    });

    it("should refuse a profit, an open position, and a market without one", () => {
      expect(attempt(terms(indebted(-5n, 9n), NO_LIMIT))).to.equal("InvalidPerpPositionToLiquidate");
      const open = { marketIndex: MARKET, baseAssetAmount: 1n, quoteAssetAmount: -5n };
      const trading = indebted(5n, 9n, { perpPositions: [open] });
      expect(attempt(terms(trading, NO_LIMIT))).to.equal("InvalidPerpPositionToLiquidate");
      const none = indebted(5n, 9n, { perpPositions: [] });
      expect(attempt(terms(none, NO_LIMIT))).to.equal("UserHasNoPositionInMarket");
    });

    it("should refuse bankrupt parties, another deposit market, a stranger and oneself", () => {
      const user = indebted(5n, 9n);
      expect(attempt(terms(indebted(5n, 9n, { status: 2 }), NO_LIMIT))).to.equal("UserBankrupt");
      expect(attempt({ ...terms(user, NO_LIMIT), spotMarketIndex: 1 })).to.equal("SpotMarketNotFound");
      const themself = { ...terms(user, NO_LIMIT), liquidator: user.user };
      expect(attempt(themself)).to.equal(Refused.sameAccountTwice);
      const eve = Keypair.generate();
      const stolen = drift.liquidatePerpPnlForDeposit({ ...terms(user, NO_LIMIT), authority: eve.publicKey });
      expect(chain.attempt(stolen, eve)).to.equal("NotTheUsersSigner");
      chain.send(sim.setStatus(liquidator.user, 2));
      expect(attempt(terms(user, NO_LIMIT))).to.equal("UserBankrupt");
    });

    it("should refuse without the perp market", () => {
      const without = drift.liquidatePerpPnlForDeposit(terms(indebted(5n, 9n), NO_LIMIT));
      without.keys.pop();
      expect(chain.attempt(without, liquidator.authority)).to.equal("PerpMarketNotFound");
    });
  });

  describe("enter_liquidation and exit_liquidation", () => {
    it("should raise the id once per liquidation and move no money", () => {
      const { user } = indebted(5n, 9n);
      chain.send(sim.enterLiquidation(user));
      expect(chain.user(user)).to.include({ nextLiquidationId: 2, status: 1 });
      chain.send(sim.enterLiquidation(user));
      expect(chain.user(user)).to.include({ nextLiquidationId: 2, status: 1 });
      chain.send(sim.exitLiquidation(user));
      expect(chain.user(user)).to.include({ nextLiquidationId: 2, status: 0 });
      chain.send(sim.enterLiquidation(user));
      expect(chain.user(user)).to.include({ nextLiquidationId: 3, status: 1 });
      expect(chain.realizedPnl(user)).to.equal(995n);
    });

    it("should keep the other status bits", () => {
      const { user } = indebted(5n, 9n, { status: 4 });
      chain.send(sim.enterLiquidation(user));
      expect(chain.user(user).status).to.equal(5);
      chain.send(sim.exitLiquidation(user));
      expect(chain.user(user).status).to.equal(4);
    });
  });

  describe("set_status, set_position_flag and remove_lp_shares", () => {
    it("should overwrite what they name", () => {
      const { user } = indebted(5n, 9n, {
        perpPositions: [{ marketIndex: MARKET, lpShares: 8n, quoteAssetAmount: -5n }],
      });
      chain.send(sim.setStatus(user, 6));
      expect(chain.user(user).status).to.equal(6);
      chain.send(sim.setPositionFlag(user, MARKET, 3));
      expect(chain.user(user).perpPositions[0]).to.include({ positionFlag: 3, lpShares: 8n });
      chain.send(sim.removeLpShares(user, MARKET));
      expect(chain.user(user).perpPositions[0]).to.include({ positionFlag: 3, lpShares: 0n, quoteAssetAmount: -5n });
    });

    it("should refuse a market without a position", () => {
      const { user } = indebted(5n, 9n);
      expect(chain.attempt(sim.setPositionFlag(user, 9, 1))).to.equal("UserHasNoPositionInMarket");
      expect(chain.attempt(sim.removeLpShares(user, 9))).to.equal("UserHasNoPositionInMarket");
    });
  });
});
