import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { createApproveInstruction } from "@solana/spl-token";
import { expect } from "chai";

const { creator, subscriber, agent, sponsor, eve } = ACTORS;

describe("security: whose the venue account is", () => {
  describe("when it is subscribed with", () => {
    for (const [whose, authority] of [
      ["the subscriber's", subscriber],
      ["the creator's", creator],
      ["the payer's", sponsor],
      ["eve's", eve],
    ] as const) {
      it(`should be refused if it is ${whose}, whatever the agent signs`, () => {
        const v = Verified.published({ authority: authority.publicKey });
        const subscribe = v.subscribe({ payer: sponsor.publicKey });
        expect(v.world.refusal(subscribe, subscriber, agent, sponsor)).to.equal("VenueAuthority");
      });
    }

    it("should be refused if the agent is its delegate only: a delegate can be taken off the same day", () => {
      const v = Verified.published({ authority: subscriber.publicKey, delegate: agent.publicKey });
      expect(v.world.refusal(v.subscribe(), subscriber, agent)).to.equal("VenueAuthority");
    });

    it("should be accepted if another is its delegate, who gains nothing by it", () => {
      const v = Verified.published({ delegate: eve.publicKey });
      v.start();
      const exit = v.unsubscribe({ signer: eve.publicKey });
      expect(v.world.refusal(exit, eve)).to.equal("NotSubscriberOrAgent");
      expect(v.world.refusal(v.withdraw({ subscriber: eve.publicKey }), eve)).to.equal("NotSubscriber");
    });

    it("should be accepted if subscriber and agent are one, and it is theirs", () => {
      const v = Verified.published({ authority: subscriber.publicKey });
      v.world.send(v.subscribe({ agent: subscriber.publicKey }), subscriber);
      expect(v.read().agent.equals(subscriber.publicKey)).to.equal(true);
    });
  });

  describe("when its authority changes after that", () => {
    it("should go on under the agreement, which names the account", () => {
      const v = Verified.running();
      v.placeUser({ authority: eve.publicKey });
      v.earn(100_000_000n);
      expect(v.money()).to.include({ accrued: 10_000_000n });
      expect(v.world.refusal(v.unsubscribe({ signer: eve.publicKey }), eve)).to.equal("NotSubscriberOrAgent");
    });
  });

  describe("when another program owns it", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
      v.earn(100_000_000n);
      // Eve's program says that $1,000 were won, in Drift's own form.
      v.realize(1_000_000_000n);
      v.world.setAccount(v.venueUser, { ...v.world.account(v.venueUser), owner: eve.publicKey });
    });

    it("should not be settled on, alone or in a batch", () => {
      expect(v.world.refusal(v.settle())).to.equal("VenueOwner");
      const sent = v.world.send(settleBatch({ rows: [verifiedRow(v)] }));
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "VenueOwner" }]);
      expect(v.money()).to.include({ accrued: 10_000_000n });
    });

    it("should not be subscribed with", () => {
      const other = Verified.published();
      other.world.setAccount(other.venueUser, { ...other.world.account(other.venueUser), owner: eve.publicKey });
      expect(other.world.refusal(other.subscribe(), subscriber, agent)).to.equal("VenueOwner");
    });

    it("should not keep anybody from money, exit or end", () => {
      v.world.send(v.withdraw({ amount: 30_000_000n }), subscriber);
      v.world.send(v.payout());
      v.leave();
      expect(v.read()).to.include({ state: "closing", accrued: 10_000_000n });
      expect(v.world.refusal(v.close())).to.equal("NotEnded");
      v.world.pass(Time.VERIFIED_CLOSING);
      v.world.send(v.close());
      expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(990_000_000n);
    });
  });
});

describe("security: delegates of token accounts", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    const purse = a.world.purse(subscriber.publicKey);
    a.world.send(createApproveInstruction(purse, agent.publicKey, subscriber.publicKey, 20_000_000n), subscriber);
  });
  const paid = (amount: bigint) => a.deposit({ owner: agent.publicKey, amount });

  it("should let an agent deposit what the subscriber allowed it, and no more", () => {
    a.world.send(paid(15_000_000n), agent);
    expect(a.money()).to.include({ balance: 65_000_000n });
    expect(a.world.refusal(paid(5_000_001n), agent)).to.equal("Token.InsufficientFunds");
  });

  it("should give it no right to what lies in the escrow", () => {
    const destination = a.world.purse(agent.publicKey);
    const withdrawal = a.withdraw({ subscriber: agent.publicKey, destination });
    expect(a.world.refusal(withdrawal, agent)).to.equal("NotSubscriber");
    expect(a.world.refusal(a.setCap(1_000_000n, { subscriber: agent.publicKey }), agent)).to.equal("NotSubscriber");
  });

  it("should close into the subscriber's account, delegate or not: it is still the subscriber's", () => {
    a.leave();
    a.world.pass(Time.ATTESTED_CLOSING);
    a.world.send(a.close());
    expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(1_000_000_000n);
  });

  it("should not pay out into an account whose delegate is another's owner: only the owner counts", () => {
    a.earn(100_000_000n);
    a.world.editTokens(a.world.purse(ACTORS.payoutWallet.publicKey), {
      owner: eve.publicKey,
      delegateOption: 1,
      delegate: ACTORS.payoutWallet.publicKey,
      delegatedAmount: 1_000_000_000n,
    });
    expect(a.world.refusal(a.payout())).to.equal("PayoutDestination");
  });
});
