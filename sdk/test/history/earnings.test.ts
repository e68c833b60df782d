import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { InvalidInput } from "../../src/failures";
import { type Accrual, estimateEarnings, periodOf } from "../../src/history/earnings";
import {
  type Agreement,
  type EarningsCase,
  type ExpectedEarnings,
  expectedEarnings,
} from "../../vectors/earnings/definition";
import vectors from "../../vectors/earnings/earnings.json";
import { generateEarnings, isGenerated } from "../../vectors/earnings/generate";
import { key } from "../support/history";

const addressOf = (name: string): PublicKey => key(name.charCodeAt(0));

/** All settlements of a bot as a feed has them: oldest first, the subscriptions in turns. */
const feed = (agreements: readonly Agreement[]): Accrual[] =>
  agreements
    .flatMap(({ subscription, settlements }) =>
      settlements.map(({ sequence, time, accrued }) => ({
        subscription: addressOf(subscription),
        record: { sequence: BigInt(sequence), time: BigInt(time), accrued: BigInt(accrued) },
      })),
    )
    .sort((a, b) => (a.record.time < b.record.time ? -1 : Number(a.record.time > b.record.time)));

/** The estimate as the vectors write it. */
function estimated({ now, began }: { now: string; began: string }, settlements: Accrual[]): ExpectedEarnings {
  const { month, week } = estimateEarnings(settlements, { now: BigInt(now), began: BigInt(began) });
  const written = (earned: typeof month) => ({
    accrued: earned.accrued.toString(),
    since_it_began: earned.sinceItBegan,
    days: earned.days,
    period: periodOf(earned),
  });
  return { month: written(month), week: written(week) };
}

describe("estimated creator earnings", () => {
  describe("vectors", () => {
    const cases = vectors as EarningsCase[];
    const byHand = cases.filter((one) => !isGenerated(one));

    it("have cases written by hand, each with its own name", () => {
      expect(byHand.length).to.be.at.least(30);
      expect(new Set(cases.map(({ name }) => name)).size).to.equal(cases.length);
    });

    for (const one of byHand) {
      it(one.name, () => {
        expect(estimated(one, feed(one.agreements))).to.deep.equal(one.expected);
        expect(expectedEarnings(one), "the independent definition").to.deep.equal(one.expected);
      });
    }

    it("hold the generated cases as the generator makes them", () => {
      expect(cases.filter(isGenerated)).to.deep.equal(generateEarnings());
    });

    it("are met in every generated case", () => {
      for (const one of cases.filter(isGenerated)) {
        expect(estimated(one, feed(one.agreements)), one.name).to.deep.equal(one.expected);
      }
    });
  });

  const NOW = 20_000n * 86_400n;
  const DAY = 86_400n;
  const moment = { now: NOW, began: NOW - 400n * DAY };
  const settled = (sequence: bigint, time: bigint, accrued: bigint): Accrual => ({
    subscription: key(65),
    record: { sequence, time, accrued },
  });

  describe("of a history that begins in the middle", () => {
    it("need no more than the settlement before the window", () => {
      const settlements = [settled(7n, NOW - 31n * DAY, 900n), settled(8n, NOW - DAY, 950n)];
      expect(estimateEarnings(settlements, moment).month.accrued).to.equal(50n);
    });

    it("are refused if that is missing, because what the first one accrued cannot be known", () => {
      expect(() => estimateEarnings([settled(8n, NOW - DAY, 950n)], moment)).to.throw(
        InvalidInput,
        `Settlement 8 of subscription ${key(65).toBase58()} comes after nothing: pass each once, oldest first, from the one before the window on`,
      );
    });

    it("are refused if one in between is missing, comes twice, or comes too late", () => {
      const [first, second, third] = [1n, 2n, 3n].map((sequence) => settled(sequence, NOW - DAY, 10n * sequence)) as [
        Accrual,
        Accrual,
        Accrual,
      ];
      expect(() => estimateEarnings([first, third], moment)).to.throw(InvalidInput, "comes after settlement 1");
      expect(() => estimateEarnings([first, second, second], moment)).to.throw(
        InvalidInput,
        "comes after settlement 2",
      );
      expect(() => estimateEarnings([first, third, second], moment)).to.throw(InvalidInput, "comes after settlement 1");
      expect(estimateEarnings([first, second, third], moment).week.accrued).to.equal(30n);
    });
  });

  it("agree with the independent definition, whatever the times and amounts", () => {
    const time = fc.oneof(fc.bigInt(NOW - 40n * DAY, NOW + DAY), fc.constantFrom(NOW, NOW - 7n * DAY, NOW - 30n * DAY));
    const agreement = fc.array(fc.tuple(time, fc.bigInt(0n, 2n ** 60n)), { maxLength: 8 }).map((some) => {
      const times = some.map(([when]) => when).sort((a, b) => (a < b ? -1 : Number(a > b)));
      let accrued = 0n;
      return times.map((when, index) => {
        accrued += some[index]![1];
        return { sequence: `${index + 1}`, time: `${when}`, accrued: `${accrued}` };
      });
    });
    const bot = fc.record({
      now: fc.constant(`${NOW}`),
      began: time.map(String),
      agreements: fc.array(agreement, { maxLength: 5 }).map((all) =>
        all.map((settlements, index) => ({
          subscription: String.fromCharCode(65 + index),
          instance: `${index + 1}`,
          closed: false,
          settlements,
        })),
      ),
    });
    fc.assert(
      fc.property(bot, (any) => {
        expect(estimated(any, feed(any.agreements))).to.deep.equal(expectedEarnings(any));
      }),
      { numRuns: 1_000 },
    );
  });
});
