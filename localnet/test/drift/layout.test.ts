import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  driftInstructions as drift,
  driftPerpMarketAddress,
  driftSpotMarketAddress,
  driftUserStatsAddress,
  driftVaultAddress,
} from "@profit-share/sdk/drift";
import { Keypair, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { committedUsers } from "../../../fixtures/read-users";
import { DRIFT_ERRORS, driftSimulation as sim } from "../../src/drift";
import { DriftHarness, decodeUser, plain } from "./harness";

interface DriftIdl {
  instructions: { name: string; accounts: { name: string; isMut: boolean; isSigner: boolean }[] }[];
  errors: { code: number; name: string }[];
}

/** Drift's published IDL, and coders of the Anchor version that it is written for. */
const sdkRequire = createRequire(require.resolve("@drift-labs/sdk/package.json"));
const idl: DriftIdl = sdkRequire("./src/idl/drift.json");
const anchor = sdkRequire("@coral-xyz/anchor");

const key = () => Keypair.generate().publicKey;

describe("drift_sim: Drift's formats", () => {
  describe("instructions that exist on Drift", () => {
    const at = { authority: key(), user: key(), payer: key() };
    const cases: Record<string, [TransactionInstruction, Record<string, unknown>]> = {
      initializeUserStats: [drift.initializeUserStats(at), {}],
      deposit: [
        drift.deposit({ ...at, from: key(), amount: 1_234_567_890_123n, reduceOnly: true }),
        { marketIndex: 0, amount: 1_234_567_890_123n, reduceOnly: true },
      ],
      withdraw: [
        drift.withdraw({ ...at, to: key(), amount: 2n ** 64n - 1n }),
        { marketIndex: 0, amount: 18_446_744_073_709_551_615n, reduceOnly: false },
      ],
      settlePnl: [drift.settlePnl({ ...at, marketIndex: 513 }), { marketIndex: 513 }],
      deleteUser: [drift.deleteUser(at), {}],
      transferPerpPosition: [
        drift.transferPerpPosition({ from: key(), to: key(), ...at, marketIndex: 3, amount: -7n }),
        { marketIndex: 3, amount: -7n },
      ],
      liquidatePerpPnlForDeposit: [
        drift.liquidatePerpPnlForDeposit({
          ...{ authority: key(), liquidator: key(), user: key(), userAuthority: key(), marketIndex: 2 },
          ...{ maxPnlTransfer: 2n ** 64n + 5n, limitPrice: 999_999n },
        }),
        {
          ...{ perpMarketIndex: 2, spotMarketIndex: 0 },
          ...{ liquidatorMaxPnlTransfer: 18_446_744_073_709_551_621n, limitPrice: 999_999n },
        },
      ],
      initializeUser: [
        drift.initializeUser({ ...at, subAccountId: 258, name: "A" }),
        { subAccountId: 258, name: [65, ...new Array(31).fill(32)] },
      ],
      initializeSpotMarket: [
        drift.initializeSpotMarket({ mint: key(), admin: key() }),
        {
          ...{ optimalUtilization: 800_000, optimalBorrowRate: 70_000, maxBorrowRate: 480_000 },
          ...{ oracleSource: { quoteAsset: {} }, initialAssetWeight: 10_000, maintenanceAssetWeight: 10_000 },
          ...{ initialLiabilityWeight: 10_000, maintenanceLiabilityWeight: 10_000, imfFactor: 0, liquidatorFee: 0 },
          ...{
            ifLiquidationFee: 0,
            activeStatus: true,
            assetTier: { collateral: {} },
            scaleInitialAssetWeightStart: 0n,
          },
          ...{ withdrawGuardThreshold: 0n, orderTickSize: 1n, orderStepSize: 1n, ifTotalFactor: 0 },
          name: [85, 83, 68, 67, ...new Array(28).fill(32)],
        },
      ],
    };
    for (const [name, [instruction, args]] of Object.entries(cases)) {
      it(`should encode ${name} as Drift's IDL says, accounts included`, () => {
        const decoded = new anchor.BorshInstructionCoder(idl).decode(instruction.data);
        expect(decoded.name).to.equal(name);
        expect(plain(decoded.data)).to.deep.equal(args);
        const accounts = idl.instructions.find((known) => known.name === name)!.accounts;
        const flags = instruction.keys
          .slice(0, accounts.length)
          .map(({ isWritable, isSigner }) => [isWritable, isSigner]);
        expect(flags).to.deep.equal(accounts.map(({ isMut, isSigner }) => [isMut, isSigner]));
      });
    }
  });

  describe("accounts of the program", () => {
    const decode = (name: string, data: Buffer) => plain(new anchor.BorshAccountsCoder(idl).decode(name, data));
    it("should be read by Drift's IDL", () => {
      const chain = DriftHarness.withMarket();
      const { authority, user } = chain.newUser();
      const fundingRate = -(2n ** 40n);
      chain.send(sim.setPerpMarket({ payer: chain.payer.publicKey, marketIndex: 9, fundingRate, price: 123_456n }));

      expect(decode("SpotMarket", chain.data(driftSpotMarketAddress(0)))).to.deep.include({
        pubkey: driftSpotMarketAddress(0).toBase58(),
        mint: chain.mint.toBase58(),
        vault: driftVaultAddress(0).toBase58(),
        name: [85, 83, 68, 67, ...new Array(28).fill(32)],
        cumulativeDepositInterest: 10_000_000_000n,
        cumulativeBorrowInterest: 10_000_000_000n,
        optimalUtilization: 800_000,
        optimalBorrowRate: 70_000,
        maxBorrowRate: 480_000,
        initialAssetWeight: 10_000,
        maintenanceLiabilityWeight: 10_000,
        orderStepSize: 1n,
        orderTickSize: 1n,
        decimals: 6,
        marketIndex: 0,
        oracleSource: { quoteAsset: {} },
        status: { active: {} },
        assetTier: { collateral: {} },
      });
      const market = decode("PerpMarket", chain.data(driftPerpMarketAddress(9))) as Record<string, object>;
      expect(market).to.deep.include({
        marketIndex: 9,
        status: { active: {} },
        pubkey: driftPerpMarketAddress(9).toBase58(),
      });
      expect(market.amm).to.include({
        cumulativeFundingRateLong: fundingRate,
        cumulativeFundingRateShort: fundingRate,
      });
      expect((market.amm as { historicalOracleData: object }).historicalOracleData).to.include({
        lastOraclePrice: 123_456n,
      });
      expect(decode("UserStats", chain.data(driftUserStatsAddress(authority.publicKey)))).to.deep.include({
        authority: authority.publicKey.toBase58(),
        numberOfSubAccountsCreated: 1,
      });
      expect(decode("User", chain.data(user))).to.deep.include({
        authority: authority.publicKey.toBase58(),
        nextLiquidationId: 1,
      });
    });
  });

  it("errors below 6900 should be Drift's, by number and name", () => {
    const known = new Map(idl.errors.map(({ code, name }) => [code, name]));
    const ours = Object.entries(DRIFT_ERRORS).filter(([code]) => Number(code) < 6_900);
    expect(ours.length).to.equal(17);
    for (const [code, name] of ours) expect(known.get(Number(code))).to.equal(name);
    expect(Math.max(...known.keys())).to.be.lessThan(6_900);
  });

  it("error names should be the program's", () => {
    const source = readFileSync(join(__dirname, "../../../programs/drift_sim/src/error.rs"), "utf8");
    const variants = [...source.matchAll(/^ {4}(\w+) = (\d+),$/gm)].map(([, name, code]) => [
      6_000 + Number(code),
      name,
    ]);
    expect(Object.entries(DRIFT_ERRORS).map(([code, name]) => [Number(code), name])).to.deep.equal(variants);
  });

  describe("accounts made for tests", () => {
    const fixtures = committedUsers();
    it("should be at least twenty and all different", () => {
      expect(fixtures.length).to.equal(28);
      expect(new Set(fixtures.map(({ data }) => data)).size).to.equal(28);
    });
    for (const fixture of fixtures) {
      it(`should be read by Drift's decoder: ${fixture.what}`, () => {
        const user = decodeUser(Buffer.from(fixture.data, "base64"));
        const { authority, delegate, subAccountId } = fixture;
        expect(user).to.include({ authority, delegate, subAccountId });
        expect(user.settledPerpPnl).to.equal(BigInt(fixture.settledPerpPnl));
        expect(user.totalSocialLoss).to.equal(BigInt(fixture.totalSocialLoss));
        expect(user.perpPositions.filter((p) => p.baseAssetAmount !== 0n).length).to.equal(fixture.openPerpPositions);
        const unsettled = user.perpPositions.map((p) => p.quoteAssetAmount - p.quoteEntryAmount);
        const exact = unsettled.reduce((sum, pnl) => sum + pnl, user.settledPerpPnl - user.totalSocialLoss);
        const [low, high] = [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n];
        expect(exact < low ? low : exact > high ? high : exact).to.equal(BigInt(fixture.realizedPnl));
      });
    }
  });
});
