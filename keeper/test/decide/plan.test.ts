import { expect } from "chai";
import type { Action, ActionKind } from "../../src/decide/actions";
import { plan } from "../../src/decide/plan";
import { attested, type Changes, close, NOW, SETTINGS, verified } from "../support/observed";

/** The essence of each action: its kind and its amounts. */
function essence(action: Action): string {
  switch (action.kind) {
    case "settle":
      return "settle";
    case "settle_attested": {
      const { close, deposit, payout } = action;
      return `settle_attested ${close.sequence} deposit ${deposit} payout ${payout?.amount ?? 0n}`;
    }
    case "payout":
      return `payout ${action.payout.amount}${action.payout.createAccount ? " creating the account" : ""}`;
    case "fund_from_venue":
      return `fund_from_venue ${action.amount}`;
    case "settle_pnl":
      return `settle_pnl ${action.marketIndex}`;
    case "final":
      return "final";
    case "close":
      return `close refunding ${action.refund}${action.createAccount ? " creating the account" : ""}`;
    default:
      return `${action.kind} ${action.amount}`;
  }
}

const planned = (...args: Parameters<typeof plan>) => plan(...args).actions.map(essence);
const verifiedPlan = (changes: Changes, settings = SETTINGS) => planned(verified(changes), settings);
const reasons = (...args: Parameters<typeof plan>) => plan(...args).actions.map(({ reason }) => reason);
const skipped = (...args: Parameters<typeof plan>) =>
  plan(...args).skips.map(({ kind, reason }) => `${kind}: ${reason}`);
const without = (...kinds: ActionKind[]) => new Set(kinds);

/** Owes 30,000; nothing else is to be done. */
const OWING: Changes = { subscription: { accrued: 130_000n, profitTotal: 1_300_000n, balance: 0n } };

