import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { subscriber, agent, creator, marketplace, keeperSigner, sponsor, eve } = ACTORS;

describe("unsubscribe: checks", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
  });

  describe("when neither subscriber nor agent signed", () => {
    it("should be refused without a signature", () => {
      expect(v.world.refusal(unsigned(v.unsubscribe(), "signer"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, creator, marketplace, keeperSigner })) {
      it(`should refuse ${name}`, () => {
        const instruction = v.unsubscribe({ signer: signer.publicKey });
        expect(v.world.refusal(instruction, signer)).to.equal("NotSubscriberOrAgent");
      });
    }

    it("should refuse who paid rent and deposit", () => {
      const w = Verified.published();
      const by = sponsor.publicKey;
      const instruction = w.subscribe({ payer: by, depositor: by, depositFrom: w.world.purse(by) });
      w.world.send(instruction, subscriber, agent, sponsor);
      expect(w.world.refusal(w.unsubscribe({ signer: by }), sponsor)).to.equal("NotSubscriberOrAgent");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(v.unsubscribe(), "subscription", v.bot);
      expect(v.world.refusal(instruction, subscriber)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const subscription = v.world.forge("fake subscription", v.subscription);
      expect(v.world.refusal(v.unsubscribe({ subscription }), subscriber)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      const instruction = readonly(v.unsubscribe(), "subscription");
      expect(v.world.refusal(instruction, subscriber)).to.equal("ConstraintMut");
    });
  });

  describe("when another agreement is meant", () => {
    const refusal = (over: Parameters<Verified["unsubscribe"]>[0]) => {
      const asSubscriber = v.world.refusal(v.unsubscribe(over), subscriber);
      expect(v.world.refusal(v.unsubscribe({ signer: agent.publicKey, ...over }), agent)).to.equal(asSubscriber);
      return asSubscriber;
    };

    it("should refuse another bot", () => {
      expect(refusal({ bot: eve.publicKey })).to.equal("BotMismatch");
    });

    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}`, () => {
        expect(refusal({ instance })).to.equal("InstanceMismatch");
      });
    }
  });

  describe("when the venue user is another", () => {
    it("should refuse one without profit", () => {
      expect(v.world.refusal(v.unsubscribe({ venueUser: eve.publicKey }), subscriber)).to.equal("VenueUserMismatch");
    });

    it("should refuse to leave it out", () => {
      expect(v.world.refusal(v.unsubscribe({ venueUser: null }), subscriber)).to.equal("VenueUserMismatch");
    });

    it("should refuse any of an attested subscription", () => {
      const a = Attested.running();
      const instruction = a.unsubscribe({ venueUser: v.venueUser });
      expect(a.world.refusal(instruction, subscriber)).to.equal("VenueUserMismatch");
    });
  });

  describe("when the event authority is another", () => {
    it("should be refused", () => {
      const instruction = withAccount(v.unsubscribe(), "event_authority", eve.publicKey);
      expect(v.world.refusal(instruction, subscriber)).to.equal("InvalidSeeds");
    });
  });

  describe("when the subscription is not active", () => {
    it("should refuse one that is closing, so that the clock does not start again", () => {
      const a = Attested.running();
      a.leave();
      a.world.pass(Time.DAY);
      expect(a.world.refusal(a.unsubscribe(), subscriber)).to.equal("AlreadyClosing");
      expect(a.read().closingAt).to.equal(1_728_003_600n);
    });

    it("should refuse one that has ended", () => {
      v.leave();
      expect(v.read().state).to.equal("ended");
      expect(v.world.refusal(v.unsubscribe(), subscriber)).to.equal("AlreadyClosing");
    });

    it("should refuse one whose end is recorded, whoever signs", () => {
      v.patch({ state: State.ENDED, ended_at: Time.START });
      expect(v.world.refusal(v.unsubscribe({ signer: agent.publicKey }), agent)).to.equal("AlreadyClosing");
    });
  });
});
