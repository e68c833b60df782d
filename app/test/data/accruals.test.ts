import type { FeedEvent } from "@profit-share/sdk/history";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { Accruals, dailyShares } from "../../src/data/accruals";

const DAY = 86_400n;
const NOW = 100n * DAY;
const [tide, spark, first, second] = ["tide", "spark", "first", "second"].map((name) => keyOf(name).publicKey);

const settled = (subscription: typeof first, sequence: bigint, daysAgo: bigint, accrued: bigint) =>
  ({ name: "Settled", data: { subscription, record: { sequence, time: NOW - daysAgo * DAY, accrued } } }) as FeedEvent;
const closed = (subscription: typeof first, bot: typeof tide) =>
  ({ name: "Closed", data: { subscription, bot } }) as FeedEvent;

describe("what accrued lately", () => {
  let accruals: Accruals;

  beforeEach(() => {
    accruals = new Accruals(new Map([[first!.toBase58(), tide!.toBase58()]]), NOW - 30n * DAY);
  });
  const sequencesOf = (bot: typeof tide) => accruals.of(bot!.toBase58()).map(({ record }) => record.sequence);

  it("takes the settlement before the first that counts, and no other old one", () => {
    for (const event of [settled(first, 3n, 1n, 9n), settled(first, 2n, 40n, 5n)]) {
      expect(accruals.isComplete).to.equal(event.name === "Settled" && event.data.record.sequence === 3n);
      accruals.add(event);
    }
    accruals.add(settled(first, 1n, 50n, 2n));
    expect(accruals.isComplete).to.equal(true);
    expect(sequencesOf(tide)).to.deep.equal([2n, 3n]);
  });

  it("gives the bot of its end what a closed subscription settled", () => {
    for (const event of [closed(second, spark), settled(second, 1n, 2n, 4n)]) accruals.add(event);
    expect(sequencesOf(spark)).to.deep.equal([1n]);
  });

  it("keeps apart the agreements that used an address after each other", () => {
    for (const event of [settled(first, 1n, 1n, 7n), closed(first, spark), settled(first, 1n, 3n, 4n)])
      accruals.add(event);
    expect(sequencesOf(tide)).to.deep.equal([1n]);
    expect(sequencesOf(spark)).to.deep.equal([1n]);
  });

  it("falls on the days on which it was settled", () => {
    for (const event of [settled(first, 3n, 0n, 12n), settled(first, 2n, 0n, 9n), settled(first, 1n, 29n, 5n)])
      accruals.add(event);
    const days = dailyShares(accruals.of(tide!.toBase58()), NOW);
    expect([days[0], days[29], days.length]).to.deep.equal([5n, 7n, 30]);
  });
});
