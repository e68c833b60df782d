/** Sums by period are the sum of all, wherever entries lie: also at the seconds at which clocks change, days are left out and years end. */
import { Random } from "@profit-share/testing/random";
import { expect } from "chai";
import { type Entry, NO_AMOUNTS, plus, select, sumOf, totalsByPeriod, yearOf, Zone } from "../../src";
import { at, entry } from "../support/entries";

const ZONES = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"];
const EDGES = [
  // Samoa leaves out a day.
  ...["2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"],
  // Vienna and New York, forward and back.
  ...["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"],
  // The year ends in Apia, Kathmandu, Vienna, UTC and New York.
  ...["2025-12-31T11:00:00Z", "2025-12-31T18:15:00Z", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z"],
  ...["2026-01-01T05:00:00Z"],
].map(at);
const DAY = 86_400;
const RUNS = 8;

function history(seed: number): Entry[] {
  const random = new Random(seed);
  return Array.from({ length: 60 }, () => {
    const near = random.chance(50) ? random.int(5) - 2 : random.int(4 * DAY) - 2 * DAY;
    const amounts = {
      profit: random.upTo(10n ** 12n),
      accrued: random.upTo(10n ** 11n),
      credited: random.upTo(10n ** 10n),
    };
    return entry("settlement", amounts, { time: random.pick(EDGES) + near });
  });
}

describe("sums of random histories", function () {
  this.timeout(60_000);
  for (const name of ZONES) {
    const zone = new Zone(name);

    for (const unit of ["day", "month", "year"] as const) {
      it(`by ${unit} in ${name} are the sum of all, each entry in the period of its local date`, () => {
        for (let seed = 1; seed <= RUNS; seed += 1) {
          const entries = history(seed);
          const totals = totalsByPeriod(entries, unit, zone);
          const sum = totals.reduce((all, { amounts }) => plus(all, amounts), NO_AMOUNTS);
          expect(sum).to.deep.equal(sumOf(entries));
          const dates = entries.map(({ time }) => zone.date(time));
          for (const { period, amounts } of totals) {
            const dated = entries.filter((_, index) => dates[index]!.startsWith(period.label));
            expect(amounts, `seed ${seed}, ${period.label}`).to.deep.equal(sumOf(dated));
          }
        }
      });
    }

    it(`of the years of ${name} are the sum of all`, () => {
      for (let seed = 1; seed <= RUNS; seed += 1) {
        const entries = history(seed);
        const years = [2011, 2012, 2025, 2026].map((year) => sumOf(select(entries, { period: yearOf(year, zone) })));
        expect(years.reduce(plus, NO_AMOUNTS)).to.deep.equal(sumOf(entries));
      }
    });
  }
});
