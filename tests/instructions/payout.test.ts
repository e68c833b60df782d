import { botAddress, PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, State } from "@profit-share/testing/svm/constants";
import { readonly, withAccount } from "@profit-share/testing/svm/idl";
import { AccountState, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, payoutWallet, eve } = ACTORS;

describe("payout", () => {
  let a: Attested;
  let destination: PublicKey;
  beforeEach(() => {
    a = Attested.running();
    destination = a.world.purse(payoutWallet.publicKey);
    // $100 of profit: $10 claimable, $40 of balance.
    a.earn(100_000_000n);
  });

  const refusal = (...[over]: Parameters<Attested["payout"]>) => a.world.refusal(a.payout(over));

  describe("when the bot is not the subscription's", () => {
    it("should refuse eve's bot, which pays out to her", () => {
      const mine = { creator: eve.publicKey, id: a.botId };
      a.world.send(a.publishBot({ ...mine, payoutWallet: eve.publicKey }), eve);
      const bot = botAddress(mine.creator, mine.id);
      expect(refusal({ bot, destination: a.world.purse(eve.publicKey) })).to.equal("BotMismatch");
    });

    it("should refuse a bot account of another program", () => {
      a.world.setAccount(a.bot, { owner: eve.publicKey, data: a.world.account(a.bot).data });
      expect(refusal()).to.equal("IllegalOwner");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(withAccount(a.payout(), "subscription", a.keeper))).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(withAccount(a.payout(), "subscription", fake))).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.payout(), "subscription"))).to.equal("ConstraintMut");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another subscription's", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      expect(a.world.refusal(withAccount(a.payout(), "escrow", other.escrow))).to.equal("EscrowMismatch");
    });
  });

  describe("when the token program is another", () => {
    it("should be refused", () => {
      expect(a.world.refusal(withAccount(a.payout(), "token_program", PROGRAM_ID))).to.equal("IncorrectProgramId");
    });
  });

  describe("when the destination is not the payout wallet's", () => {
    it("should refuse eve's account", () => {
      expect(refusal({ destination: a.world.purse(eve.publicKey) })).to.equal("PayoutDestination");
    });

    it("should refuse the owner's account: a payout wallet was named", () => {
      expect(refusal({ destination: a.world.purse(creator.publicKey) })).to.equal("PayoutDestination");
    });

    it("should refuse another token account of the payout wallet", () => {
      const second = a.world.setTokens(keyOf("second purse").publicKey, payoutWallet.publicKey, 0n);
      expect(refusal({ destination: second })).to.equal("PayoutDestination");
    });

    it("should refuse its account of another mint", () => {
      const mint = keyOf("another mint").publicKey;
      const other = a.world.purse(payoutWallet.publicKey, mint);
      a.world.setTokens(other, payoutWallet.publicKey, 0n, mint);
      expect(refusal({ destination: other })).to.equal("PayoutDestination");
    });

    it("should refuse its account after its owner was changed", () => {
      a.world.setTokens(destination, eve.publicKey, 0n);
      expect(refusal()).to.equal("PayoutDestination");
    });

    it("should refuse the escrow itself", () => {
      expect(refusal({ destination: a.escrow })).to.equal("ConstraintDuplicateMutableAccount");
    });
  });

  describe("when the destination is missing", () => {
    it("should be refused without an account", () => {
      a.world.setAccount(destination, null);
      expect(refusal()).to.equal("PayoutDestination");
    });

    it("should be refused with lamports only", () => {
      a.world.setAccount(destination, { owner: PublicKey.default, data: Buffer.alloc(0), lamports: 1_000_000n });
      expect(refusal()).to.equal("PayoutDestination");
    });

    it("should be refused when it is not initialized", () => {
      a.world.setAccount(destination, { owner: TOKEN_PROGRAM_ID, data: Buffer.alloc(165) });
      expect(refusal()).to.equal("PayoutDestination");
    });
  });

  describe("when the destination is frozen", () => {
    it("should be refused by the token program", () => {
      a.world.editTokens(destination, { state: AccountState.Frozen });
      expect(refusal()).to.equal("Token.AccountFrozen");
    });
  });

  describe("given $10 claimable", () => {
    it("should move all of it, with nobody's signature, and nothing of the balance", () => {
      const { logged } = a.world.send(a.payout());
      expect(a.money()).to.deep.equal({
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 10_000_000n,
        waived: 0n,
        balance: 40_000_000n,
      });
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
      expect(a.world.tokens(a.escrow)).to.equal(40_000_000n);
      const data = { subscription: a.subscription, amount: 10_000_000n, claimed: 10_000_000n, destination };
      expect(logged).to.deep.equal([{ name: "Claimed", data }]);
    });

    it("should move the rest after a claim", () => {
      a.world.send(a.claim({ amount: 4_000_000n }), creator);
      a.world.send(a.payout());
      expect(a.world.tokens(destination)).to.equal(1_006_000_000n);
      expect(a.money().claimed).to.equal(10_000_000n);
    });

    it("should follow the bot's payout wallet", () => {
      a.world.patch(a.bot, "Bot", { payout_wallet: eve.publicKey.toBytes() });
      expect(refusal()).to.equal("PayoutDestination");
      const hers = a.world.purse(eve.publicKey);
      a.world.send(a.payout({ destination: hers }));
      expect(a.world.tokens(hers)).to.equal(1_010_000_000n);
    });

    it("should move it after the end, too", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      a.world.send(a.payout());
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
    });
  });

  describe("given less than the minimum payout", () => {
    const nothingMoves = (to: PublicKey = destination) => {
      const before = a.world.account(a.subscription).data;
      const { logged } = a.world.send(a.payout({ destination: to }));
      expect(logged).to.deep.equal([]);
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
    };

    it("should succeed and move nothing when it is short by one", () => {
      a.world.patch(a.bot, "Bot", { min_payout: 10_000_001n });
      nothingMoves();
      expect(a.world.tokens(destination)).to.equal(Amount.PURSE);
    });

    it("should move what is equal to it", () => {
      a.world.patch(a.bot, "Bot", { min_payout: 10_000_000n });
      a.world.send(a.payout());
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
    });

    it("should succeed and move nothing after a payout", () => {
      a.world.send(a.payout());
      nothingMoves();
    });

    it("should not look at the destination: a bundle must not fail for dust", () => {
      a.world.patch(a.bot, "Bot", { min_payout: 10_000_001n });
      a.world.setAccount(destination, null);
      nothingMoves();
      nothingMoves(eve.publicKey);
    });
  });
});
