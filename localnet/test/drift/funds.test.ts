import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import {
  DRIFT_SIGNER,
  driftInstructions as drift,
  driftSpotMarketAddress,
  driftVaultAddress,
} from "@profit-share/sdk/drift";
import { Keypair, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { DriftHarness, Refused } from "./harness";

describe("drift_sim: the quote market and a user's deposit", () => {
  let chain: DriftHarness;
  beforeEach(() => {
    chain = DriftHarness.withMarket();
  });

  describe("initialize_spot_market", () => {
    it("should create market 0 with Drift's layout and a vault that Drift's signer owns", () => {
      const data = chain.data(driftSpotMarketAddress(0));
      expect(data.length).to.equal(776);
      expect(data.subarray(0, 8).toString("hex")).to.equal("64b1086ba8414127");
      expect(new PublicKey(data.subarray(8, 40)).equals(driftSpotMarketAddress(0))).to.equal(true);
      expect(new PublicKey(data.subarray(72, 104)).equals(chain.mint)).to.equal(true);
      expect(new PublicKey(data.subarray(104, 136)).equals(driftVaultAddress(0))).to.equal(true);
      const vault = chain.data(driftVaultAddress(0));
      expect(new PublicKey(vault.subarray(0, 32)).equals(chain.mint)).to.equal(true);
      expect(new PublicKey(vault.subarray(32, 64)).equals(DRIFT_SIGNER)).to.equal(true);
    });

    it("should refuse a mint that has not 6 decimals", () => {
      const other = new DriftHarness({ decimals: 9 });
      const initialize = drift.initializeSpotMarket({ mint: other.mint, admin: other.payer.publicKey });
      expect(other.attempt(initialize)).to.equal("InvalidQuoteMint");
    });

    it("should refuse a second time", () => {
      const again = drift.initializeSpotMarket({ mint: chain.mint, admin: chain.payer.publicKey });
      expect(chain.attempt(again)).to.equal(Refused.accountInUse);
    });
  });

  describe("deposit", () => {
    it("should move tokens into the vault and count them", () => {
      const { authority, user } = chain.newUser();
      const from = chain.placeTokens(authority.publicKey, 1_000_000n);
      chain.send(drift.deposit({ user, authority: authority.publicKey, from, amount: 600_000n }), authority);
      chain.send(drift.deposit({ user, authority: authority.publicKey, from, amount: 1n }), authority);
      expect(chain.tokens(from)).to.equal(399_999n);
      expect(chain.vaultTokens()).to.equal(600_001n);
      const after = chain.user(user);
      expect(after).to.include({ totalDeposits: 600_001n, totalWithdraws: 0n });
      expect(after.spotPositions).to.have.length(1);
      expect(after.spotPositions[0]).to.include({ scaledBalance: 600_001_000n, cumulativeDeposits: 600_001n });
      expect(after.spotPositions[0]!.balanceType).to.deep.equal({ deposit: {} });
    });

    it("should pay a borrow back first", () => {
      const { authority, user } = chain.placeUser({ quoteScaledBalance: -2_500n });
      const from = chain.placeTokens(authority.publicKey, 100n);
      chain.send(drift.deposit({ user, authority: authority.publicKey, from, amount: 10n }), authority);
      expect(chain.user(user).spotPositions[0]).to.include({ scaledBalance: 7_500n });
      expect(chain.user(user).spotPositions[0]!.balanceType).to.deep.equal({ deposit: {} });
    });

    describe("when reduce-only", () => {
      const reduceOnly = true;
      it("should take no more than the borrow", () => {
        const { authority, user } = chain.placeUser({ quoteScaledBalance: -7_000n });
        const from = chain.placeTokens(authority.publicKey, 100n);
        chain.send(drift.deposit({ user, authority: authority.publicKey, from, amount: 50n, reduceOnly }), authority);
        expect(chain.tokens(from)).to.equal(93n);
        expect(chain.user(user).spotPositions).to.deep.equal([]);
      });

      it("should take everything where nothing is borrowed", () => {
        const { authority, user } = chain.newUser();
        const from = chain.placeTokens(authority.publicKey, 100n);
        chain.send(drift.deposit({ user, authority: authority.publicKey, from, amount: 50n, reduceOnly }), authority);
        expect(chain.tokens(from)).to.equal(50n);
      });
    });

    it("should accept the delegate, who pays", () => {
      const delegate = Keypair.generate();
      const { user } = chain.placeUser({ delegate: delegate.publicKey });
      const from = chain.placeTokens(delegate.publicKey, 100n);
      chain.send(drift.deposit({ user, authority: delegate.publicKey, from, amount: 5n }), delegate);
      expect(chain.user(user).totalDeposits).to.equal(5n);
    });

    it("should refuse a stranger, another market, a bankrupt user and nothing", () => {
      const { authority, user } = chain.newUser();
      const eve = Keypair.generate();
      const from = chain.placeTokens(eve.publicKey, 100n);
      const own = chain.placeTokens(authority.publicKey, 100n);
      const by = { user, authority: authority.publicKey, from: own };
      expect(chain.attempt(drift.deposit({ user, authority: eve.publicKey, from, amount: 5n }), eve)).to.equal(
        "NotTheUsersSigner",
      );
      expect(chain.attempt(drift.deposit({ ...by, amount: 5n, marketIndex: 1 }), authority)).to.equal(
        "SpotMarketNotFound",
      );
      expect(chain.attempt(drift.deposit({ ...by, amount: 0n }), authority)).to.equal("InsufficientDeposit");
      const bankrupt = chain.placeUser({ authority: authority.publicKey, status: 2 });
      expect(chain.attempt(drift.deposit({ ...by, user: bankrupt.user, amount: 5n }), authority)).to.equal(
        "UserBankrupt",
      );
      expect(chain.tokens(own)).to.equal(100n);
    });

    it("should leave short balances and foreign mints to the token program", () => {
      const { authority, user } = chain.newUser();
      const short = chain.placeTokens(authority.publicKey, 4n);
      const foreign = chain.placeTokens(authority.publicKey, 100n, Keypair.generate().publicKey);
      const pay = (from: PublicKey) =>
        chain.attempt(drift.deposit({ user, authority: authority.publicKey, from, amount: 5n }), authority);
      expect(pay(short)).to.equal(Refused.insufficientTokens);
      expect(pay(foreign)).to.equal(Refused.otherMint);
      expect(chain.user(user).totalDeposits).to.equal(0n);
    });

    it("should refuse a vault that is not the market's", () => {
      const { authority, user } = chain.newUser();
      const from = chain.placeTokens(authority.publicKey, 100n);
      const elsewhere = drift.deposit({ user, authority: authority.publicKey, from, amount: 5n });
      elsewhere.keys[4]!.pubkey = chain.placeTokens(authority.publicKey, 0n);
      expect(chain.attempt(elsewhere, authority)).to.equal(Refused.wrongAddress);
    });

    it("should refuse an account that is no user of this program", () => {
      const { authority, user } = chain.newUser();
      const from = chain.placeTokens(authority.publicKey, 100n);
      const by = { authority: authority.publicKey, from, amount: 5n };
      const data = chain.data(user);
      const foreign = Keypair.generate().publicKey;
      chain.setAccount(foreign, { owner: chain.mint, data });
      expect(chain.attempt(drift.deposit({ ...by, user: foreign }), authority)).to.equal(Refused.wrongOwner);
      data.writeUInt8(0, 0);
      chain.setAccount(user, { owner: DRIFT_PROGRAM_ID, data });
      expect(chain.attempt(drift.deposit({ ...by, user }), authority)).to.equal(Refused.wrongDiscriminator);
    });
  });

  describe("withdraw", () => {
    const funded = (scaled: bigint, values = {}) => {
      chain.fundVault(1_000_000n);
      return chain.placeUser({ quoteScaledBalance: scaled, ...values });
    };

    it("should move tokens to any token account of the mint and count them", () => {
      const { authority, user } = funded(600_000_000n, { totalDeposits: 600_000n });
      const to = chain.placeTokens(Keypair.generate().publicKey, 7n);
      chain.send(drift.withdraw({ user, authority: authority.publicKey, to, amount: 250_001n }), authority);
      expect(chain.tokens(to)).to.equal(250_008n);
      expect(chain.vaultTokens()).to.equal(749_999n);
      const after = chain.user(user);
      expect(after).to.include({ totalDeposits: 600_000n, totalWithdraws: 250_001n });
      expect(after.spotPositions[0]).to.include({ scaledBalance: 349_999_000n, cumulativeDeposits: -250_001n });
    });

    it("should pay out the deposit to the unit and refuse one more", () => {
      const { authority, user } = funded(5_999n);
      const to = chain.placeTokens(authority.publicKey, 0n);
      const by = { user, authority: authority.publicKey, to };
      expect(chain.attempt(drift.withdraw({ ...by, amount: 6n }), authority)).to.equal("InsufficientDeposit");
      expect(chain.attempt(drift.withdraw({ ...by, amount: 5n }), authority)).to.equal("accepted");
      expect(chain.tokens(to)).to.equal(5n);
      expect(chain.user(user).spotPositions[0]!.scaledBalance).to.equal(999n);
    });

    describe("when reduce-only", () => {
      const reduceOnly = true;
      it("should take at most the deposit", () => {
        const { authority, user } = funded(5_000n);
        const to = chain.placeTokens(authority.publicKey, 0n);
        chain.send(drift.withdraw({ user, authority: authority.publicKey, to, amount: 900n, reduceOnly }), authority);
        expect(chain.tokens(to)).to.equal(5n);
        expect(chain.user(user)).to.include({ totalWithdraws: 5n });
      });

      it("should refuse a borrower", () => {
        const { authority, user } = funded(-5_000n);
        const to = chain.placeTokens(authority.publicKey, 0n);
        const borrow = drift.withdraw({ user, authority: authority.publicKey, to, amount: 1n, reduceOnly });
        expect(chain.attempt(borrow, authority)).to.equal("ReduceOnlyWithdrawIncreasedRisk");
      });
    });

    it("should refuse stranger, delegate, another market, liquidation and bankruptcy", () => {
      const delegate = Keypair.generate();
      const { authority, user } = funded(5_000n, { delegate: delegate.publicKey });
      const to = chain.placeTokens(delegate.publicKey, 0n);
      const attempt = (signer: Keypair, from: PublicKey, marketIndex = 0) =>
        chain.attempt(drift.withdraw({ user: from, authority: signer.publicKey, to, amount: 1n, marketIndex }), signer);
      expect(attempt(Keypair.generate(), user)).to.equal("NotTheUsersSigner");
      expect(attempt(delegate, user)).to.equal("NotTheUsersSigner");
      expect(attempt(authority, user, 1)).to.equal("SpotMarketNotFound");
      const state = { authority: authority.publicKey };
      expect(attempt(authority, funded(5_000n, { ...state, status: 1 }).user)).to.equal("UserIsBeingLiquidated");
      expect(attempt(authority, funded(5_000n, { ...state, status: 2 }).user)).to.equal("UserBankrupt");
      expect(chain.tokens(to)).to.equal(0n);
    });

    it("should fail where the vault has no tokens for a settled profit", () => {
      const { authority, user } = chain.placeUser({ quoteScaledBalance: 5_000n });
      const to = chain.placeTokens(authority.publicKey, 0n);
      const take = drift.withdraw({ user, authority: authority.publicKey, to, amount: 5n });
      expect(chain.attempt(take, authority)).to.equal(Refused.insufficientTokens);
    });
  });
});
