import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { driftPerpMarketAddress } from "@profit-share/sdk/drift";
import { Keypair, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness, Refused } from "./harness";

/** One whole unit of base, 1e-9. */
const BASE = 1_000_000_000n;
const SOL = 0;

describe("drift_sim: trading", () => {
  let chain: DriftHarness;
  let authority: Keypair;
  let user: PublicKey;
  beforeEach(() => {
    chain = DriftHarness.withMarket();
    ({ authority, user } = chain.newUser());
  });
  const fill = (base: bigint, quote: bigint, fee = 0n, marketIndex = SOL) =>
    chain.send(sim.fill({ user, authority: authority.publicKey, marketIndex, base, quote, fee }), authority);
  const attempt = (base: bigint, quote: bigint, marketIndex = SOL, fee = 0n) =>
    chain.attempt(sim.fill({ user, authority: authority.publicKey, marketIndex, base, quote, fee }), authority);
  const fund = (fundingRate: bigint, marketIndex = SOL) =>
    chain.send(sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex, fundingRate, price: 100_000_000n }));
  const position = (slot = 0) => chain.user(user).perpPositions[slot];

  describe("fill", () => {
    it("should open a long: entry at the price, the fee realized", () => {
      fill(10n * BASE, -1_000_000_000n, 1_000_000n);
      expect(position()).to.include({ marketIndex: 0, baseAssetAmount: 10_000_000_000n });
      expect(position()).to.include({ quoteAssetAmount: -1_001_000_000n, quoteEntryAmount: -1_000_000_000n });
      expect(position()).to.include({ quoteBreakEvenAmount: -1_001_000_000n, settledPnl: 0n, openOrders: 0 });
      expect(chain.realizedPnl(user)).to.equal(-1_000_000n);
    });

    it("should open a short with a rebate", () => {
      fill(-2n * BASE, 300_000_000n, -60_000n);
      expect(position()).to.include({ baseAssetAmount: -2_000_000_000n, quoteAssetAmount: 300_060_000n });
      expect(chain.realizedPnl(user)).to.equal(60_000n);
    });

    it("should realize nothing by increasing", () => {
      fill(10n * BASE, -1_000_000_000n);
      fill(5n * BASE, -600_000_000n);
      expect(position()).to.include({ baseAssetAmount: 15_000_000_000n, quoteEntryAmount: -1_600_000_000n });
      expect(chain.realizedPnl(user)).to.equal(0n);
    });

    it("should realize the closed part, partial close by partial close, without dust", () => {
      fill(3n, -10n);
      fill(-1n, 5n);
      expect(position()).to.include({ baseAssetAmount: 2n, quoteEntryAmount: -7n });
      expect(chain.realizedPnl(user)).to.equal(2n);
      fill(-1n, 5n);
      expect(position()).to.include({ baseAssetAmount: 1n, quoteEntryAmount: -4n });
      expect(chain.realizedPnl(user)).to.equal(4n);
      fill(-1n, 5n);
      expect(position()).to.include({ baseAssetAmount: 0n, quoteEntryAmount: 0n, quoteAssetAmount: 5n });
      expect(chain.realizedPnl(user)).to.equal(5n);
    });

    it("should realize a short's loss, with fees above a profit", () => {
      fill(-4n * BASE, 400_000_000n, 40_000n);
      fill(4n * BASE, -399_990_000n, 39_999n);
      expect(chain.realizedPnl(user)).to.equal(-69_999n);
    });

    it("should flip: realize the old position only", () => {
      fill(2n * BASE, -200_000_000n);
      fill(-5n * BASE, 600_000_000n, 600_000n);
      expect(position()).to.include({ baseAssetAmount: -3_000_000_000n, quoteEntryAmount: 360_000_000n });
      expect(chain.realizedPnl(user)).to.equal(39_400_000n);
      fill(4n * BASE, -440_000_000n);
      expect(position()).to.include({ baseAssetAmount: 1_000_000_000n, quoteEntryAmount: -110_000_000n });
      expect(chain.realizedPnl(user)).to.equal(69_400_000n);
    });

    it("should keep markets apart", () => {
      fill(1n, -10n, 1n, 7);
      fill(-1n, 20n, 2n, 65_535);
      const { perpPositions } = chain.user(user);
      expect(perpPositions.map((p) => p.marketIndex)).to.deep.equal([7, 65_535]);
      expect(chain.realizedPnl(user)).to.equal(-3n);
    });

    it("should reopen a flat position with unsettled PnL in its slot", () => {
      fill(1n, -10n);
      fill(-1n, 17n);
      fill(2n, -30n);
      expect(chain.user(user).perpPositions).to.have.length(1);
      expect(position()).to.include({ baseAssetAmount: 2n, quoteAssetAmount: -23n, quoteEntryAmount: -30n });
    });

    it("should reuse a flat settled slot for another market, its settled PnL restarted", () => {
      const placed = chain.placeUser({
        settledPerpPnl: 900n,
        perpPositions: [{ marketIndex: 4, settledPnl: 900n, lastCumulativeFundingRate: 55n }],
      });
      const open = { user: placed.user, authority: placed.authority.publicKey, marketIndex: 8, base: 1n, quote: -5n };
      chain.send(sim.fill(open), placed.authority);
      expect(chain.user(placed.user).perpPositions[0]).to.include({ marketIndex: 8, settledPnl: 0n });
      expect(chain.realizedPnl(placed.user)).to.equal(900n);
    });

    it("should fill eight markets and refuse a ninth", () => {
      for (let market = 0; market < 8; market++) fill(1n, -1n, 0n, market);
      expect(attempt(1n, -1n, 8)).to.equal("MaxNumberOfPositions");
      expect(attempt(-1n, 1n, 7)).to.equal("accepted");
    });

    it("should close the widest position an i64 holds", () => {
      const extremes = { baseAssetAmount: -(2n ** 63n), quoteAssetAmount: 9n, quoteEntryAmount: 9n };
      const placed = chain.placeUser({ perpPositions: [{ marketIndex: 0, ...extremes }] });
      const close = (base: bigint) =>
        chain.send(
          sim.fill({ user: placed.user, authority: placed.authority.publicKey, marketIndex: 0, base, quote: 0n }),
          placed.authority,
        );
      close(2n ** 63n - 1n);
      close(1n);
      expect(chain.user(placed.user).perpPositions[0]).to.include({ baseAssetAmount: 0n, quoteEntryAmount: 0n });
      expect(chain.realizedPnl(placed.user)).to.equal(9n);
    });

    it("should refuse a fill without base, and quote on base's side", () => {
      expect(attempt(0n, -1n)).to.equal("InvalidFill");
      expect(attempt(1n, 1n)).to.equal("InvalidFill");
      expect(attempt(-1n, -1n)).to.equal("InvalidFill");
      expect(attempt(1n, 0n)).to.equal("accepted");
    });

    it("should refuse what leaves a field's range", () => {
      fill(2n ** 63n - 1n, 0n);
      expect(attempt(1n, 0n)).to.equal("MathError");
    });

    it("should accept the delegate and refuse a stranger or a missing signature", () => {
      const delegate = Keypair.generate();
      const lent = chain.placeUser({ delegate: delegate.publicKey });
      const trade = { marketIndex: SOL, base: 1n, quote: -1n };
      const by = (signer: Keypair) => sim.fill({ user: lent.user, authority: signer.publicKey, ...trade });
      const eve = Keypair.generate();
      expect(chain.attempt(by(eve), eve)).to.equal("NotTheUsersSigner");
      expect(chain.attempt(by(delegate), delegate)).to.equal("accepted");
      const unsigned = by(delegate);
      unsigned.keys[2]!.isSigner = false;
      expect(chain.attempt(unsigned)).to.equal(Refused.unsigned);
    });

    it("should refuse another market's account", () => {
      const wrong = sim.fill({ user, authority: authority.publicKey, marketIndex: 1, base: 1n, quote: -1n });
      wrong.keys[3]!.pubkey = driftPerpMarketAddress(2);
      expect(chain.attempt(wrong, authority)).to.equal(Refused.wrongAddress);
    });
  });

  describe("set_perp_market", () => {
    it("should write Drift's layout", () => {
      fund(-123n, 9);
      const data = chain.data(driftPerpMarketAddress(9));
      expect(data.length).to.equal(1_216);
      expect(data.subarray(0, 8).toString("hex")).to.equal("0adf0c2c6bf537f7");
      expect(new PublicKey(data.subarray(8, 40)).equals(driftPerpMarketAddress(9))).to.equal(true);
      expect(data.readBigInt64LE(72)).to.equal(100_000_000n);
      expect([data.readBigInt64LE(608), data.readBigInt64LE(616)]).to.deep.equal([-123n, -1n]);
      expect([data.readBigInt64LE(624), data.readBigInt64LE(632)]).to.deep.equal([-123n, -1n]);
      expect(data.readUInt16LE(1_160)).to.equal(9);
    });

    it("should refuse another market's address", () => {
      const wrong = sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex: 1, fundingRate: 0n, price: 1n });
      wrong.keys[1]!.pubkey = driftPerpMarketAddress(2);
      expect(chain.attempt(wrong)).to.equal(Refused.wrongAddress);
    });
  });

  describe("funding", () => {
    it("should be booked by the next fill, not before", () => {
      fund(5_000_000n);
      fill(10n * BASE, -1_000_000_000n);
      expect(position()).to.include({ lastCumulativeFundingRate: 5_000_000n });
      fund(30_000_000n);
      expect(chain.realizedPnl(user)).to.equal(0n);
      fill(1n * BASE, -100_000_000n);
      // 10 base × 0.025 quote
      expect(chain.realizedPnl(user)).to.equal(-250_000n);
      expect(chain.user(user).cumulativePerpFunding).to.equal(-250_000n);
      expect(position()).to.include({ lastCumulativeFundingRate: 30_000_000n, quoteBreakEvenAmount: -1_100_250_000n });
    });

    it("should be received by a short, once", () => {
      fund(0n);
      fill(-10n * BASE, 1_000_000_000n);
      fund(30_000_000n);
      fill(1n, 0n);
      expect(chain.realizedPnl(user)).to.equal(300_000n);
      fill(1n, 0n);
      expect(chain.realizedPnl(user)).to.equal(300_000n);
    });

    it("should be booked at the old size before a flip", () => {
      fund(0n);
      fill(2n * BASE, -200_000_000n);
      fund(1_000_000_000n);
      fill(-4n * BASE, 400_000_000n);
      // 2 base × 1 quote paid; closed at the entry price
      expect(chain.realizedPnl(user)).to.equal(-2_000_000n);
      expect(position()).to.include({ baseAssetAmount: -2_000_000_000n, lastCumulativeFundingRate: 1_000_000_000n });
    });

    it("should forget the rate at a full close and not touch a flat position", () => {
      fund(7n);
      fill(1n * BASE, -5n);
      fill(-1n * BASE, 9n);
      expect(position()).to.include({ lastCumulativeFundingRate: 0n });
      fund(9_000_000_000n);
      fill(1n * BASE, -5n);
      expect(chain.realizedPnl(user)).to.equal(4n);
    });

    it("should not be booked while the market has no account", () => {
      const values = { marketIndex: 3, baseAssetAmount: 2n, quoteAssetAmount: -5n, quoteEntryAmount: -5n };
      const placed = chain.placeUser({ perpPositions: [{ ...values, lastCumulativeFundingRate: 4_000_000_000_000n }] });
      const reduce = { user: placed.user, authority: placed.authority.publicKey, marketIndex: 3, base: -1n, quote: 2n };
      chain.send(sim.fill(reduce), placed.authority);
      expect(chain.realizedPnl(placed.user)).to.equal(0n);
      expect(chain.user(placed.user).perpPositions[0]).to.include({ lastCumulativeFundingRate: 4_000_000_000_000n });
    });

    it("should refuse a rate that no position can store", () => {
      fund(0n);
      const at = driftPerpMarketAddress(SOL);
      const data = chain.data(at);
      data.writeBigInt64LE(1n, 616);
      chain.setAccount(at, { owner: DRIFT_PROGRAM_ID, data });
      expect(attempt(1n, -1n)).to.equal("MathError");
    });
  });
});
