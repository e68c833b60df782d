import { botAddress, PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, withAccount } from "@profit-share/testing/svm/idl";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, sponsor, eve } = ACTORS;

describe("close_subscription: checks", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    // $10 claimable, $40 of balance.
    v.earn(100_000_000n);
    v.patch({ state: State.ENDED, ended_at: Time.START });
  });

  const refusal = (...[over]: Parameters<Verified["close"]>) => v.world.refusal(v.close(over));

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const keeper = new Attested(v.world);
      v.world.send(keeper.registerKeeper(), ACTORS.marketplace);
      expect(v.world.refusal(withAccount(v.close(), "subscription", keeper.keeper))).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = v.world.forge("fake subscription", v.subscription);
      expect(v.world.refusal(withAccount(v.close(), "subscription", fake))).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(v.world.refusal(readonly(v.close(), "subscription"))).to.equal("ConstraintMut");
    });

    it("should refuse one that is closed", () => {
      v.world.send(v.close());
      expect(refusal()).to.equal("AccountDataTooSmall");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another's", () => {
      const other = new Attested(v.world);
      v.world.send(other.registerKeeper(), ACTORS.marketplace);
      other.publish().start();
      expect(v.world.refusal(withAccount(v.close(), "escrow", other.escrow))).to.equal("EscrowMismatch");
    });
  });

  describe("when the bot is not the subscription's", () => {
    it("should refuse eve's bot, whose vault is hers", () => {
      const mine = { creator: eve.publicKey, id: v.botId };
      v.world.send(v.publishBot(mine), eve);
      expect(refusal({ bot: botAddress(mine.creator, mine.id) })).to.equal("BotMismatch");
    });

    it("should refuse a bot account of another program", () => {
      v.world.setAccount(v.bot, { owner: eve.publicKey, data: v.world.account(v.bot).data });
      expect(refusal()).to.equal("IllegalOwner");
    });
  });

  describe("when the vault is not the bot's", () => {
    it("should refuse eve's token account", () => {
      const instruction = withAccount(v.close(), "vault", v.world.purse(eve.publicKey));
      expect(v.world.refusal(instruction)).to.equal("InvalidSeeds");
    });

    it("should refuse another bot's", () => {
      const mine = { creator: eve.publicKey, id: v.botId };
      v.world.send(v.publishBot(mine), eve);
      const theirs = vaultAddress(botAddress(mine.creator, mine.id));
      expect(v.world.refusal(withAccount(v.close(), "vault", theirs))).to.equal("InvalidSeeds");
    });
  });

  describe("when another agreement is meant", () => {
    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}, also when the subscriber signs`, () => {
        expect(refusal({ instance })).to.equal("InstanceMismatch");
        expect(v.world.refusal(v.close({ instance, subscriberSigns: true }), subscriber)).to.equal("InstanceMismatch");
      });
    }

    it("should say so before it says that the subscription has not ended", () => {
      v.patch({ state: State.ACTIVE, ended_at: 0n });
      expect(refusal({ instance: 2n })).to.equal("InstanceMismatch");
    });
  });

  describe("when the rent's receiver is not who paid it", () => {
    it("should refuse eve", () => {
      expect(refusal({ rentPayer: eve.publicKey })).to.equal("RentPayerMismatch");
    });

    it("should refuse the subscriber when a sponsor paid", () => {
      const w = Verified.published();
      const by = sponsor.publicKey;
      w.world.send(w.subscribe({ payer: by }), subscriber, agent, sponsor);
      w.leave();
      expect(w.world.refusal(w.close({ subscriberSigns: true }), subscriber)).to.equal("RentPayerMismatch");
    });
  });

  describe("when the subscriber is another", () => {
    it("should refuse eve, with and without her signature", () => {
      const destination = v.world.purse(eve.publicKey);
      const hers = { subscriber: eve.publicKey, destination };
      expect(refusal(hers)).to.equal("NotSubscriber");
      expect(v.world.refusal(v.close({ ...hers, subscriberSigns: true }), eve)).to.equal("NotSubscriber");
    });
  });

  describe("when a program is another", () => {
    it("should refuse the token program", () => {
      const instruction = withAccount(v.close(), "token_program", PROGRAM_ID);
      expect(v.world.refusal(instruction)).to.equal("IncorrectProgramId");
    });

    it("should refuse the event authority", () => {
      const instruction = withAccount(v.close(), "event_authority", eve.publicKey);
      expect(v.world.refusal(instruction)).to.equal("InvalidSeeds");
    });
  });

  describe("when it has not ended", () => {
    it("should refuse an active subscription, whoever signs", () => {
      v.patch({ state: State.ACTIVE, ended_at: 0n });
      expect(refusal()).to.equal("NotEnded");
      expect(v.world.refusal(v.close({ subscriberSigns: true }), subscriber)).to.equal("NotEnded");
    });

    it("should refuse a verified one until thirty days have passed", () => {
      const w = Verified.running();
      w.placeUser({ perpPositions: [OPEN_POSITION] });
      w.leave();
      w.world.pass(Time.VERIFIED_CLOSING - 1n);
      expect(w.world.refusal(w.close())).to.equal("NotEnded");
      w.world.pass(1n);
      w.world.send(w.close());
      expect(w.world.exists(w.subscription)).to.equal(false);
    });

    it("should refuse an attested one until seven days have passed", () => {
      const a = Attested.running();
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING - 1n);
      expect(a.world.refusal(a.close())).to.equal("NotEnded");
      a.world.pass(1n);
      a.world.send(a.close());
      expect(a.world.exists(a.subscription)).to.equal(false);
    });
  });

  describe("when something is owed", () => {
    beforeEach(() => {
      // $60 more are accrued than the balance covers.
      v.patch({ state: State.ACTIVE, ended_at: 0n });
      v.earn(900_000_000n);
      v.patch({ state: State.ENDED, ended_at: Time.START });
    });

    it("should be refused until seven days have passed", () => {
      expect(refusal()).to.equal("DebtOutstanding");
      v.world.pass(7n * Time.DAY - 1n);
      expect(refusal()).to.equal("DebtOutstanding");
      expect(v.world.refusal(v.close({ subscriberSigns: true }), subscriber)).to.equal("DebtOutstanding");
      v.world.pass(1n);
      v.world.send(v.close());
    });

    it("should be refused when one base unit is missing", () => {
      v.world.send(v.deposit({ amount: 49_999_999n }), subscriber);
      expect(refusal()).to.equal("DebtOutstanding");
      v.world.send(v.deposit({ amount: 1n }), subscriber);
      v.world.send(v.close());
    });

    it("should not be refused once it is waived", () => {
      v.world.send(v.waive({ amount: 50_000_000n }), creator);
      v.world.send(v.close());
    });
  });
});
