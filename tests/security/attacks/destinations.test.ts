import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Verified } from "@profit-share/testing/svm/verified";
import { AuthorityType, createCloseAccountInstruction, createSetAuthorityInstruction } from "@solana/spl-token";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, sponsor, eve } = ACTORS;

describe("security: destinations that are closed or become another's", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.published();
    v.world.send(v.subscribe({ payer: sponsor.publicKey }), subscriber, agent, sponsor);
    v.earn(100_000_000n);
  });

  /** By the token program: the account stays at its address, its owner is eve. */
  const giveAway = (owner: typeof payoutWallet) =>
    v.world.send(
      createSetAuthorityInstruction(
        v.world.purse(owner.publicKey),
        owner.publicKey,
        AuthorityType.AccountOwner,
        eve.publicKey,
      ),
      owner,
    );
  const tokens = (owner: typeof payoutWallet) => v.world.tokens(v.world.purse(owner.publicKey));

  describe("when the payout wallet's associated account was given to eve", () => {
    beforeEach(() => giveAway(payoutWallet));

    it("should pay nothing into it", () => {
      expect(v.world.refusal(v.payout())).to.equal("PayoutDestination");
    });

    it("should still let the owner claim, and name another wallet", () => {
      v.world.send(v.claim({ amount: 4_000_000n }), creator);
      v.world.send(v.setPayout({ payoutWallet: creator.publicKey }), creator);
      v.world.send(v.payout({ destination: v.world.purse(creator.publicKey) }));
      expect(tokens(creator)).to.equal(1_010_000_000n);
    });
  });

  describe("when the payout wallet's associated account was closed", () => {
    it("should refuse the payout until it is there again", () => {
      const at = v.world.purse(payoutWallet.publicKey);
      v.world.setTokens(at, payoutWallet.publicKey, 0n);
      v.world.send(createCloseAccountInstruction(at, eve.publicKey, payoutWallet.publicKey), payoutWallet);
      expect(v.world.refusal(v.payout())).to.equal("PayoutDestination");
      // Lamports alone do not make it an account of tokens.
      v.world.send(SystemProgram.transfer({ fromPubkey: eve.publicKey, toPubkey: at, lamports: 2_039_280 }), eve);
      expect(v.world.refusal(v.payout())).to.equal("PayoutDestination");
      v.world.setTokens(at, payoutWallet.publicKey, 0n);
      v.world.send(v.payout());
      expect(tokens(payoutWallet)).to.equal(10_000_000n);
    });
  });

  describe("when the subscriber's associated account was given to eve", () => {
    beforeEach(() => {
      giveAway(subscriber);
      v.leave();
    });

    it("should not close into it for a stranger", () => {
      expect(v.world.refusal(v.close({ rentPayer: sponsor.publicKey }))).to.equal("RefundDestination");
    });

    it("should close to where the subscriber signs, or with nothing left for the subscriber", () => {
      const destination = v.world.purse(agent.publicKey);
      v.world.send(v.withdraw({ destination, amount: 40_000_000n }), subscriber);
      v.world.send(v.close({ rentPayer: sponsor.publicKey, destination: null }));
      expect(v.world.exists(v.subscription)).to.equal(false);
    });

    it("should keep the venue's slot until the subscriber acts, and nothing else", () => {
      v.world.pass(400n * 86_400n);
      expect(v.world.refusal(v.close({ rentPayer: sponsor.publicKey }))).to.equal("RefundDestination");
      expect(v.world.refusal(v.subscribe(), subscriber, agent)).to.equal("AlreadySubscribed");
      // The account back in its hands, anybody can close; so can the subscriber to another account.
      v.world.setTokens(v.world.purse(subscriber.publicKey), subscriber.publicKey, 0n);
      v.world.send(
        [v.close({ rentPayer: sponsor.publicKey }), v.subscribe({ deposit: 10_000_000n })],
        subscriber,
        agent,
      );
      expect(v.read().instance).to.equal(2n);
    });

    it("should not keep the creator from the claimable", () => {
      v.world.send(v.payout());
      expect(tokens(payoutWallet)).to.equal(1_010_000_000n);
    });
  });

  describe("when the one who paid the rent", () => {
    beforeEach(() => {
      v.leave();
    });
    const rents = () => v.world.account(v.subscription).lamports + v.world.account(v.escrow).lamports;
    const closed = () => {
      const rent = rents();
      v.world.send(v.close({ rentPayer: sponsor.publicKey }));
      return rent;
    };

    it("has no account any more should make one with the rent", () => {
      const { lamports } = v.world.account(sponsor.publicKey);
      v.world.send(
        SystemProgram.transfer({ fromPubkey: sponsor.publicKey, toPubkey: eve.publicKey, lamports }),
        sponsor,
      );
      expect(v.world.exists(sponsor.publicKey)).to.equal(false);
      const rent = closed();
      expect(v.world.account(sponsor.publicKey).lamports).to.equal(rent);
    });

    it("gave its account to a program should still get it", () => {
      v.world.send(SystemProgram.assign({ accountPubkey: sponsor.publicKey, programId: DRIFT_PROGRAM_ID }), sponsor);
      const before = v.world.account(sponsor.publicKey).lamports;
      const rent = closed();
      expect(v.world.account(sponsor.publicKey).lamports).to.equal(before + rent);
    });

    it("became a program should still get it, or it could stop the end", () => {
      v.patch({ rent_payer: DRIFT_PROGRAM_ID.toBytes() });
      const before = v.world.account(DRIFT_PROGRAM_ID).lamports;
      const rent = rents();
      v.world.send(v.close({ rentPayer: DRIFT_PROGRAM_ID }));
      expect(v.world.account(DRIFT_PROGRAM_ID).lamports).to.equal(before + rent);
    });
  });
});
