import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Verified } from "@profit-share/testing/svm/verified";
import {
  ACCOUNT_SIZE,
  AccountLayout,
  createApproveInstruction,
  MINT_SIZE,
  MULTISIG_SIZE,
  NATIVE_MINT,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, eve } = ACTORS;

describe("security: SPL accounts", () => {
  describe("of a mint", () => {
    let a: Attested;
    beforeEach(() => {
      a = new Attested(Attested.published().world, { botId: "attested-bot-002" });
    });
    const published = (mint: PublicKey) => a.world.refusal(a.publishBot({ terms: { mint } }), creator);
    const made = (name: string, owner: PublicKey, data: Buffer) => {
      const at = keyOf(name).publicKey;
      a.world.setAccount(at, { owner, data });
      return at;
    };

    it("should refuse one of Token-2022, plain and with an extension behind it", () => {
      const { data } = a.world.account(a.world.mint);
      expect(published(made("plain", TOKEN_2022_PROGRAM_ID, data))).to.equal("IllegalOwner");
      const extended = Buffer.concat([data, Buffer.alloc(200)]);
      extended[ACCOUNT_SIZE] = 1;
      expect(published(made("extended", TOKEN_2022_PROGRAM_ID, extended))).to.equal("IllegalOwner");
    });

    it("should refuse one that is not initialized", () => {
      expect(published(made("zeros", TOKEN_PROGRAM_ID, Buffer.alloc(MINT_SIZE)))).to.equal("UninitializedAccount");
    });

    it("should refuse what else the token program owns", () => {
      const { data } = a.world.account(a.world.purse(eve.publicKey));
      expect(published(made("tokens", TOKEN_PROGRAM_ID, data))).to.equal("InvalidAccountData");
      const multisig = Buffer.alloc(MULTISIG_SIZE, 1);
      expect(published(made("multisig", TOKEN_PROGRAM_ID, multisig))).to.equal("InvalidAccountData");
    });

    it("should refuse wrapped SOL, whose amounts change without a transfer", () => {
      a.world.createMint(NATIVE_MINT, 9);
      expect(published(NATIVE_MINT)).to.equal("MintDecimals");
    });

    it("should refuse any but that of the venue's market for a verified bot", () => {
      const v = Verified.published();
      const mint = keyOf("eve's mint").publicKey;
      v.world.createMint(mint);
      const id = Buffer.from("verified-bot-002");
      expect(v.world.refusal(v.publishBot({ id, terms: { mint } }), creator)).to.equal("QuoteMarketMismatch");
    });
  });

  describe("of a token account", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
      v.earn(100_000_000n);
    });
    const tokens = (owner: PublicKey) => v.world.tokens(v.world.purse(owner));

    /** Each way in which tokens leave or enter, with `at` in the place that a party chooses. */
    const outcomes = (at: PublicKey) => ({
      deposit: v.world.refusal(v.deposit({ from: at }), subscriber),
      claim: v.world.refusal(v.claim({ destination: at }), creator),
      payout: v.world.refusal(v.payout({ destination: at })),
      withdraw: v.world.refusal(v.withdraw({ destination: at }), subscriber),
    });
    const place = (owner: PublicKey, data: Buffer) => {
      const at = keyOf("placed").publicKey;
      v.world.setAccount(at, { owner, data });
      return at;
    };

    it("should refuse one of Token-2022, whose bytes are the same", () => {
      const { data } = v.world.account(v.world.purse(subscriber.publicKey));
      expect(outcomes(place(TOKEN_2022_PROGRAM_ID, data))).to.deep.equal({
        deposit: "ExternalAccountDataModified",
        claim: "ExternalAccountDataModified",
        payout: "PayoutDestination",
        withdraw: "ExternalAccountDataModified",
      });
    });

    it("should refuse one of another mint", () => {
      expect(outcomes(v.world.otherTokens(subscriber.publicKey))).to.deep.equal({
        deposit: "Token.MintMismatch",
        claim: "Token.MintMismatch",
        payout: "PayoutDestination",
        withdraw: "Token.MintMismatch",
      });
    });

    it("should refuse one that is not initialized", () => {
      expect(outcomes(place(TOKEN_PROGRAM_ID, Buffer.alloc(ACCOUNT_SIZE)))).to.deep.equal({
        deposit: "UninitializedAccount",
        claim: "UninitializedAccount",
        payout: "PayoutDestination",
        withdraw: "UninitializedAccount",
      });
    });

    it("should refuse a multisig that begins like one", () => {
      const { data } = v.world.account(v.world.purse(subscriber.publicKey));
      const multisig = Buffer.concat([data, Buffer.alloc(MULTISIG_SIZE - ACCOUNT_SIZE)]);
      expect(outcomes(place(TOKEN_PROGRAM_ID, multisig))).to.deep.equal({
        deposit: "InvalidAccountData",
        claim: "InvalidAccountData",
        payout: "PayoutDestination",
        withdraw: "InvalidAccountData",
      });
    });

    it("should refuse the payout into another account of the payout wallet, or its own of another mint", () => {
      const second = v.world.setTokens(keyOf("second").publicKey, payoutWallet.publicKey, 0n);
      expect(v.world.refusal(v.payout({ destination: second }))).to.equal("PayoutDestination");
      const mint = keyOf("another mint").publicKey;
      v.world.createMint(mint);
      const other = v.world.purse(payoutWallet.publicKey, mint);
      v.world.setTokens(other, payoutWallet.publicKey, 0n, mint);
      expect(v.world.refusal(v.payout({ destination: other }))).to.equal("PayoutDestination");
    });

    it("should let a delegate deposit what it may spend, into whose escrow it says, and no more", () => {
      const source = v.world.purse(subscriber.publicKey);
      v.world.send(createApproveInstruction(source, eve.publicKey, subscriber.publicKey, 5_000_000n), subscriber);
      const hers = (amount: bigint) => v.deposit({ owner: eve.publicKey, from: source, amount });
      expect(v.world.refusal(hers(5_000_001n), eve)).to.equal("Token.InsufficientFunds");
      v.world.send(hers(5_000_000n), eve);
      expect(v.money().balance).to.equal(45_000_000n);
    });

    it("should leave a delegate's approval alone: eve gets nothing from an account that is paid into", () => {
      const destination = v.world.purse(creator.publicKey);
      v.world.send(createApproveInstruction(destination, eve.publicKey, creator.publicKey, 1n), creator);
      v.world.send(v.claim({ amount: 10_000_000n }), creator);
      expect([tokens(creator.publicKey), tokens(eve.publicKey)]).to.deep.equal([1_010_000_000n, 1_000_000_000n]);
    });
  });

  describe("of the program's own", () => {
    it("should be nobody's to close, spend or freeze but the program's and the mint's", () => {
      const v = Verified.running();
      for (const [at, authority] of [
        [v.escrow, v.subscription],
        [v.vault, v.bot],
      ] as const) {
        const { owner, mint, delegateOption, closeAuthorityOption, isNativeOption, state } = AccountLayout.decode(
          v.world.account(at).data,
        );
        expect([owner, mint].map(String)).to.deep.equal([authority, v.world.mint].map(String));
        expect({ delegateOption, closeAuthorityOption, isNativeOption, state }).to.deep.equal({
          delegateOption: 0,
          closeAuthorityOption: 0,
          isNativeOption: 0,
          state: 1,
        });
        expect(PublicKey.isOnCurve(authority)).to.equal(false);
      }
    });

    it("should be made by the program with the bot's mint only", () => {
      const a = Attested.published();
      const mint = keyOf("eve's mint").publicKey;
      a.world.createMint(mint);
      expect(a.world.refusal(a.subscribe({ terms: { mint } }), subscriber, agent)).to.equal("MintMismatch");
    });
  });
});
