import { driftInstructions as drift, driftUserAddress, driftUserStatsAddress } from "@profit-share/sdk/drift";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { driftSimulation as sim } from "../../src/drift";
import { DriftHarness, Refused } from "./harness";

const DRIFT_DEPOSIT = 1_000_000n;

describe("drift_sim: a sub-account's life", () => {
  let chain: DriftHarness;
  let authority: Keypair;
  beforeEach(() => {
    chain = DriftHarness.withMarket();
    authority = Keypair.generate();
    chain.send(drift.initializeUserStats({ authority: authority.publicKey, payer: chain.payer.publicKey }));
  });
  const initialize = (subAccountId: number, name?: string) =>
    drift.initializeUser({
      authority: authority.publicKey,
      payer: chain.payer.publicKey,
      subAccountId,
      ...(name === undefined ? {} : { name }),
    });

  describe("initialize_user_stats", () => {
    it("should create Drift's 240 bytes for the authority", () => {
      const data = chain.data(driftUserStatsAddress(authority.publicKey));
      expect(data.length).to.equal(240);
      expect(data.subarray(0, 8).toString("hex")).to.equal("b0df881b7a4f20e3");
      expect(data.subarray(8, 40).toString("hex")).to.equal(authority.publicKey.toBuffer().toString("hex"));
    });

    it("should refuse a second time", () => {
      const again = drift.initializeUserStats({ authority: authority.publicKey, payer: chain.payer.publicKey });
      expect(chain.attempt(again)).to.equal(Refused.accountInUse);
    });
  });

  describe("initialize_user", () => {
    it("should create an account that Drift's decoder reads as fresh", () => {
      chain.send(initialize(0, "Copy bot"));
      const at = driftUserAddress(authority.publicKey, 0);
      expect(chain.data(at).length).to.equal(4376);
      expect(chain.data(at).subarray(0, 8).toString("hex")).to.equal("9f755fe3ef973aec");
      const user = chain.user(at);
      expect(user).to.include({ authority: authority.publicKey.toBase58(), subAccountId: 0, status: 0 });
      expect(user).to.include({ nextOrderId: 1, nextLiquidationId: 1, totalDeposits: 0n, settledPerpPnl: 0n });
      expect(Buffer.from(user.name).toString()).to.equal("Copy bot                        ");
      expect(user.perpPositions).to.deep.equal([]);
      expect(user.spotPositions).to.deep.equal([]);
    });

    it("should give sub-account ids out in order", () => {
      chain.send(initialize(0));
      chain.send(initialize(1));
      expect(chain.user(driftUserAddress(authority.publicKey, 1)).subAccountId).to.equal(1);
      expect(chain.attempt(initialize(3))).to.equal("InvalidUserSubAccountId");
    });

    it("should never give a deleted sub-account's id out again", () => {
      chain.send(initialize(0));
      chain.send(
        drift.deleteUser({ user: driftUserAddress(authority.publicKey, 0), authority: authority.publicKey }),
        authority,
      );
      expect(chain.attempt(initialize(0))).to.equal("InvalidUserSubAccountId");
      expect(chain.attempt(initialize(1))).to.equal("accepted");
    });

    it("should refuse an address that is not derived from authority and id", () => {
      const elsewhere = initialize(0);
      elsewhere.keys[0]!.pubkey = driftUserAddress(authority.publicKey, 1);
      expect(chain.attempt(elsewhere)).to.equal(Refused.wrongAddress);
    });

    it("should refuse another authority's counter", () => {
      const eve = Keypair.generate();
      chain.send(drift.initializeUserStats({ authority: eve.publicKey, payer: chain.payer.publicKey }));
      const theirs = initialize(0);
      theirs.keys[1]!.pubkey = driftUserStatsAddress(eve.publicKey);
      expect(chain.attempt(theirs)).to.equal(Refused.wrongAddress);
    });

    it("should let the authority pay for itself", () => {
      chain.airdrop(authority.publicKey);
      const own = drift.initializeUser({ authority: authority.publicKey, payer: authority.publicKey, subAccountId: 0 });
      expect(chain.attempt(own, authority)).to.equal("accepted");
    });

    it("should refuse without the payer's signature", () => {
      const unsigned = initialize(0);
      unsigned.keys[4] = { pubkey: authority.publicKey, isSigner: false, isWritable: true };
      expect(chain.attempt(unsigned)).to.equal(Refused.unsigned);
    });

    it("should stop when the ids are used up", () => {
      const stats = driftUserStatsAddress(authority.publicKey);
      const data = chain.data(stats);
      data.writeUInt16LE(65_535, 186);
      chain.setAccount(stats, { owner: drift.deleteUser({ user: stats, authority: stats }).programId, data });
      expect(chain.attempt(initialize(65_535))).to.equal("MathError");
    });
  });

  describe("delete_user", () => {
    const remove = (by: { authority: Keypair; user: ReturnType<typeof driftUserAddress> }) =>
      chain.attempt(drift.deleteUser({ user: by.user, authority: by.authority.publicKey }), by.authority);

    it("should close the account and return its rent to the authority", () => {
      chain.send(initialize(0));
      const user = driftUserAddress(authority.publicKey, 0);
      const rent = chain.lamports(user);
      expect(remove({ authority, user })).to.equal("accepted");
      expect(chain.exists(user)).to.equal(false);
      expect(chain.lamports(authority.publicKey)).to.equal(rent);
    });

    it("should refuse another signer", () => {
      const owner = chain.placeUser({});
      const eve = Keypair.generate();
      chain.airdrop(eve.publicKey);
      expect(remove({ authority: eve, user: owner.user })).to.equal("NotTheUsersSigner");
      const delegate = Keypair.generate();
      const lent = chain.placeUser({ delegate: delegate.publicKey });
      expect(remove({ authority: delegate, user: lent.user })).to.equal("NotTheUsersSigner");
    });

    for (const [what, values] of Object.entries({
      "an open position": { perpPositions: [{ marketIndex: 0, baseAssetAmount: 1n }] },
      "unsettled PnL": { perpPositions: [{ marketIndex: 0, quoteAssetAmount: -1n }] },
      "a position's order": { perpPositions: [{ marketIndex: 0, openOrders: 1 }] },
      "LP shares": { perpPositions: [{ marketIndex: 0, lpShares: 1n }] },
      "isolated collateral": { perpPositions: [{ marketIndex: 0, isolatedScaledBalance: 1n }] },
      "a position in liquidation": { perpPositions: [{ marketIndex: 0, positionFlag: 2 }] },
      "a deposit": { quoteScaledBalance: DRIFT_DEPOSIT },
      "a borrow": { quoteScaledBalance: -1n },
      "a liquidation": { status: 1 },
      "a bankruptcy": { status: 2 },
    })) {
      it(`should refuse an account with ${what}`, () => {
        expect(remove(chain.placeUser(values))).to.equal("UserCantBeDeleted");
      });
    }

    it("should refuse an account with an open order", () => {
      const placed = chain.placeUser({});
      const data = chain.data(placed.user);
      data.writeUInt8(1, 1192 + 31 * 96 + 82);
      chain.setAccount(placed.user, { owner: drift.deleteUser({ ...placed, authority: placed.user }).programId, data });
      expect(remove(placed)).to.equal("UserCantBeDeleted");
    });
  });

  describe("recreate_user", () => {
    it("should restart ids, totals and PnL and keep who and where", () => {
      const { authority: owner, user } = chain.placeUser({
        subAccountId: 7,
        name: "Seventh",
        settledPerpPnl: 5_000n,
        totalSocialLoss: 3n,
        totalDeposits: 100n,
        totalWithdraws: 40n,
        nextLiquidationId: 9,
        status: 1,
        quoteScaledBalance: 60_000n,
        perpPositions: [{ marketIndex: 2, baseAssetAmount: 5n, quoteAssetAmount: -9n, quoteEntryAmount: -8n }],
      });
      expect(chain.realizedPnl(user)).to.equal(4_996n);
      chain.send(sim.recreateUser(user));
      expect(chain.realizedPnl(user)).to.equal(0n);
      const after = chain.user(user);
      expect(after).to.include({
        authority: owner.publicKey.toBase58(),
        subAccountId: 7,
        nextLiquidationId: 1,
        status: 0,
      });
      expect(after).to.include({ totalDeposits: 0n, totalWithdraws: 0n, totalSocialLoss: 0n, nextOrderId: 1 });
      expect(Buffer.from(after.name).toString().trimEnd()).to.equal("Seventh");
      expect(after.perpPositions).to.deep.equal([]);
      expect(after.spotPositions).to.deep.equal([]);
    });
  });
});
