import { keeperAddress, registerKeeper, type Terms } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Bps } from "@profit-share/testing/svm/constants";
import { sha256 } from "@profit-share/testing/svm/history";
import { fieldAt, readonly, unsigned, withAccount, withDataByte } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, marketplace, eve } = ACTORS;

/** Offset of the fee basis in the instruction's data. */
const FEE_BASIS = 8;

describe("update_terms", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  /** All that may change. */
  const NEW = {
    feeBasis: "high_water_mark",
    profitShareBps: 250,
    minBalance: 20_000_000n,
    minDailyCap: 2_000_000n,
    hash: sha256(Buffer.from("other terms of service")),
  } as const;

  const update = (terms: Partial<Terms>) => a.world.send(a.updateTerms({ terms }), creator);
  const refusal = (terms: Partial<Terms>) => a.world.refusal(a.updateTerms({ terms }), creator);

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.updateTerms(), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, agent, payoutWallet, marketplace })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.updateTerms({ owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }

    it("should refuse who is offered the bot and did not accept", () => {
      a.world.send(a.transferBot(eve.publicKey), creator);
      expect(a.world.refusal(a.updateTerms({ owner: eve.publicKey }), eve)).to.equal("NotOwner");
    });
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(a.updateTerms({ bot: a.subscription }), creator)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const bot = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.updateTerms({ bot }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      expect(a.world.refusal(readonly(a.updateTerms(), "bot"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when the keeper does not fit the source", () => {
    it("should refuse an attested bot without one", () => {
      expect(refusal({ keeper: null })).to.equal("KeeperNotForSource");
    });

    it("should refuse a verified bot with one", () => {
      const v = Verified.published();
      const instruction = v.updateTerms({ terms: { keeper: a.keeper } });
      v.world.send(a.registerKeeper(), marketplace);
      expect(v.world.refusal(instruction, creator)).to.equal("KeeperNotForSource");
    });

    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.updateTerms(), "keeper", a.subscription);
      expect(a.world.refusal(instruction, creator)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const keeper = a.world.forge("fake keeper", a.keeper);
      expect(refusal({ keeper })).to.equal("IllegalOwner");
    });

    it("should refuse a wallet", () => {
      expect(refusal({ keeper: eve.publicKey })).to.equal("IllegalOwner");
    });
  });

  describe("when the terms are not allowed", () => {
    it("should refuse a share above 10 %", () => {
      expect(refusal({ profitShareBps: Bps.ABOVE_LIMIT })).to.equal("ProfitShareAboveLimit");
    });

    it("should refuse a minimum daily cap of zero", () => {
      expect(refusal({ minDailyCap: 0n })).to.equal("MinDailyCapIsZero");
    });

    for (const code of [0, 3, 255]) {
      it(`should refuse the fee basis ${code}`, () => {
        const instruction = withDataByte(a.updateTerms(), FEE_BASIS, code);
        expect(a.world.refusal(instruction, creator)).to.equal("InvalidFeeBasis");
      });
    }

    it("should refuse each-close of a verified bot", () => {
      const v = Verified.published();
      const instruction = v.updateTerms({ terms: { feeBasis: "each_close" } });
      expect(v.world.refusal(instruction, creator)).to.equal("InvalidFeeBasis");
    });

    it("should refuse a bot of a source that this build does not know", () => {
      a.world.patch(a.bot, "Bot", { "terms.source": 2 });
      expect(refusal({})).to.equal("InvalidSource");
    });
  });

  describe("given terms that are allowed", () => {
    it("should store them with the next version", () => {
      update(NEW);
      expect(a.readBot().terms).to.deep.equal({
        ...NEW,
        hash: Uint8Array.from(NEW.hash),
        source: "attested",
        version: 2,
        keeper: a.keeper,
        mint: a.world.mint,
      });
      update({});
      expect(a.readBot().terms.version).to.equal(3);
    });

    it("should raise the version when nothing else changes", () => {
      const { terms, ...before } = a.readBot();
      update({});
      expect(a.readBot()).to.deep.equal({ ...before, terms: { ...terms, version: 2 } });
    });

    it("should log TermsUpdated", () => {
      expect(update(NEW).logged).to.deep.equal([
        { name: "TermsUpdated", data: { bot: a.bot, version: 2, profitShareBps: 250 } },
      ]);
    });

    for (const profitShareBps of [0, 1_000]) {
      it(`should accept a share of ${profitShareBps} basis points and a cap of one base unit`, () => {
        update({ profitShareBps, minDailyCap: 1n });
        expect(a.readBot().terms).to.include({ profitShareBps, minDailyCap: 1n });
      });
    }

    it("should keep source and mint of a verified bot, and no keeper", () => {
      const v = Verified.published();
      v.world.send(v.updateTerms({ terms: { profitShareBps: 250 } }), creator);
      const { source, mint, keeper, version } = v.readBot().terms;
      expect([source, mint, keeper, version]).to.deep.equal(["drift", v.world.mint, null, 2]);
    });

    it("should change nothing but the terms' bytes", () => {
      const before = a.world.account(a.bot).data;
      update(NEW);
      const after = a.world.account(a.bot).data;
      const { offset } = fieldAt("Bot", "terms");
      for (const data of [before, after]) data.fill(0, offset, offset + 120);
      expect(after.equals(before)).to.equal(true);
    });
  });

  describe("given a subscription made before", () => {
    it("should not touch it", () => {
      const before = a.world.account(a.subscription).data;
      update(NEW);
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
      // Each close of its own terms, at their 10 %, not 2.5 % above a high-water mark.
      a.earn(-100_000_000n);
      a.earn(100_000_000n);
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    it("should leave it to the keeper of its own terms", () => {
      const mine = { creator: eve.publicKey, id: a.keeperId };
      a.world.send(registerKeeper({ ...mine, signer: eve.publicKey }), eve);
      const keeper = keeperAddress(mine.creator, mine.id);
      update({ keeper });
      const instruction = a.settle(100_000_000n, { signer: eve.publicKey, keeper });
      expect(a.world.refusal(instruction, eve)).to.equal("KeeperMismatch");
      a.earn(100_000_000n);
      expect(a.read().terms.keeper).to.deep.equal(a.keeper);
    });
  });

  describe("given a subscription made afterwards", () => {
    const next = () => new Attested(a.world, { accountNo: 1, terms: { ...NEW, version: 2 } });

    it("should be refused under the terms that were read before", () => {
      update(NEW);
      const instruction = next().subscribe({ terms: { version: 1 } });
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("TermsChanged");
    });

    it("should be made under the new ones", () => {
      update(NEW);
      const second = next().start();
      expect(second.read().terms).to.deep.equal(a.readBot().terms);
      // 2.5 % above the high-water mark.
      a.world.send(second.settle(100_000_000n, { instance: 2n }), ACTORS.keeperSigner);
      expect(second.money().accrued).to.equal(2_500_000n);
    });

    it("should be refused below the new minima", () => {
      update(NEW);
      const low = next();
      const refused = (over: Parameters<Attested["subscribe"]>[0]) =>
        a.world.refusal(low.subscribe(over), subscriber, agent);
      expect(refused({ deposit: 19_999_999n })).to.equal("DepositBelowMinimum");
      expect(refused({ dailyCap: 1_999_999n })).to.equal("CapBelowMinimum");
    });
  });
});
