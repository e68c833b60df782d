import { createHash } from "node:crypto";
import { expect } from "chai";
import { type Settlement, settle } from "../../src/rule/rule";
import { U64_MAX } from "../../src/wire/integers";
import committed from "../../vectors/cases.json";
import { defined, type Given } from "../../vectors/definition";
import { Random } from "../../vectors/random";
import { randomCase, SEED } from "../../vectors/random-case";

/** How many cases are run: a row of `cases.json`. All ten million: `npm run test:rule`. */
const LIMIT = Number(process.env.RULE_CASES ?? 200_000);

/** 1 verified, 2 liquidated, 4 re-created, 8 each close. */
function flagsOf({ observation, eachClose }: Given): number {
  const verified = observation.kind === "verified";
  const liquidated = verified && observation.liquidated ? 2 : 0;
  const recreated = verified && observation.recreated ? 4 : 0;
  return Number(verified) | liquidated | recreated | (eachClose ? 8 : 0);
}

function settled({ bps, eachClose, room, before, observation }: Given): Settlement {
  const { profit_total: profitTotal, ...ledger } = before;
  const terms = { profitShareBps: Number(bps), feeBasis: eachClose ? "each_close" : "high_water_mark" } as const;
  return settle(terms, room, { ...ledger, profitTotal }, observation);
}

/** What came out, in the order in which it is hashed. */
const outcome = ({ ledger, ...result }: Settlement): bigint[] => [
  ledger.mark,
  ledger.last,
  ledger.loss,
  ledger.profitTotal,
  ledger.accrued,
  ledger.credited,
  ledger.balance,
  result.closePnl,
  result.profit,
  result.dropped,
  result.share,
  result.paid,
  BigInt(result.capped),
];

const definedOutcome = (result: ReturnType<typeof defined>): bigint[] => [
  result.mark,
  result.last,
  result.loss,
  result.profit_total,
  result.accrued,
  result.credited,
  result.balance,
  result.close_pnl,
  result.profit,
  result.dropped,
  result.share,
  result.paid,
  BigInt(result.capped),
];

/** What went in, in the order in which it is hashed. */
const input = (given: Given): bigint[] => [
  given.bps,
  BigInt(flagsOf(given)),
  given.observation.kind === "verified" ? given.observation.realized : given.observation.closePnl,
  given.observation.kind === "verified" ? given.observation.loss : 0n,
  given.room,
  given.before.mark,
  given.before.last,
  given.before.loss,
  given.before.profit_total,
  given.before.accrued,
  given.before.credited,
  given.before.waived,
  given.before.balance,
];

describe("rule on random cases", () => {
  it(`meets the definition and the digests that Rust arrives at, on ${LIMIT} cases`, function () {
    // Every case takes about 15 µs; a busy machine may need much longer.
    this.timeout(60_000 + LIMIT / 5);
    expect(committed.map(({ cases }) => cases)).to.include(LIMIT);

    const random = new Random(SEED);
    const hash = createHash("sha256");
    // Negative numbers become their two's complement; the machine is little-endian, as Rust's side writes it.
    const words = new BigUint64Array(26);
    const counts = {
      verified: 0,
      each_close: 0,
      liquidated: 0,
      recreated: 0,
      charged: 0,
      capped: 0,
      paid: 0,
      in_debt: 0,
      saturated: 0,
    };
    for (let done = 1; done <= LIMIT; done++) {
      const given = randomCase(random);
      const result = settled(given);
      const after = outcome(result);
      const wanted = definedOutcome(defined(given));
      if (after.some((value, index) => value !== wanted[index])) expect(after, `case ${done}`).to.deep.equal(wanted);

      words.set([...input(given), ...after]);
      hash.update(words);
      const flags = flagsOf(given);
      const { accrued, credited, waived, profitTotal } = result.ledger;
      counts.verified += flags & 1;
      counts.liquidated += (flags >> 1) & 1;
      counts.recreated += (flags >> 2) & 1;
      counts.each_close += flags >> 3;
      counts.charged += Number(result.profit > 0n);
      counts.capped += Number(result.capped);
      counts.paid += Number(result.paid > 0n);
      counts.in_debt += Number(credited + waived < accrued);
      counts.saturated += Number(profitTotal === U64_MAX);

      const row = committed.find(({ cases }) => cases === done);
      if (row) expect({ cases: done, digest: hash.copy().digest("hex"), counts }).to.deep.equal(row);
    }
  });
});
