import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { State, Time } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { AccountState, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { subscriber, eve } = ACTORS;

describe("close_subscription: destination", () => {
  let v: Verified;
  let purse: PublicKey;
  beforeEach(() => {
    v = Verified.running();
    purse = v.world.purse(subscriber.publicKey);
    // $10 claimable, $40 of balance.
    v.earn(100_000_000n);
    v.patch({ state: State.ENDED, ended_at: Time.START });
  });

  const refusal = (...[over]: Parameters<Verified["close"]>) => v.world.refusal(v.close(over));

  describe("when the destination is not the subscriber's", () => {
    it("should refuse eve's account", () => {
      expect(refusal({ destination: v.world.purse(eve.publicKey) })).to.equal("RefundDestination");
    });

    it("should refuse to leave it out", () => {
      expect(refusal({ destination: null })).to.equal("RefundDestination");
      expect(v.world.refusal(v.close({ destination: null, subscriberSigns: true }), subscriber)).to.equal(
        "RefundDestination",
      );
    });

    it("should refuse another token account of the subscriber, who did not sign", () => {
      const second = v.world.setTokens(keyOf("second purse").publicKey, subscriber.publicKey, 0n);
      expect(refusal({ destination: second })).to.equal("RefundDestination");
    });

    it("should refuse its account of another mint", () => {
      const mint = keyOf("another mint").publicKey;
      const other = v.world.purse(subscriber.publicKey, mint);
      v.world.setTokens(other, subscriber.publicKey, 0n, mint);
      expect(refusal({ destination: other })).to.equal("RefundDestination");
    });

    it("should refuse its account after its owner was changed", () => {
      v.world.setTokens(purse, eve.publicKey, 0n);
      expect(refusal()).to.equal("RefundDestination");
    });

    it("should refuse the escrow and the vault, also when the subscriber signs", () => {
      for (const destination of [v.escrow, v.vault]) {
        expect(v.world.refusal(v.close({ destination, subscriberSigns: true }), subscriber)).to.equal(
          "ConstraintDuplicateMutableAccount",
        );
      }
    });
  });

  describe("when the destination cannot take it", () => {
    it("should refuse a missing one", () => {
      v.world.setAccount(purse, null);
      expect(refusal()).to.equal("RefundDestination");
    });

    it("should refuse one with lamports only", () => {
      v.world.setAccount(purse, { owner: PublicKey.default, data: Buffer.alloc(0), lamports: 1_000_000n });
      expect(refusal()).to.equal("RefundDestination");
    });

    it("should refuse one that is not initialized", () => {
      v.world.setAccount(purse, { owner: TOKEN_PROGRAM_ID, data: Buffer.alloc(165) });
      expect(refusal()).to.equal("RefundDestination");
    });

    it("should refuse a frozen one, and take another that the subscriber signs for", () => {
      v.world.editTokens(purse, { state: AccountState.Frozen });
      expect(refusal()).to.equal("Token.AccountFrozen");
      const destination = v.world.setTokens(keyOf("second purse").publicKey, subscriber.publicKey, 0n);
      v.world.send(v.close({ destination, subscriberSigns: true }), subscriber);
      expect(v.world.tokens(destination)).to.equal(40_000_000n);
    });

    it("should refuse a token account of another mint that the subscriber signs for", () => {
      const destination = v.world.otherTokens(subscriber.publicKey);
      expect(v.world.refusal(v.close({ destination, subscriberSigns: true }), subscriber)).to.equal(
        "Token.MintMismatch",
      );
    });
  });
});
