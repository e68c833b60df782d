import { PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Lamports } from "@profit-share/testing/svm/constants";
import { accountLength } from "@profit-share/testing/svm/idl";
import { World } from "@profit-share/testing/svm/world";
import { AccountLayout, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { expect } from "chai";

const { creator, marketplace, payoutWallet, sponsor, eve } = ACTORS;

describe("publish_bot: result", () => {
  let world: World;
  let attested: Attested;
  beforeEach(() => {
    world = new World();
    attested = new Attested(world);
    world.send(attested.registerKeeper(), marketplace);
  });

  describe("when everything fits", () => {
    it("should store who it belongs to and the first version of the terms", () => {
      attested.publish();
      const { owner, data } = world.account(attested.bot);
      expect(owner.equals(PROGRAM_ID)).to.equal(true);
      expect(data.length).to.equal(accountLength("Bot"));
      expect(attested.readBot()).to.deep.equal({
        open: true,
        creator: creator.publicKey,
        id: Uint8Array.from(attested.botId),
        owner: creator.publicKey,
        pendingOwner: null,
        payoutWallet: payoutWallet.publicKey,
        terms: {
          source: "attested",
          feeBasis: "each_close",
          profitShareBps: 1_000,
          version: 1,
          minBalance: 10_000_000n,
          minDailyCap: 1_000_000n,
          keeper: attested.keeper,
          mint: world.mint,
          hash: Uint8Array.from(attested.terms.hash),
        },
        minPayout: 10_000n,
        subscriptions: 0n,
        closed: 0n,
        closedProfit: 0n,
        closedAccrued: 0n,
        closedCredited: 0n,
        closedWaived: 0n,
      });
    });

    it("should create an empty vault that only the bot can empty", () => {
      attested.publish();
      const { owner, data } = world.account(attested.vault);
      const vault = AccountLayout.decode(data);
      expect(owner.equals(TOKEN_PROGRAM_ID)).to.equal(true);
      expect(vault.owner.equals(attested.bot)).to.equal(true);
      expect(vault.mint.equals(world.mint)).to.equal(true);
      expect(vault.amount).to.equal(0n);
      expect(vault.delegateOption).to.equal(0);
      expect(vault.closeAuthorityOption).to.equal(0);
    });

    it("should log BotPublished", () => {
      const { logged } = world.send(attested.publishBot(), creator);
      expect(logged).to.deep.equal([
        { name: "BotPublished", data: { bot: attested.bot, creator: creator.publicKey, profitShareBps: 1_000 } },
      ]);
    });

    it("should take the rent from the payer alone", () => {
      const before = world.account(creator.publicKey).lamports;
      world.send(attested.publishBot({ payer: sponsor.publicKey }), creator, sponsor);
      expect(world.account(creator.publicKey).lamports).to.equal(before);
      const paid = Lamports.PURSE - world.account(sponsor.publicKey).lamports;
      expect(paid).to.equal(world.rent(accountLength("Bot")) + world.rent(165));
    });

    it("should allow a share of nothing and minima of one", () => {
      attested.publish({ minPayout: 1n, terms: { profitShareBps: 0, minBalance: 0n, minDailyCap: 1n } });
      const { terms, minPayout } = attested.readBot();
      expect([terms.profitShareBps, terms.minBalance, terms.minDailyCap, minPayout]).to.deep.equal([0, 0n, 1n, 1n]);
    });

    it("should allow high-water mark of an attested source", () => {
      attested.publish({ terms: { feeBasis: "high_water_mark" } });
      expect(attested.readBot().terms.feeBasis).to.equal("high_water_mark");
    });

    it("should refuse the same id again", () => {
      attested.publish();
      const again = attested.publishBot({ payoutWallet: eve.publicKey });
      expect(world.refusal(again, creator)).to.equal("System.AccountAlreadyInUse");
    });
  });

  describe("given lamports at the addresses", () => {
    it("should publish all the same", () => {
      world.airdrop(attested.bot, Lamports.DUST);
      world.airdrop(attested.vault, Lamports.BIG_DONATION);
      attested.publish();
      expect(attested.readBot().owner.equals(creator.publicKey)).to.equal(true);
      expect(AccountLayout.decode(world.account(attested.vault).data).owner.equals(attested.bot)).to.equal(true);
    });
  });
});
