import { owed } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Time } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber } = ACTORS;

/** Each earns $100, of which the creator's share is $10. */
describe("economics: what the creator gets of a subscriber", () => {
  const creatorHas = ({ world }: Attested | Verified) => world.tokens(world.purse(creator.publicKey));
  const subscriberHas = ({ world }: Attested | Verified) => world.tokens(world.purse(subscriber.publicKey));

  describe("when it withdraws before the settlement", () => {
    it("should be all of it on a verified source: withdrawing settles", () => {
      const v = Verified.running({}, { minBalance: 0n });
      v.realize(100_000_000n);
      expect(v.world.refusal(v.withdraw({ amount: 40_000_001n }), subscriber)).to.equal("BalanceTooLow");
      v.world.send(v.withdraw({ amount: 40_000_000n }), subscriber);
      v.world.send(v.claim({ amount: 100_000_000n }), creator);
      expect([creatorHas(v), subscriberHas(v)]).to.deep.equal([1_010_000_000n, 990_000_000n]);
    });

    it("should be what the minimum balance covers on an attested one", () => {
      const a = Attested.running({ terms: { minBalance: 4_000_000n } });
      a.world.send(a.withdraw({ amount: 46_000_000n }), subscriber);
      a.earn(100_000_000n);
      expect([a.money().credited, owed(a.read())]).to.deep.equal([4_000_000n, 6_000_000n]);
      a.world.send(a.claim({ amount: 100_000_000n }), creator);
      expect([creatorHas(a), subscriberHas(a)]).to.deep.equal([1_004_000_000n, 996_000_000n]);
    });
  });

  describe("when it never funds", () => {
    it("should be nothing, and a debt that is written off 7 days after the end", () => {
      const v = Verified.published({}, { minBalance: 0n }).start({ deposit: 0n });
      v.earn(100_000_000n);
      expect([v.money().accrued, v.money().credited, owed(v.read())]).to.deep.equal([10_000_000n, 0n, 10_000_000n]);
      v.leave();
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.pass(7n * Time.DAY);
      v.world.send(v.close());
      expect([v.world.tokens(v.vault), creatorHas(v), subscriberHas(v)]).to.deep.equal([
        0n,
        1_000_000_000n,
        1_000_000_000n,
      ]);
    });

    it("should be all of it once it does", () => {
      const v = Verified.published({}, { minBalance: 0n }).start({ deposit: 0n });
      v.earn(100_000_000n);
      v.world.send(v.deposit({ amount: 10_000_000n }), subscriber);
      v.world.send(v.claim({ amount: 100_000_000n }), creator);
      expect([creatorHas(v), subscriberHas(v)]).to.deep.equal([1_010_000_000n, 990_000_000n]);
    });
  });
});
