import { ACTORS } from "@profit-share/testing/svm/actors";
import { Verified } from "@profit-share/testing/svm/verified";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, eve } = ACTORS;

describe("security: closing and revival", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    // $10 claimable, $40 of balance; the account is flat, so leaving ends it.
    v.earn(100_000_000n);
    v.leave();
  });

  /** Eve brings the lamports back before the transaction ends, which would keep a closed account alive. */
  const refund = () =>
    [v.subscription, v.escrow].map((toPubkey) =>
      SystemProgram.transfer({ fromPubkey: eve.publicKey, toPubkey, lamports: 10_000_000n }),
    );

  describe("when the accounts are refunded in the transaction that closes them", () => {
    for (const [name, make, signers, error] of [
      ["deposit", () => v.deposit(), [subscriber], "AccountDataTooSmall"],
      ["sync", () => v.sync(), [], "AccountDataTooSmall"],
      ["settle", () => v.settle(), [], "AccountDataTooSmall"],
      ["claim", () => v.claim(), [creator], "AccountDataTooSmall"],
      ["payout", () => v.payout(), [], "AccountDataTooSmall"],
      ["withdraw", () => v.withdraw(), [subscriber], "AccountDataTooSmall"],
      ["waive", () => v.waive(), [creator], "AccountDataTooSmall"],
      ["set_cap", () => v.setCap(1_000_000n), [subscriber], "AccountDataTooSmall"],
      ["unsubscribe", () => v.unsubscribe(), [subscriber], "AccountDataTooSmall"],
      ["close_subscription", () => v.close(), [], "AccountDataTooSmall"],
    ] as const) {
      it(`should refuse ${name} on them`, () => {
        expect(v.world.refusal([v.close(), ...refund(), make()], eve, ...signers)).to.equal(error);
      });

      it(`should refuse ${name} on them in a later transaction`, () => {
        v.world.send([v.close(), ...refund()], eve);
        expect(v.world.refusal(make(), ...signers)).to.equal(error);
      });
    }

    it("should leave nothing of them but lamports", () => {
      v.world.send([v.close(), ...refund()], eve);
      for (const at of [v.subscription, v.escrow]) {
        const { owner, data, lamports } = v.world.account(at);
        expect([owner.equals(SystemProgram.programId), data.length, lamports]).to.deep.equal([true, 0, 10_000_000n]);
      }
    });

    it("should let the next subscription begin there from nothing", () => {
      v.world.send([v.close(), ...refund(), v.subscribe()], eve, subscriber, agent);
      const { instance, sequence, state, head } = v.read();
      expect({ instance, sequence, state }).to.deep.equal({ instance: 2n, sequence: 0n, state: "active" });
      expect(head).to.have.length(32);
      expect(v.money()).to.deep.equal({
        profitTotal: 0n,
        accrued: 0n,
        credited: 0n,
        claimed: 0n,
        waived: 0n,
        balance: 50_000_000n,
      });
      expect(v.world.tokens(v.escrow)).to.equal(50_000_000n);
    });
  });

  describe("when the money is taken twice in one transaction", () => {
    it("should refuse to close twice", () => {
      expect(v.world.refusal([v.close(), v.close()])).to.equal("AccountDataTooSmall");
    });

    it("should refuse the claim after the vault took it", () => {
      expect(v.world.refusal([v.close(), v.claim()], creator)).to.equal("AccountDataTooSmall");
    });

    it("should move each token once when everybody takes what is theirs", () => {
      v.world.send(
        [v.claim({ amount: 4_000_000n }), v.withdraw({ amount: 15_000_000n }), v.close(), v.claimVault()],
        creator,
        subscriber,
      );
      expect(v.world.tokens(v.world.purse(creator.publicKey))).to.equal(1_010_000_000n);
      expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(990_000_000n);
      expect(v.world.tokens(v.vault)).to.equal(0n);
    });
  });
});
