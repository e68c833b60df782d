import { PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Lamports, Time } from "@profit-share/testing/svm/constants";
import { firstHead } from "@profit-share/testing/svm/history";
import { accountLength, fieldAt } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { AccountLayout, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { expect } from "chai";

const { subscriber, agent, sponsor } = ACTORS;
const TERMS_LENGTH = 120;

describe("subscribe: result", () => {
  describe("given an attested bot", () => {
    it("should store the agreement and an empty ledger", () => {
      const a = Attested.running({ accountNo: 513 });
      const { owner, data } = a.world.account(a.subscription);
      expect(owner.equals(PROGRAM_ID)).to.equal(true);
      expect(data.length).to.equal(accountLength("Subscription"));
      const { head, ...stored } = a.read();
      expect(stored).to.deep.equal({
        state: "active",
        beingLiquidated: false,
        accountNo: 513,
        liquidationId: 0,
        bot: a.bot,
        escrow: a.escrow,
        subscriber: subscriber.publicKey,
        agent: agent.publicKey,
        venueUser: null,
        rentPayer: subscriber.publicKey,
        instance: 1n,
        terms: { ...a.terms, hash: Uint8Array.from(a.terms.hash) },
        mark: 0n,
        last: 0n,
        loss: 0n,
        profitTotal: 0n,
        accrued: 0n,
        credited: 0n,
        claimed: 0n,
        waived: 0n,
        balance: 50_000_000n,
        dailyCap: 100_000_000n,
        nextDailyCap: 0n,
        nextDailyCapDay: 0,
        windowDay: Time.START_DAY,
        windowAccrued: 0n,
        totalDeposits: 0n,
        totalWithdraws: 0n,
        sequence: 0n,
        reference: new Uint8Array(32),
        subscribedAt: 1_728_003_600n,
        settledAt: 0n,
        closingAt: 0n,
        endedAt: 0n,
      });
    });

    it("should log Subscribed, whoever pays the rent", () => {
      const a = Attested.published();
      const { logged } = a.world.send(a.subscribe({ payer: sponsor.publicKey }), subscriber, agent, sponsor);
      expect(logged).to.deep.equal([
        {
          name: "Subscribed",
          data: {
            subscription: a.subscription,
            bot: a.bot,
            instance: 1n,
            subscriber: subscriber.publicKey,
            agent: agent.publicKey,
            termsVersion: 1,
            dailyCap: 100_000_000n,
            deposit: 50_000_000n,
            mark: 0n,
            loss: 0n,
          },
        },
      ]);
    });

    it("should move the deposit into an escrow that only the subscription can empty", () => {
      const a = Attested.running();
      const escrow = AccountLayout.decode(a.world.account(a.escrow).data);
      expect(a.world.account(a.escrow).owner.equals(TOKEN_PROGRAM_ID)).to.equal(true);
      expect(escrow.owner.equals(a.subscription)).to.equal(true);
      expect(escrow.mint.equals(a.world.mint)).to.equal(true);
      expect([escrow.delegateOption, escrow.closeAuthorityOption]).to.deep.equal([0, 0]);
      expect(escrow.amount).to.equal(50_000_000n);
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(950_000_000n);
    });

    it("should move a deposit of one base unit", () => {
      const a = Attested.published({ terms: { minBalance: 0n } }).start({ deposit: 1n });
      expect(a.world.tokens(a.escrow)).to.equal(1n);
      expect(a.money().balance).to.equal(1n);
    });

    it("should take the rent from the payer alone", () => {
      const a = Attested.published();
      a.world.send(a.subscribe({ payer: sponsor.publicKey }), subscriber, agent, sponsor);
      const paid = Lamports.PURSE - a.world.account(sponsor.publicKey).lamports;
      expect(paid).to.equal(a.world.rent(accountLength("Subscription")) + a.world.rent(165));
      expect(a.world.account(subscriber.publicKey).lamports).to.equal(Lamports.PURSE);
    });

    it("should count the bot's subscriptions", () => {
      const a = Attested.running();
      expect(a.readBot().subscriptions).to.equal(1n);
    });
  });

  for (const [name, running] of [
    ["an attested", () => Attested.running({ accountNo: 513 })],
    ["a verified", () => Verified.running({ settledPerpPnl: 5n })],
  ] as const) {
    describe(`given ${name} subscription`, () => {
      it("should bind the first head to program, subscription, bot, instance and terms", () => {
        const s = running();
        const data = s.world.account(s.subscription).data;
        const { offset } = fieldAt("Subscription", "terms");
        const { subscription, bot } = s;
        const expected = firstHead(
          { program: PROGRAM_ID, subscription, bot, instance: 1n },
          data.subarray(offset, offset + TERMS_LENGTH),
        );
        expect(Buffer.from(s.read().head).toString("hex")).to.equal(expected.toString("hex"));
      });
    });
  }
});
