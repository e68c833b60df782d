import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { skippedIn } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner } = ACTORS;

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
      waive: a.waive({ amount: 10_000_000n }),
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
    ] as const) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(kept[name], signer)).to.equal("InstanceMismatch");
      });
    }

    it("should skip the row of a batch", () => {
      const sent = a.world.send(kept.settle_batch, keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "InstanceMismatch" }]);
      expect(a.read().sequence).to.equal(0n);
    });

    it("should take nothing from anybody but who signed it, where no instance is named", () => {
      a.world.send(kept.withdraw, subscriber);
      a.world.send(kept.claim, creator);
      a.world.send(kept.waive, creator);
      expect(a.money()).to.include({ balance: 49_000_000n, claimed: 0n, waived: 0n });
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(951_000_000n);
      expect(a.world.tokens(a.world.purse(creator.publicKey))).to.equal(1_000_000_000n);
    });
  });

  describe("of an earlier instance of another bot", () => {
    it("should refuse what was meant for that bot", () => {
      const deposit = a.deposit();
      const settlement = a.settle(100_000_000n, close(1n));
      const cap = a.setCap(1_000_000n);
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      const other = new Attested(a.world, { botId: "attested-bot-002" }).publish().start();
      expect([other.subscription.equals(a.subscription), other.read().instance]).to.deep.equal([true, 1n]);
      expect(a.world.refusal(deposit, subscriber)).to.equal("BotMismatch");
      expect(a.world.refusal(settlement, keeperSigner)).to.equal("BotMismatch");
      expect(a.world.refusal(cap, subscriber)).to.equal("BotMismatch");
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

  describe("of a keeper's signature after a rotation", () => {
    it("should be refused", () => {
      const settlement = a.settle(100_000_000n, close(1n));
      a.world.send(a.setKeeperSigner(subscriber.publicKey), ACTORS.marketplace);
      expect(a.world.refusal(settlement, keeperSigner)).to.equal("NotKeeperSigner");
    });
  });
});
