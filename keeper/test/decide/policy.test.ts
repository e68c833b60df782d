import { expect } from "chai";
import type { Policy } from "../../src";
import { nextDue } from "../../src/decide/next-due";
import type { PlanSettings } from "../../src/decide/plan";
import { plan } from "../../src/decide/plan";
import type { Observed } from "../../src/observe/observed";
import { attested, type Changes, close, key, NOW, SETTINGS, verified } from "../support/observed";

const HOUR = 3_600n;
const NOON_DAILY: Policy = { kind: "periodic", cron: "0 12 * * *", timeZone: "UTC" };
const FROM_A_DOLLAR: Policy = { kind: "threshold", amount: 1_000_000n };

const under = (policy: Policy): PlanSettings => ({ ...SETTINGS, policy });
const kinds = (observed: Observed, policy: Policy) => plan(observed, under(policy)).actions.map(({ kind }) => kind);

/** So much of the creator's share is not paid yet, and the position is open. */
function unpaid(share: bigint, changes: Changes): Observed {
  const pnl = 1_000_000n + 10n * share;
  const settled = { mark: pnl, last: pnl, profitTotal: pnl, accrued: 100_000n + share, dailyCap: 10_000_000n };
  return verified({
    ...changes,
    user: { realizedPnl: pnl, flat: false, ...changes.user },
    subscription: { ...settled, ...changes.subscription },
  });
}

/** It waits in the escrow. */
const claimable = (share: bigint, changes: Changes = {}) =>
  unpaid(share, { ...changes, subscription: { credited: 100_000n + share, ...changes.subscription } });

/** It is owed but for `inEscrow`, the balance is empty, and the agent has $5. */
const owing = (share: bigint, { inEscrow = 0n, ...changes }: Changes & { inEscrow?: bigint } = {}) =>
  unpaid(share, {
    agent: { tokens: 5_000_000n },
    ...changes,
    subscription: { balance: 0n, credited: 100_000n + inEscrow },
  });

