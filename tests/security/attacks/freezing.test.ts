import { ACTORS } from "@profit-share/testing/svm/actors";
import { Verified } from "@profit-share/testing/svm/verified";
import { AccountState } from "@solana/spl-token";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, eve } = ACTORS;

/** The mint's freeze authority can stop tokens. It gets none, and settlements, terms and exits go on. */
describe("security: freeze authority", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    // $10 claimable, $40 of balance.
    v.earn(100_000_000n);
  });

  const freeze = (at: PublicKey) => v.world.editTokens(at, { state: AccountState.Frozen });
  const thaw = (at: PublicKey) => v.world.editTokens(at, { state: AccountState.Initialized });

  describe("given a frozen escrow", () => {
    beforeEach(() => freeze(v.escrow));

    for (const [name, make, signers] of [
      ["deposit", () => v.deposit(), [subscriber]],
      ["claim", () => v.claim(), [creator]],
      ["payout", () => v.payout(), []],
      ["withdraw", () => v.withdraw(), [subscriber]],
    ] as const satisfies [string, () => TransactionInstruction, Keypair[]][]) {
      it(`should refuse ${name}, and let it through after the thaw`, () => {
        expect(v.world.refusal(make(), ...signers)).to.equal("Token.AccountFrozen");
        thaw(v.escrow);
        expect(v.world.refusal(make(), ...signers)).to.equal("accepted");
      });
    }

    it("should refuse to close until the thaw", () => {
      v.leave();
      expect(v.world.refusal(v.close())).to.equal("Token.AccountFrozen");
      thaw(v.escrow);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
    });

    it("should still settle, sync, waive, change the cap and leave", () => {
      v.earn(500_000_000n);
      // $60 of share: the balance of $40 covers all but $10 beside the $10 before.
      expect(v.money()).to.include({ accrued: 60_000_000n, credited: 50_000_000n, balance: 0n });
      v.world.send([v.sync(), v.waive({ amount: 10_000_000n }), v.setCap(1_000_000n)], creator, subscriber);
      v.world.send(v.unsubscribe({ signer: agent.publicKey }), agent);
      expect(v.read()).to.include({ state: "ended", waived: 10_000_000n });
    });
  });

  describe("given a frozen destination", () => {
    it("should let the owner claim to another account when the payout's is frozen", () => {
      freeze(v.world.purse(payoutWallet.publicKey));
      expect(v.world.refusal(v.payout())).to.equal("Token.AccountFrozen");
      v.world.send(v.claim({ amount: 10_000_000n }), creator);
      expect(v.money().claimed).to.equal(10_000_000n);
    });

    it("should let the owner have paid out to another wallet", () => {
      freeze(v.world.purse(payoutWallet.publicKey));
      v.world.send(v.setPayout({ payoutWallet: creator.publicKey }), creator);
      v.world.send(v.payout({ destination: v.world.purse(creator.publicKey) }));
      expect(v.world.tokens(v.world.purse(creator.publicKey))).to.equal(1_010_000_000n);
    });

    it("should let the subscriber withdraw and close to another account when its own is frozen", () => {
      freeze(v.world.purse(subscriber.publicKey));
      const destination = v.world.purse(agent.publicKey);
      expect(v.world.refusal(v.withdraw(), subscriber)).to.equal("Token.AccountFrozen");
      v.world.send(v.withdraw({ destination, amount: 5_000_000n }), subscriber);
      v.leave();
      expect(v.world.refusal(v.close())).to.equal("Token.AccountFrozen");
      expect(v.world.refusal(v.close({ destination }))).to.equal("RefundDestination");
      v.world.send(v.close({ destination, subscriberSigns: true }), subscriber);
      expect(v.world.tokens(destination)).to.equal(1_040_000_000n);
    });

    it("should not let a frozen source stop another who deposits", () => {
      freeze(v.world.purse(subscriber.publicKey));
      expect(v.world.refusal(v.deposit(), subscriber)).to.equal("Token.AccountFrozen");
      v.world.send(v.deposit({ owner: eve.publicKey, from: v.world.purse(eve.publicKey) }), eve);
      expect(v.money().balance).to.equal(41_000_000n);
    });
  });

  describe("given a frozen vault", () => {
    beforeEach(() => freeze(v.vault));

    it("should close once the owner has claimed: only what is claimable needs the vault", () => {
      v.leave();
      expect(v.world.refusal(v.close())).to.equal("Token.AccountFrozen");
      v.world.send(v.payout());
      v.world.send(v.close());
      expect(v.world.exists(v.escrow)).to.equal(false);
    });

    it("should keep what is in it until the thaw", () => {
      v.world.setTokens(v.vault, v.bot, 3_000_000n);
      freeze(v.vault);
      expect(v.world.refusal(v.claimVault(), creator)).to.equal("Token.AccountFrozen");
      thaw(v.vault);
      v.world.send(v.claimVault(), creator);
      expect(v.world.tokens(v.world.purse(creator.publicKey))).to.equal(1_003_000_000n);
    });
  });
});
