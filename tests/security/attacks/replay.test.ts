import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { skippedIn } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner, eve } = ACTORS;

describe("security: replays", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const close = (sequence: bigint) => ({ sequence, closePnl: 100_000_000n, reference: referenceOf("old trade") });
  const batch = () => {
    const row = { subscription: a.subscription, bot: a.bot, instance: 1n, ...close(1n) };
    const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
    return settleBatch({ keeper, rows: [{ kind: "attested", ...row }] });
  };

  describe("of an earlier instance, once another subscription lives at its address", () => {
    /** Signed for the first agreement and kept back. */
    const old = () => ({
      deposit: a.deposit(),
      settle_attested: a.settle(100_000_000n, close(1n)),
      settle_batch: batch(),
      set_cap: a.setCap(1_000_000n),
      withdraw: a.withdraw(),
      unsubscribe: a.unsubscribe(),
      claim: a.claim({ amount: 10_000_000n }),
      waive: a.waive({ amount: 40_000_000n }),
      // To where the subscriber wanted it then.
      close_subscription: a.close({ destination: a.world.purse(eve.publicKey), subscriberSigns: true }),
    });
    let kept: ReturnType<typeof old>;
    beforeEach(() => {
      kept = old();
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send([a.close(), a.subscribe()], subscriber, agent);
      expect(a.read().instance).to.equal(2n);
    });

    for (const [name, signer] of [
      ["deposit", subscriber],
      ["settle_attested", keeperSigner],
      ["set_cap", subscriber],
      ["withdraw", subscriber],
      ["unsubscribe", subscriber],
      ["claim", creator],
      ["waive", creator],
      ["close_subscription", subscriber],
    ] as const) {
      it(`should refuse ${name}`, () => {
        // $50 claimable and $40 owed, so that a claim or a waiver would find something.
        a.world.send(a.settle(900_000_000n, { instance: 2n }), keeperSigner);
        expect(a.money()).to.include({ accrued: 90_000_000n, credited: 50_000_000n });
        expect(a.world.refusal(kept[name], signer)).to.equal("InstanceMismatch");
      });
    }

    it("should refuse close_subscription after the end, too: $50 would go where the old one said", () => {
      a.world.send(a.unsubscribe({ instance: 2n }), subscriber);
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(a.world.refusal(kept.close_subscription, subscriber)).to.equal("InstanceMismatch");
      a.world.send(a.close({ instance: 2n }));
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(1_000_000_000n);
    });

    it("should skip the row of a batch", () => {
      const sent = a.world.send(kept.settle_batch, keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "InstanceMismatch" }]);
      expect(a.read().sequence).to.equal(0n);
    });
  });

  describe("of an earlier instance of another bot", () => {
    it("should refuse what was meant for that bot", () => {
      const deposit = a.deposit();
      const settlement = a.settle(100_000_000n, close(1n));
      const cap = a.setCap(1_000_000n);
      const [claim, waiver, exit, withdrawal, end] = [a.claim(), a.waive(), a.unsubscribe(), a.withdraw(), a.close()];
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      const other = new Attested(a.world, { botId: "attested-bot-002" }).publish().start();
      expect([other.subscription.equals(a.subscription), other.read().instance]).to.deep.equal([true, 1n]);
      expect(a.world.refusal(deposit, subscriber)).to.equal("BotMismatch");
      expect(a.world.refusal(settlement, keeperSigner)).to.equal("BotMismatch");
      for (const [kept, signer] of [
        [cap, subscriber],
        [claim, creator],
        [waiver, creator],
        [exit, subscriber],
        [withdrawal, subscriber],
      ] as const)
        expect(a.world.refusal(kept, signer)).to.equal("BotMismatch");
      expect(a.world.refusal(end)).to.equal("BotMismatch");
    });
  });

  describe("of a close in the same instance", () => {
    beforeEach(() => {
      a.world.send(a.settle(100_000_000n, close(1n)), keeperSigner);
    });

    it("should refuse the same close", () => {
      expect(a.world.refusal(a.settle(100_000_000n, close(1n)), keeperSigner)).to.equal("SequenceRepeated");
      expect(skippedIn(a.world.send(batch(), keeperSigner))).to.deep.equal([{ row: 0, error: "SequenceRepeated" }]);
    });

    it("should refuse its reference under the next sequence", () => {
      expect(a.world.refusal(a.settle(100_000_000n, close(2n)), keeperSigner)).to.equal("ReferenceRepeated");
    });

    it("should charge once however often it is sent", () => {
      for (let times = 0; times < 3; times++) a.world.refusal(a.settle(100_000_000n, close(1n)), keeperSigner);
      expect(a.read()).to.include({ sequence: 1n, accrued: 10_000_000n });
    });
  });
});