describe("the policy", () => {
  it("never keeps a settlement waiting", () => {
    const earned = { user: { realizedPnl: 2_000_000n, flat: false } };
    for (const policy of [NOON_DAILY, FROM_A_DOLLAR]) {
      expect(kinds(verified(earned), policy)).to.deep.equal(["settle"]);
      expect(kinds(attested([close(1n, 2_000_000n)]), policy)).to.deep.equal(["settle_attested"]);
    }
  });

  it("is the bot's own where it has one", () => {
    const observed = claimable(20_000n);
    const bot = observed.subscription.bot.toBase58();
    const own = { ...under(FROM_A_DOLLAR), policies: { [bot]: { kind: "immediate" } as const } };
    expect(plan(observed, own).actions.map(({ kind }) => kind)).to.deep.equal(["payout"]);
    const others = { ...under(FROM_A_DOLLAR), policies: { [key(99).toBase58()]: { kind: "immediate" } as const } };
    expect(plan(observed, others).actions).to.deep.equal([]);
  });

  it("waits for nothing after the end, because the subscription is closed next", () => {
    const ended = { state: "ended" as const, closingAt: NOW - 5n, endedAt: NOW - 1n };
    for (const policy of [NOON_DAILY, FROM_A_DOLLAR])
      expect(kinds(claimable(20_000n, { subscription: ended }), policy)).to.deep.equal(["payout", "close"]);
  });

  describe("with a threshold", () => {
    it("pays out from it on, not a unit before", () => {
      expect(kinds(claimable(999_999n), FROM_A_DOLLAR)).to.deep.equal([]);
      expect(kinds(claimable(1_000_000n), FROM_A_DOLLAR)).to.deep.equal(["payout"]);
    });

    it("takes money in and pays it out when both together reach it", () => {
      expect(kinds(owing(999_999n), FROM_A_DOLLAR)).to.deep.equal([]);
      expect(kinds(owing(1_000_000n), FROM_A_DOLLAR)).to.deep.equal(["fund_from_agent", "payout"]);
      expect(kinds(owing(1_000_000n, { inEscrow: 600_000n }), FROM_A_DOLLAR)).to.deep.equal([
        "fund_from_agent",
        "payout",
      ]);
    });

    it("pays out nothing below it when the rest cannot be had", () => {
      const poor = { inEscrow: 300_000n, agent: { tokens: 0n } };
      expect(kinds(owing(2_000_000n, poor), FROM_A_DOLLAR)).to.deep.equal([]);
    });

    it("pays out less when the position is closed, if the bot takes it", () => {
      expect(kinds(claimable(10_000n, { user: { flat: true } }), FROM_A_DOLLAR)).to.deep.equal(["payout"]);
      expect(kinds(claimable(9_999n, { user: { flat: true } }), FROM_A_DOLLAR)).to.deep.equal([]);
      expect(kinds(claimable(10_000n, { venue: { kind: "gone" } }), FROM_A_DOLLAR)).to.deep.equal(["payout"]);
    });

    it("pays out less when the host says that the position is closed, where no venue does", () => {
      const earned = { subscription: { accrued: 10_000n, credited: 10_000n, profitTotal: 100_000n } };
      expect(kinds(attested([], earned), FROM_A_DOLLAR)).to.deep.equal([]);
      expect(kinds(attested([], { ...earned, positionClosed: true }), FROM_A_DOLLAR)).to.deep.equal(["payout"]);
      expect(kinds(claimable(10_000n, { positionClosed: true }), FROM_A_DOLLAR)).to.deep.equal([]);
    });

    it("pays with the close that reaches it", () => {
      const [first] = plan(attested([close(1n, 9_999_990n)]), under(FROM_A_DOLLAR)).actions;
      expect(first).to.deep.include({ kind: "settle_attested", payout: null, deposit: 0n });
      const rich = { subscription: { balance: 2_000_000n, dailyCap: 5_000_000n } };
      const [second] = plan(attested([close(1n, 10_000_000n)], rich), under(FROM_A_DOLLAR)).actions;
      expect(second).to.deep.include({ payout: { amount: 1_000_000n, createAccount: false } });
    });
  });

  describe("with times", () => {
    it("moves nothing before the next one after the money came, and all of it then", () => {
      const at = (now: bigint, moneySince: bigint) => kinds(owing(20_000n, { now, moneySince }), NOON_DAILY);
      expect(at(NOW - 1n, NOW - HOUR)).to.deep.equal([]);
      expect(at(NOW, NOW - HOUR)).to.deep.equal(["fund_from_agent", "payout"]);
      // It came at noon.
      expect(at(NOW + HOUR, NOW)).to.deep.equal([]);
      // The keeper was down for three days.
      expect(at(NOW + 72n * HOUR + 5n, NOW - HOUR)).to.deep.equal(["fund_from_agent", "payout"]);
    });

    it("counts them in a time zone, over its change of clocks", () => {
      const vienna: Policy = { kind: "periodic", cron: "30 2 * * *", timeZone: "Europe/Vienna" };
      const due = (since: string) =>
        nextDue(claimable(20_000n, { now: unix(since), moneySince: unix(since) }), under(vienna));
      expect(due("2026-01-05T12:00:00Z")).to.equal(unix("2026-01-06T01:30:00Z"));
      expect(due("2026-07-05T12:00:00Z")).to.equal(unix("2026-07-06T00:30:00Z"));
      // There is no 2:30 on the 29th of March: it is 3:00, when the clocks go forward.
      expect(due("2026-03-28T12:00:00Z")).to.equal(unix("2026-03-29T01:00:00Z"));
    });

    it("is due at the next time while money waits, and never without", () => {
      const due = (changes: Changes) => nextDue(claimable(20_000n, changes), under(NOON_DAILY));
      expect(due({ now: NOW + HOUR, moneySince: NOW })).to.equal(NOW + 24n * HOUR);
      expect(due({})).to.equal(null);
      expect(nextDue(claimable(20_000n), under(FROM_A_DOLLAR))).to.equal(null);
    });
  });
});

const unix = (iso: string): bigint => BigInt(Date.parse(iso)) / 1_000n;
