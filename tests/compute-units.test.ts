import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner } = ACTORS;

/** Budgets of the design. Addresses are the same in every run, so the numbers are, too. */
describe("compute units", () => {
  describe("given a verified subscription", () => {
    it("should subscribe within 12,000", () => {
      const v = Verified.published();
      expectWithin(12_000n, v.world.send(v.subscribe(), subscriber, agent));
    });

    it("should find nothing within 700", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      expectWithin(700n, v.world.send(v.settle()));
    });
  });

  describe("given an attested subscription", () => {
    let a: Attested;
    beforeEach(() => {
      a = Attested.running();
    });

    it("should settle a close, with its event, within 2,000", () => {
      expectWithin(2_000n, a.earn(100_000_000n));
    });

    it("should deposit within 2,500", () => {
      expectWithin(2_500n, a.world.send(a.deposit(), subscriber));
    });

    it("should claim within 2,050", () => {
      a.earn(100_000_000n);
      expectWithin(2_050n, a.world.send(a.claim(), creator));
    });

    it("should pay a close at once, with deposit and payout, within 6,500", () => {
      const bundle = [a.deposit(), a.settle(100_000_000n), a.payout()];
      expectWithin(6_500n, a.world.send(bundle, subscriber, keeperSigner));
    });
  });
});

function expectWithin(budget: bigint, { computeUnits }: { computeUnits: bigint }): void {
  expect(Number(computeUnits)).to.be.at.most(Number(budget));
}
