import { type SettlementRecord, steps } from "@profit-share/sdk/history";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Agreement } from "@profit-share/testing/svm/agreement";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import type { Sent } from "@profit-share/testing/svm/svm";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";
import fc from "fast-check";

/** The same cases in every run. */
const RUNS = { seed: 2_611, numRuns: 16 };
const TEST_TIME = 120_000;

const { keeperSigner, subscriber } = ACTORS;

const pnl = fc.bigInt({ min: -80n * Amount.DOLLAR, max: 80n * Amount.DOLLAR });
/** Of share a day: from a cent to $10. */
const cap = fc.bigInt({ min: Amount.CENT, max: 10n * Amount.DOLLAR });
const bps = fc.constantFrom(0, 333, 1_000);
const wait = fc.bigInt({ min: 0n, max: 2n * Time.DAY });
const topUp = fc.bigInt({ min: 0n, max: 5n * Amount.DOLLAR });

/** Keeps what the subscription's account said around each recorded settlement. */
class Watched {
  readonly records: SettlementRecord[] = [];
  readonly seen: unknown[] = [];
  private left: { last: bigint; credited: bigint };

  constructor(private readonly s: Agreement) {
    const { last, credited } = s.read();
    this.left = { last, credited };
  }

  settle(send: () => Sent): void {
    const before = this.s.read();
    const { settled } = send();
    const after = this.s.read();
    const [event] = settled;
    if (event === undefined) {
      // What leaves no record must not have moved what steps call exact.
      expect(after).to.include({ mark: before.mark, accrued: before.accrued });
      return;
    }
    this.records.push(event.record);
    this.seen.push({
      time: this.s.world.time(),
      realized: { before: before.last, after: after.last },
      mark: { before: before.mark, after: after.mark },
      loss: { before: before.loss, after: after.loss },
      unrecorded: before.last - this.left.last,
      accrued: after.accrued - before.accrued,
      credited: after.credited - this.left.credited,
    });
    this.left = { last: after.last, credited: after.credited };
  }

  /** Expects that the records alone tell the same. @param startMark where the mark began */
  expectSteps(startMark: bigint): void {
    const told = steps(this.records, startMark).map(
      ({ time, realized, mark, loss, unrecorded, accrued, credited }) => ({
        ...{ time, realized, mark, loss, unrecorded, accrued, credited },
      }),
    );
    expect(told).to.deep.equal(this.seen);
  }
}

function fund(s: Agreement, amount: bigint): void {
  if (amount > 0n) s.world.send(s.deposit({ amount }), subscriber);
}

describe("economics: steps, from records alone, are what the accounts said before and after", () => {
  it("should tell every verified settlement that was recorded", () => {
    const user = fc.record({
      settledPerpPnl: pnl,
      nextLiquidationId: fc.integer({ min: 1, max: 3 }),
      status: fc.constantFrom(0, 0, 0, 1),
      totalDeposits: fc.bigInt({ min: 0n, max: 2n }),
      loss: fc.bigInt({ min: 0n, max: 40n * Amount.DOLLAR }),
    });
    const course = fc.array(fc.tuple(user, wait, topUp), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(bps, cap, pnl, course, (profitShareBps, dailyCap, start, all) => {
        const terms = { profitShareBps, minDailyCap: Amount.CENT };
        const v = Verified.published({ settledPerpPnl: start }, terms).start({ dailyCap });
        const watched = new Watched(v);
        for (const [{ loss, ...change }, seconds, amount] of all) {
          fund(v, amount);
          v.world.pass(seconds);
          v.placeUser({ ...change, perpPositions: [{ marketIndex: 1, quoteAssetAmount: -loss }] });
          watched.settle(() => v.world.send(v.settle()));
        }
        watched.expectSteps(start);
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  for (const basis of ["each_close", "high_water_mark"] as const) {
    it(`should tell every attested settlement (${basis})`, () => {
      const course = fc.array(fc.tuple(pnl, wait, topUp), { minLength: 2, maxLength: 8 });
      fc.assert(
        fc.property(bps, cap, course, (profitShareBps, dailyCap, all) => {
          const terms = { profitShareBps, minDailyCap: Amount.CENT };
          const a = Attested.published({ basis, terms }).start({ dailyCap });
          const watched = new Watched(a);
          for (const [closePnl, seconds, amount] of all) {
            fund(a, amount);
            a.world.pass(seconds);
            watched.settle(() => a.world.send(a.settle(closePnl), keeperSigner));
          }
          watched.expectSteps(0n);
        }),
        RUNS,
      );
    }).timeout(TEST_TIME);
  }
});
