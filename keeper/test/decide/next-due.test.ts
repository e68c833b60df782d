import { previewVerified } from "@profit-share/sdk";
import { expect } from "chai";
import { nextDue } from "../../src/decide/next-due";
import { plan } from "../../src/decide/plan";
import type { Observed } from "../../src/observe/observed";
import { attested, NOW, SETTINGS, verified } from "../support/observed";

const DAY = 86_400n;
const HOUR = 3_600n;
/** Of day 20,001. */
const MIDNIGHT = 20_001n * DAY;
const USDC = 1_000_000n;

/** $500 of profit at 10 %, and a cap of $1 a day that is used up. */
const CAPPED = {
  subscription: {
    ...{ mark: 0n, last: 500n * USDC, profitTotal: 0n, accrued: 0n, credited: 0n, claimed: 0n, balance: 100n * USDC },
    ...{ dailyCap: USDC, windowAccrued: USDC },
  },
  user: { realizedPnl: 500n * USDC },
};

const due = (observed: Observed) => nextDue(observed, SETTINGS);

describe("nextDue", () => {
  it("is never, when nothing changes with time", () => {
    expect(due(verified())).to.equal(null);
    expect(due(attested([]))).to.equal(null);
    const unreadable = { kind: "unreadable" as const, problem: "it has 12 bytes" };
    expect(due(verified({ ...CAPPED, venue: unreadable }))).to.equal(null);
  });

  describe("of profit above the cap's room", () => {
    it("is the next midnight, from one second after the last one on", () => {
      expect(due(verified(CAPPED))).to.equal(MIDNIGHT);
      expect(due(verified({ ...CAPPED, now: MIDNIGHT - 1n }))).to.equal(MIDNIGHT);
      // Day 20,001 is used up, too.
      const later = { ...CAPPED, subscription: { ...CAPPED.subscription, windowDay: 20_001 }, now: MIDNIGHT };
      expect(due(verified(later))).to.equal(MIDNIGHT + DAY);
    });

    it("is never after the end", () => {
      const ended = { ...CAPPED.subscription, state: "ended" as const, closingAt: NOW - 5n, endedAt: NOW - 1n };
      expect(due(verified({ ...CAPPED, subscription: ended }))).to.equal(null);
    });
  });

  it("is the next midnight while a payout waits for the day's budget", () => {
    expect(due(verified({ subscription: { credited: 110_000n, accrued: 110_000n }, payout: "missing" }))).to.equal(
      MIDNIGHT,
    );
  });

  describe("of one that is closing", () => {
    const closing = (closingAt: bigint) => ({ state: "closing" as const, closingAt });
    const open = { flat: false };

    it("is an hour before its 30 days are over, then their end, then never", () => {
      const at = (now: bigint) => due(verified({ subscription: closing(NOW), user: open, now }));
      expect(at(NOW)).to.equal(NOW + 30n * DAY - HOUR);
      expect(at(NOW + 30n * DAY - HOUR)).to.equal(NOW + 30n * DAY);
      expect(at(NOW + 30n * DAY)).to.equal(null);
    });

    it("is an hour before its 7 days are over, if attested", () => {
      expect(due(attested([], { subscription: closing(NOW - DAY) }))).to.equal(NOW + 6n * DAY - HOUR);
    });

    it("is as long before as it is configured", () => {
      const observed = attested([], { subscription: closing(NOW) });
      expect(nextDue(observed, { ...SETTINGS, lastCallSeconds: 60 })).to.equal(NOW + 7n * DAY - 60n);
    });
  });

  it("settles a capped one that leaves after each of 30 midnights, and looks once before the clock: $31, not $2", () => {
    // $1 was charged on the day of the leaving, of $500 of profit.
    const settled = { mark: 10n * USDC, profitTotal: 10n * USDC, accrued: USDC, credited: USDC, claimed: USDC };
    const leaving = { ...CAPPED.subscription, ...settled, state: "closing" as const, closingAt: NOW };
    let observed = verified({ ...CAPPED, subscription: leaving });
    const settledAt: bigint[] = [];
    const lookedAt: bigint[] = [];
    for (let now = due(observed); now !== null; now = due(observed)) {
      observed = { ...observed, now };
      lookedAt.push(now);
      if (!plan(observed, SETTINGS).actions.some(({ kind }) => kind === "settle")) continue;
      settledAt.push(now);
      const { settlement } = previewVerified(observed.subscription, { ...userOf(observed) }, now)!;
      const window = { windowDay: Number(now / DAY), windowAccrued: settlement.share };
      observed = { ...observed, subscription: { ...observed.subscription, ...settlement.ledger, ...window } };
    }
    expect(settledAt).to.deep.equal(Array.from({ length: 30 }, (_, day) => MIDNIGHT + BigInt(day) * DAY));
    expect(lookedAt.filter((time) => !settledAt.includes(time))).to.deep.equal([
      NOW + 30n * DAY - HOUR,
      NOW + 30n * DAY,
    ]);
    expect(observed.subscription.accrued).to.equal(31n * USDC);
  });
});

function userOf({ venue }: Observed) {
  if (venue.kind !== "read") throw new Error("It is gone");
  return venue.user;
}
