import { PROGRAM_ID, previewAttested, previewVerified, venueUserOrGone } from "@profit-share/sdk";
import { type SettledEvent, verifyHistory } from "@profit-share/sdk/history";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Agreement } from "@profit-share/testing/svm/agreement";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, I64_MAX, I64_MIN, State, Time } from "@profit-share/testing/svm/constants";
import type { Sent } from "@profit-share/testing/svm/svm";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";
import fc from "fast-check";

/** The same cases in every run. */
const RUNS = { seed: 7_110, numRuns: 40 };
const TEST_TIME = 120_000;

const { keeperSigner, subscriber } = ACTORS;

/** Mostly amounts of a trade, sometimes the ends of i64. */
const pnl = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: -80n * Amount.DOLLAR, max: 80n * Amount.DOLLAR }) },
  { weight: 1, arbitrary: fc.constantFrom(I64_MIN, I64_MAX, 0n) },
);
/** Of share a day: from a cent to $10. */
const cap = fc.bigInt({ min: Amount.CENT, max: 10n * Amount.DOLLAR });
const bps = fc.constantFrom(0, 1, 333, 999, 1_000);
const wait = fc.bigInt({ min: 0n, max: 2n * Time.DAY });
const topUp = fc.bigInt({ min: 0n, max: 5n * Amount.DOLLAR });

/** Settles, expects what the SDK foretold, and returns what was recorded. */
function settleAsForetold(
  s: Agreement,
  foretell: () => ReturnType<typeof previewVerified>,
  settle: () => Sent,
): SettledEvent[] {
  const before = s.read();
  const preview = foretell();
  const { settled } = settle();
  const after = s.read();
  expect(settled.length).to.equal(preview?.records ? 1 : 0);
  const { mark, last, loss, profitTotal, accrued, credited, balance } = preview?.settlement.ledger ?? before;
  expect(after).to.include({ mark, last, loss, profitTotal, accrued, credited, balance });
  expect(after.sequence).to.equal(before.sequence + (preview?.records ? 1n : 0n));
  const [event] = settled;
  if (event === undefined || preview === null) return [];
  const { profit, dropped, capped } = preview.settlement;
  expect(event.record).to.include({ profit, dropped });
  expect(event.record.flags.capped).to.equal(capped);
  return settled;
}

/** Expects that the SDK finds the whole history right. Every subscription here begins at a realized PnL of 0. */
function expectProven(s: Agreement, events: SettledEvent[]): void {
  const { subscription, bot } = s;
  const { sequence, head, terms } = s.read();
  const start = { programId: PROGRAM_ID, subscription, bot, instance: 1n, terms };
  const { mismatch } = verifyHistory(start, events, { startMark: 0n, account: { sequence, head } });
  expect(mismatch).to.equal(null);
}

function fund(s: Agreement, amount: bigint): void {
  if (amount > 0n) s.world.send(s.deposit({ amount }), subscriber);
}

describe("economics: the SDK foretells what the program does, and proves it afterwards", () => {
  it("should foretell every verified settlement", () => {
    const user = fc.record({
      settledPerpPnl: pnl,
      nextLiquidationId: fc.integer({ min: 1, max: 3 }),
      status: fc.constantFrom(0, 0, 0, 1, 2, 4),
      totalDeposits: fc.bigInt({ min: 0n, max: 2n }),
      perpPositions: fc.array(
        pnl.map((quoteAssetAmount) => ({ marketIndex: 0, quoteAssetAmount })),
        { maxLength: 3 },
      ),
      gone: fc.nat(9).map((value) => value === 0),
    });
    const steps = fc.array(fc.tuple(user, wait, topUp), { minLength: 2, maxLength: 8 });
    const closing = fc.boolean();
    fc.assert(
      fc.property(bps, cap, steps, closing, (profitShareBps, dailyCap, all, closes) => {
        const v = Verified.published({}, { profitShareBps, minDailyCap: Amount.CENT }).start({ dailyCap });
        if (closes) v.patch({ state: State.CLOSING, closing_at: Time.START });
        const events: SettledEvent[] = [];
        for (const [{ gone, ...change }, seconds, amount] of all) {
          fund(v, amount);
          v.world.pass(seconds);
          v.placeUser(change);
          if (gone) v.world.setAccount(v.venueUser, null);
          const account = v.world.exists(v.venueUser) ? v.world.account(v.venueUser) : null;
          const now = v.world.time();
          const recorded = settleAsForetold(
            v,
            () => previewVerified(v.read(), venueUserOrGone(account), now),
            () => v.world.send(v.settle()),
          );
          events.push(...recorded);
        }
        expectProven(v, events);
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  for (const basis of ["each_close", "high_water_mark"] as const) {
    it(`should foretell every attested settlement (${basis})`, () => {
      const steps = fc.array(fc.tuple(pnl, wait, topUp), { minLength: 2, maxLength: 8 });
      fc.assert(
        fc.property(bps, cap, steps, (profitShareBps, dailyCap, all) => {
          const terms = { profitShareBps, minDailyCap: Amount.CENT };
          const a = Attested.published({ basis, terms }).start({ dailyCap });
          const events: SettledEvent[] = [];
          for (const [closePnl, seconds, amount] of all) {
            fund(a, amount);
            a.world.pass(seconds);
            const recorded = settleAsForetold(
              a,
              () => previewAttested(a.read(), closePnl, a.world.time()),
              () => a.world.send(a.settle(closePnl), keeperSigner),
            );
            events.push(...recorded);
          }
          expectProven(a, events);
        }),
        RUNS,
      );
    }).timeout(TEST_TIME);
  }
});
