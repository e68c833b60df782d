import type { Step } from "@profit-share/sdk/history";
import { expect } from "chai";
import { courseOf, placesOf } from "../../src/pictures/course";
import { keyPaths } from "../../src/pictures/key-paths";
import { scaleOf } from "../../src/pictures/scale";

const DOLLAR = 1_000_000n;

/** A settlement in dollars. @param time unix seconds */
function step(realized: [bigint, bigint], mark: [bigint, bigint], time = 0n): Step {
  return {
    time,
    realized: { before: realized[0] * DOLLAR, after: realized[1] * DOLLAR },
    mark: { before: mark[0] * DOLLAR, after: mark[1] * DOLLAR },
    profit: (mark[1] - mark[0]) * DOLLAR,
  } as Step;
}

describe("a subscription's course", () => {
  // $100 won, $40 lost without a record, $60 won back and $20 more; then $70 lost.
  const steps = [step([0n, 100n], [0n, 100n]), step([60n, 120n], [100n, 120n])];
  const course = courseOf(steps, { last: 50n * DOLLAR, mark: 120n * DOLLAR });

  it("has what went by without a record between the settlements, and after the last", () => {
    expect(course.map(({ kind, from, to }) => [kind, from / DOLLAR, to / DOLLAR])).to.deep.equal([
      ["start", 0n, 0n],
      ["settled", 0n, 100n],
      ["unrecorded", 100n, 60n],
      ["settled", 60n, 120n],
      ["unrecorded", 120n, 50n],
    ]);
  });

  it("ends at the last settlement if nothing came after it", () => {
    expect(courseOf(steps, { last: 120n * DOLLAR, mark: 120n * DOLLAR })).to.have.length(4);
    expect(courseOf(steps, null)).to.have.length(4);
  });

  it("is as wide as the picture", () => {
    expect(placesOf(course)).to.deep.equal([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it("is drawn with what has to be won back hatched, and what was charged marked", () => {
    const scale = { y: (amount: bigint) => 200 - Number(amount / DOLLAR), ticks: [] };
    const paths = keyPaths(course, (index) => index * 10, scale);
    expect(paths.realized).to.equal("M0.0 200.0V200.0H10.0L10.0 200.0V100.0H20.0M30.0 140.0V80.0H40.0");
    expect(paths.unrecorded).to.equal("M20.0 100.0L30.0 140.0M40.0 80.0L50.0 150.0");
    // From the mark down to where it went.
    expect(paths.toWinBack).to.equal("M20.0 100.0H30.0V140.0L20.0 100.0ZM40.0 80.0H50.0V150.0L40.0 80.0Z");
    expect(paths.charged).to.equal("M10.0 200.0V100.0M30.0 100.0V80.0");
  });
});

describe("a subscription's course with what a keeper noted", () => {
  const noted = (...of: [time: bigint, realized: bigint][]) =>
    of.map(([time, realized]) => ({ time, realized: realized * DOLLAR }));
  const steps = [step([0n, 100n], [0n, 100n], 10n), step([60n, 120n], [100n, 120n], 20n)];
  const now = { last: 50n * DOLLAR, mark: 120n * DOLLAR };
  const ways = (course: ReturnType<typeof courseOf>) =>
    course.filter(({ step }) => step === null).map(({ kind, from, to }) => [kind, from / DOLLAR, to / DOLLAR]);

  it("goes the way that was noted, and ends where the records say", () => {
    // What was noted at the second of a settlement may be of before or after it.
    const all = noted([5n, 7n], [10n, 1n], [12n, 30n], [13n, 30n], [15n, 61n], [20n, 2n], [30n, 90n], [31n, 50n]);
    expect(ways(courseOf(steps, now, all))).to.deep.equal([
      ["start", 0n, 0n],
      ["kept", 100n, 30n],
      ["kept", 30n, 61n],
      ["kept", 61n, 60n],
      ["kept", 120n, 90n],
      ["kept", 90n, 50n],
    ]);
  });

  it("shows a loss that was won back before the next record", () => {
    const whole = [step([0n, 100n], [0n, 100n], 10n), step([100n, 120n], [100n, 120n], 20n)];
    expect(ways(courseOf(whole, null, noted([12n, 40n], [14n, 100n])))).to.deep.equal([
      ["start", 0n, 0n],
      ["kept", 100n, 40n],
      ["kept", 40n, 100n],
    ]);
  });

  it("is no wider than without it, and drawn apart from what is proven", () => {
    const course = courseOf(steps, now, noted([12n, 30n], [15n, 80n]));
    expect(placesOf(course).at(-2)).to.be.closeTo(0.8, 1e-9);
    const paths = keyPaths(course, (index) => index, { y: (amount) => Number(amount / DOLLAR), ticks: [] });
    expect(paths.kept).to.equal("M2.0 100.0L3.0 30.0M3.0 30.0L4.0 80.0M4.0 80.0L5.0 60.0");
    expect(paths.unrecorded).to.equal("M6.0 120.0L7.0 50.0");
  });
});

describe("a picture's scale", () => {
  it("has lines at round amounts, zero among them", () => {
    const { ticks, y } = scaleOf([-12n * DOLLAR, 0n, 426_266_807n], 0, 100);
    expect(ticks.map((tick) => tick / DOLLAR)).to.deep.equal([0n, 200n, 400n]);
    expect(y(-12n * DOLLAR)).to.be.within(y(0n), 100);
    expect(y(426_266_807n)).to.be.within(0, y(400n * DOLLAR));
  });

  it("holds a single amount", () => {
    expect(scaleOf([5n * DOLLAR], 0, 100).y(5n * DOLLAR)).to.be.within(0, 100);
  });
});
