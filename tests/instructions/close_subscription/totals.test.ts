import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { I64_MAX, State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { expect } from "chai";

const { creator, subscriber, keeperSigner } = ACTORS;

/** What a bot's closed subscriptions came to. */
describe("close_subscription: the bot's lifetime totals", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const totals = () => {
    const { closed, closedProfit, closedAccrued, closedCredited, closedWaived } = a.readBot();
    return { closed, closedProfit, closedAccrued, closedCredited, closedWaived };
  };
  /** Another subscription of the same bot. */
  const another = (accountNo: number) => new Attested(a.world, { accountNo });
  const settle = (s: Attested, instance: bigint, pnl: bigint) =>
    a.world.send(s.settle(pnl, { instance }), keeperSigner);
  /** Ended for long: a debt is written off. */
  const close = (s: Attested, instance: bigint) => {
    s.patch({ state: State.ENDED, ended_at: Time.START - 7n * Time.DAY });
    return a.world.send(s.close({ instance }));
  };

  describe("given several subscriptions", () => {
    it("should add up profit, share, what was covered and what was waived", () => {
      const [second, third] = [another(1).start(), another(2).start()];
      // $10 of share; $60, of which $50 are covered and $4 waived, $6 written off; a loss.
      settle(a, 1n, 100_000_000n);
      settle(second, 2n, 600_000_000n);
      a.world.send(second.waive({ instance: 2n, amount: 4_000_000n }), creator);
      settle(third, 3n, -70_000_000n);
      expect(totals()).to.deep.equal({
        closed: 0n,
        closedProfit: 0n,
        closedAccrued: 0n,
        closedCredited: 0n,
        closedWaived: 0n,
      });
      close(a, 1n);
      expect(totals()).to.deep.equal({
        closed: 1n,
        closedProfit: 100_000_000n,
        closedAccrued: 10_000_000n,
        closedCredited: 10_000_000n,
        closedWaived: 0n,
      });
      close(second, 2n);
      close(third, 3n);
      expect(totals()).to.deep.equal({
        closed: 3n,
        closedProfit: 700_000_000n,
        closedAccrued: 70_000_000n,
        closedCredited: 60_000_000n,
        closedWaived: 4_000_000n,
      });
    });

    it("should count what a donation paid at the close", () => {
      settle(a, 1n, 600_000_000n);
      a.world.setTokens(a.escrow, a.subscription, 53_000_000n);
      close(a, 1n);
      expect(totals()).to.include({ closedAccrued: 60_000_000n, closedCredited: 53_000_000n });
    });

    it("should go with the bot to its next owner", () => {
      settle(a, 1n, 100_000_000n);
      close(a, 1n);
      const before = totals();
      a.world.send(a.transferBot(subscriber.publicKey), creator);
      a.world.send(a.acceptBot(subscriber.publicKey), subscriber);
      expect(totals()).to.deep.equal(before);
    });

    it("should stand still while terms, wallet and openness change", () => {
      settle(a, 1n, 100_000_000n);
      close(a, 1n);
      const before = totals();
      a.world.send([a.updateTerms(), a.setPayout(), a.setOpen(false)], creator);
      expect(totals()).to.deep.equal(before);
    });
  });

  describe("given an owner whose own keeper states what it likes of its own subscriptions", () => {
    it("should stop at the end of u64, and stop no other close", () => {
      const victim = another(1).start();
      settle(victim, 2n, 100_000_000n);
      a.patch({ daily_cap: U64_MAX });
      for (let closes = 0; closes < 3; closes++) settle(a, 1n, I64_MAX);
      expect(a.money().profitTotal).to.equal(U64_MAX);
      close(a, 1n);
      expect(totals()).to.include({ closedProfit: U64_MAX, closedAccrued: 1_844_674_407_370_955_161n });

      close(victim, 2n);
      expect(a.world.exists(victim.subscription)).to.equal(false);
      expect(totals()).to.deep.equal({
        closed: 2n,
        closedProfit: U64_MAX,
        closedAccrued: 1_844_674_407_380_955_161n,
        closedCredited: 60_000_000n,
        closedWaived: 0n,
      });
    });

    for (const [total, amount] of [
      ["closedProfit", 60_000_000n],
      ["closedAccrued", 6_000_000n],
      ["closedCredited", 2_000_000n],
      ["closedWaived", 4_000_000n],
    ] as const) {
      for (const [what, start, end] of [
        ["stay one below the end", U64_MAX - amount - 1n, U64_MAX - 1n],
        ["reach the end exactly", U64_MAX - amount, U64_MAX],
        ["stop one unit beyond it", U64_MAX - amount + 1n, U64_MAX],
        ["stay at it", U64_MAX, U64_MAX],
      ] as const) {
        it(`should let ${total} ${what}, and leave the others alone`, () => {
          // $6 of share: $2 covered, $4 waived.
          a.patch({ profit_total: 60_000_000n, accrued: 6_000_000n, credited: 2_000_000n, waived: 4_000_000n });
          a.patch({ balance: 48_000_000n });
          a.world.patch(a.bot, "Bot", { [total.replace("closed", "closed_").toLowerCase()]: start });
          close(a, 1n);
          const sums = {
            closed: 1n,
            closedProfit: 60_000_000n,
            closedAccrued: 6_000_000n,
            closedCredited: 2_000_000n,
            closedWaived: 4_000_000n,
          };
          expect(totals()).to.deep.equal({ ...sums, [total]: end });
        });
      }
    }

    it("should write nothing else of the bot", () => {
      a.world.patch(a.bot, "Bot", { closed_profit: U64_MAX, closed_waived: U64_MAX });
      const before = a.readBot();
      settle(a, 1n, 100_000_000n);
      close(a, 1n);
      const added = { closed: 1n, closedAccrued: 10_000_000n, closedCredited: 10_000_000n };
      expect(a.readBot()).to.deep.equal({ ...before, ...added });
    });
  });
});