describe("plan", () => {
  describe("of a verified subscription", () => {
    describe("when nothing changed", () => {
      it("does nothing and skips nothing", () => {
        expect(plan(verified(), SETTINGS)).to.deep.equal({ actions: [], skips: [] });
      });
    });

    describe("when realized PnL rose", () => {
      const risen: Changes = { user: { realizedPnl: 1_500_000n } };

      it("settles, and pays out the share that the balance covers", () => {
        expect(verifiedPlan(risen)).to.deep.equal(["settle", "payout 50000"]);
        expect(reasons(verified(risen), SETTINGS)).to.deep.equal([
          "realized PnL moved from 1000000 to 1500000",
          "50000 base units are claimable",
        ]);
      });

      it("funds what the balance does not cover out of the venue, before it pays out", () => {
        const poor = { ...risen, subscription: { balance: 20_000n }, venueDeposit: 1_000_000n };
        expect(verifiedPlan(poor)).to.deep.equal(["settle", "fund_from_venue 30000", "payout 50000"]);
      });

      it("pays out nothing below the bot's minimum", () => {
        const observed = verified({ user: { realizedPnl: 1_099_990n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "payout: 9999 base units are claimable, the bot pays out from 10000",
        ]);
      });

      it("pays out exactly the bot's minimum", () => {
        expect(verifiedPlan({ user: { realizedPnl: 1_100_000n } })).to.deep.equal(["settle", "payout 10000"]);
      });

      it("makes the payout wallet's token account if it is missing", () => {
        expect(verifiedPlan({ ...risen, payout: "missing" })).to.deep.equal([
          "settle",
          "payout 50000 creating the account",
        ]);
      });

      it("pays nothing into a token account that has another owner by now", () => {
        const observed = verified({ ...risen, payout: "foreign" });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "payout: the token account of the payout wallet 11111111111111111111111111111115 belongs to another owner by now",
        ]);
      });

      it("pays nothing into a frozen token account", () => {
        const observed = verified({ ...risen, payout: "frozen" });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle"]);
        expect(skipped(observed, SETTINGS)[0]).to.match(/is frozen$/);
      });

      it("settles what the day's cap leaves, and expects only that share", () => {
        const capped = { ...risen, subscription: { dailyCap: 130_000n } };
        expect(verifiedPlan(capped)).to.deep.equal(["settle", "payout 30000"]);
      });
    });

    describe("when realized PnL fell", () => {
      it("settles the loss and moves no money", () => {
        expect(verifiedPlan({ user: { realizedPnl: -5n } })).to.deep.equal(["settle"]);
      });
    });

    describe("when something else of the venue account changed", () => {
      const cases: [string, Changes["user"], string][] = [
        ["the liquidation id", { liquidationId: 2 }, "the venue account's liquidation state changed"],
        ["the liquidation flag", { beingLiquidated: true }, "the venue account's liquidation state changed"],
        ["the total of deposits", { totalDeposits: 5_000_001n }, "money moved into or out of the venue account"],
        ["the total of withdrawals", { totalWithdraws: 1n }, "money moved into or out of the venue account"],
        ["the total of deposits, downwards", { totalDeposits: 1n }, "money moved into or out of the venue account"],
      ];
      for (const [what, user, reason] of cases) {
        it(`settles: ${what}`, () => {
          expect(reasons(verified({ user: user! }), SETTINGS)).to.deep.equal([reason]);
        });
      }
    });

    describe("when the cap cut profit off before", () => {
      /** 1,000,000 of realized PnL are not charged. */
      const cut = { mark: 1_000_000n, last: 2_000_000n, peak: 2_000_000n, dailyCap: 100_000n };
      const user = { realizedPnl: 2_000_000n };

      it("waits while the day's cap is used up", () => {
        // The remainder whose share is below one base unit was charged by the settlement that hit the cap.
        const remainder = { ...cut, mark: 1_000_009n, profitTotal: 1_000_009n };
        expect(verifiedPlan({ subscription: remainder, user })).to.deep.equal([]);
      });

      it("settles on the next day", () => {
        const observed = verified({ subscription: { ...cut, balance: 0n }, user, now: NOW + 86_400n });
        expect(reasons(observed, SETTINGS)).to.deep.equal(["the day's cap has room for profit that it cut off"]);
      });
    });

    describe("when the subscription is closing", () => {
      const closing = { state: "closing" as const, closingAt: NOW - 60n };

      it("settles a flat account although nothing changed, which ends it", () => {
        expect(reasons(verified({ subscription: closing }), SETTINGS)).to.deep.equal([
          "the venue account is flat, so the subscription ends",
        ]);
      });

      it("settles an account that is gone", () => {
        expect(verifiedPlan({ subscription: closing, venue: { kind: "gone" } })).to.deep.equal(["settle"]);
      });

      it("waits while a position is open", () => {
        expect(verifiedPlan({ subscription: closing, user: { flat: false } })).to.deep.equal([]);
      });

      it("does not settle after thirty days, and still pays out", () => {
        const late = { state: "closing" as const, closingAt: NOW - 2_592_000n, credited: 110_000n, accrued: 110_000n };
        const observed = verified({ subscription: late, user: { realizedPnl: 2_000_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["payout 10000", "close refunding 500000"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal(["settle: the subscription has ended"]);
      });

      it("settles one second before", () => {
        const late = { state: "closing" as const, closingAt: NOW - 2_591_999n };
        expect(verifiedPlan({ subscription: late, user: { realizedPnl: 999n } })).to.deep.equal(["settle"]);
      });
    });

    describe("when the subscription has ended", () => {
      it("settles nothing, and pays what is owed and claimable", () => {
        const ended = { ...OWING.subscription, state: "ended" as const, endedAt: NOW - 1n };
        const observed = verified({ subscription: ended, user: { realizedPnl: 9n }, venueDeposit: 50_000n });
        expect(planned(observed, SETTINGS)).to.deep.equal([
          "fund_from_venue 30000",
          "payout 30000",
          "close refunding 0",
        ]);
      });
    });

    describe("when the venue account is gone", () => {
      it("does nothing while active: gone counts as no change", () => {
        expect(plan(verified({ venue: { kind: "gone" } }), SETTINGS)).to.deep.equal({ actions: [], skips: [] });
      });
    });

    describe("when the venue account cannot be read", () => {
      it("says so, and goes on with the rest", () => {
        const observed = verified({ venue: { kind: "unreadable", problem: "it has 12 bytes" }, surplus: 5n });
        expect(planned(observed, SETTINGS)).to.deep.equal(["sync 5"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "settle: the venue account cannot be read: it has 12 bytes",
        ]);
      });
    });

    describe("when the escrow holds more than its ledger", () => {
      it("makes it balance", () => {
        expect(verifiedPlan({ surplus: 7n })).to.deep.equal(["sync 7"]);
      });

      it("lets it pay what is owed, and funds only the rest", () => {
        const changes = { ...OWING, surplus: 12_000n, venueDeposit: 1_000_000n };
        expect(verifiedPlan(changes)).to.deep.equal(["sync 12000", "fund_from_venue 18000", "payout 30000"]);
      });
    });

    describe("when the escrow does not hold what its ledger says", () => {
      it("says so if it is less", () => {
        expect(skipped(verified({ surplus: -3n }), SETTINGS)).to.deep.equal([
          "sync: the escrow holds 3 base units less than its ledger",
        ]);
      });

      it("says so if it cannot be read", () => {
        expect(skipped(verified({ escrowAmount: null }), SETTINGS)).to.deep.equal([
          "sync: the escrow's token account cannot be read",
        ]);
      });
    });

    describe("when something is owed", () => {
      it("takes it from the venue account, keeping the margin buffer", () => {
        const settings = { ...SETTINGS, venueMarginBuffer: 980_000n };
        const observed = verified({ ...OWING, venueDeposit: 1_000_000n });
        expect(planned(observed, settings)).to.deep.equal(["fund_from_venue 20000", "payout 20000"]);
        expect(skipped(observed, settings)).to.deep.equal([
          "fund_from_agent: the agent's token account can spare 0 of the 10000 base units owed",
        ]);
      });

      it("takes the rest from the agent's token account", () => {
        const changes = { ...OWING, venueDeposit: 20_000n, agent: { tokens: 1_000_000n } };
        expect(verifiedPlan(changes)).to.deep.equal(["fund_from_venue 20000", "fund_from_agent 10000", "payout 30000"]);
      });

      it("takes all from the agent's token account if the venue can spare nothing", () => {
        const observed = verified({ ...OWING, agent: { tokens: 30_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["fund_from_agent 30000", "payout 30000"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "fund_from_venue: the venue account can spare 0 of the 30000 base units owed",
        ]);
      });

      it("takes nothing from a venue account in liquidation", () => {
        const liquidated = { beingLiquidated: true, liquidationId: 2 };
        const observed = verified({
          ...OWING,
          subscription: { ...OWING.subscription, ...liquidated },
          user: liquidated,
          venueDeposit: 1_000_000n,
        });
        expect(planned(observed, SETTINGS)).to.deep.equal([]);
        expect(skipped(observed, SETTINGS)[0]).to.equal("fund_from_venue: the venue account is in liquidation");
      });

      it("does nothing without the agent's key", () => {
        const observed = verified({ ...OWING, venueDeposit: 1_000_000n, agent: { signs: false, tokens: 1_000_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal([]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "fund_from_venue: there is no key of the agent",
          "fund_from_agent: there is no key of the agent",
        ]);
      });

      it("waits until the least amount is owed", () => {
        const observed = verified({ ...OWING, venueDeposit: 1_000_000n });
        expect(planned(observed, { ...SETTINGS, minFunding: 30_001n })).to.deep.equal([]);
        expect(skipped(observed, { ...SETTINGS, minFunding: 30_001n })).to.deep.equal([
          "fund_from_venue: 30000 base units are owed, the least that is moved is 30001",
          "fund_from_agent: 30000 base units are owed, the least that is moved is 30001",
        ]);
        expect(planned(observed, { ...SETTINGS, minFunding: 30_000n })[0]).to.equal("fund_from_venue 30000");
      });

      it("moves nothing less than the least amount", () => {
        const observed = verified({ ...OWING, venueDeposit: 9_999n });
        expect(planned(observed, { ...SETTINGS, minFunding: 10_000n })).to.deep.equal([]);
      });

      it("owes nothing that the owner has waived", () => {
        const changes = { subscription: { ...OWING.subscription, waived: 30_000n }, venueDeposit: 1_000_000n };
        expect(verifiedPlan(changes)).to.deep.equal([]);
      });
    });

    describe("given kinds that failed just now", () => {
      const busy = verified({
        user: { realizedPnl: 1_500_000n },
        subscription: { balance: 0n },
        venueDeposit: 1_000_000n,
      });

      it("counts on no settlement that failed", () => {
        expect(planned(busy, SETTINGS, without("settle"))).to.deep.equal([]);
        expect(skipped(busy, SETTINGS, without("settle"))).to.deep.equal([
          "settle: it failed just now and is tried again later",
        ]);
      });

      it("takes the agent's tokens if taking from the venue failed", () => {
        const rich = { ...busy, agent: { ...busy.agent, tokens: 50_000n } };
        expect(planned(rich, SETTINGS, without("fund_from_venue"))).to.deep.equal([
          "settle",
          "fund_from_agent 50000",
          "payout 50000",
        ]);
      });

      it("leaves out a payout that failed", () => {
        expect(planned(busy, SETTINGS, without("payout"))).to.deep.equal(["settle", "fund_from_venue 50000"]);
      });

      it("leaves out a sync that failed, and counts on no money of it", () => {
        const changes = { ...OWING, surplus: 30_000n };
        expect(planned(verified(changes), SETTINGS, without("sync"))).to.deep.equal([]);
      });
    });
  });

  describe("of an attested subscription", () => {
    describe("given a winning close", () => {
      it("settles and pays out in one transaction", () => {
        expect(planned(attested([close(1n, 200_000n)]), SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 0 payout 20000",
        ]);
      });

      it("deposits what the balance does not cover", () => {
        const observed = attested([close(1n, 200_000n)], {
          subscription: { balance: 5_000n },
          agent: { tokens: 99_000n },
        });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle_attested 1 deposit 15000 payout 20000"]);
      });

      it("deposits what was owed before, too", () => {
        const subscription = { balance: 0n, profitTotal: 70_000n, accrued: 7_000n, sequence: 1n };
        const observed = attested([close(2n, 200_000n)], { subscription, agent: { tokens: 99_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle_attested 2 deposit 27000 payout 27000"]);
      });

      it("deposits what the agent has", () => {
        const observed = attested([close(1n, 200_000n)], { subscription: { balance: 0n }, agent: { tokens: 12_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle_attested 1 deposit 12000 payout 12000"]);
        expect(skipped(observed, SETTINGS)).to.deep.equal([
          "fund_from_agent: the agent's token account can spare 0 of the 8000 base units owed",
        ]);
      });

      it("settles alone if nobody can pay: the close never waits", () => {
        const observed = attested([close(1n, 200_000n)], { subscription: { balance: 0n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["settle_attested 1 deposit 0 payout 0"]);
      });

      it("settles alone if the deposit and the payout failed", () => {
        const observed = attested([close(1n, 200_000n)], { subscription: { balance: 0n }, agent: { tokens: 99_000n } });
        expect(planned(observed, SETTINGS, without("fund_from_agent", "payout"))).to.deep.equal([
          "settle_attested 1 deposit 0 payout 0",
        ]);
      });

      it("makes what reached the escrow balance first, so that less is deposited", () => {
        const observed = attested([close(1n, 200_000n)], {
          subscription: { balance: 0n },
          surplus: 5_000n,
          agent: { tokens: 99_000n },
        });
        expect(planned(observed, SETTINGS)).to.deep.equal([
          "sync 5000",
          "settle_attested 1 deposit 15000 payout 20000",
        ]);
      });

      it("makes the payout wallet's token account if it is missing", () => {
        const [action] = plan(attested([close(1n, 200_000n)], { payout: "missing" }), SETTINGS).actions;
        expect(action).to.deep.include({ payout: { amount: 20_000n, createAccount: true } });
      });

      it("pays nothing out below the bot's minimum", () => {
        expect(planned(attested([close(1n, 99_999n)]), SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 0 payout 0",
        ]);
      });
    });

    describe("given a losing close", () => {
      it("settles it and moves no money", () => {
        expect(planned(attested([close(1n, -200_000n)]), SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 0 payout 0",
        ]);
      });
    });

    describe("given several closes", () => {
      it("settles them in order, and spends the agent's tokens once", () => {
        const closes = [close(1n, 200_000n), close(2n, -50_000n), close(3n, 100_000n)];
        const observed = attested(closes, { subscription: { balance: 0n }, agent: { tokens: 25_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 20000 payout 20000",
          "settle_attested 2 deposit 0 payout 0",
          "settle_attested 3 deposit 5000 payout 0",
        ]);
      });

      it("lets losses carry forward under the high-water mark", () => {
        const closes = [close(1n, -200_000n), close(2n, 300_000n)];
        const observed = attested(closes, { terms: { feeBasis: "high_water_mark" } });
        expect(planned(observed, SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 0 payout 0",
          "settle_attested 2 deposit 0 payout 10000",
        ]);
      });

      it("uses up the day's cap once", () => {
        const closes = [close(1n, 200_000n), close(2n, 200_000n)];
        expect(planned(attested(closes, { subscription: { dailyCap: 31_000n } }), SETTINGS)).to.deep.equal([
          "settle_attested 1 deposit 0 payout 20000",
          "settle_attested 2 deposit 0 payout 11000",
        ]);
      });
    });

    describe("when the close cannot be settled", () => {
      it("waits for the sequence before it", () => {
        const observed = attested([close(3n, 200_000n)]);
        expect(plan(observed, SETTINGS)).to.deep.equal({
          actions: [],
          skips: [{ kind: "settle_attested", cause: "out_of_turn", reason: "close 3 waits for 1" }],
        });
      });

      it("waits for the keeper's signer", () => {
        expect(skipped(attested([close(1n, 1n)], { keeperSigns: false }), SETTINGS)).to.deep.equal([
          "settle_attested: the keeper's signer is another key than this process has",
        ]);
      });

      it("gives up after the end", () => {
        const ended = { state: "closing" as const, closingAt: NOW - 604_800n };
        expect(skipped(attested([close(1n, 1n)], { subscription: ended }), SETTINGS)).to.deep.equal([
          "settle_attested: the subscription has ended, so close 1 counts no more",
        ]);
      });

      it("leaves out what failed just now", () => {
        expect(skipped(attested([close(1n, 1n)]), SETTINGS, without("settle_attested"))).to.deep.equal([
          "settle_attested: it failed just now and is tried again later",
        ]);
      });
    });

    describe("when something is owed without a close", () => {
      it("deposits it from the agent's token account", () => {
        const subscription = { balance: 0n, profitTotal: 300_000n, accrued: 30_000n, sequence: 1n };
        const observed = attested([], { subscription, agent: { tokens: 30_000n } });
        expect(planned(observed, SETTINGS)).to.deep.equal(["fund_from_agent 30000", "payout 30000"]);
      });
    });
  });
});
