import { NO_AMOUNTS } from "@profit-share/statements";
import { expect } from "chai";
import type { Agreement } from "../../src/answers/agreements";
import { resultOf } from "../../src/answers/results";

/** One with this result before the share, and this far below its mark. */
function agreement(realizedChange: bigint, { accrued = 0n, below = 0n, feeBasis = "high_water_mark" } = {}): Agreement {
  const lastRecord = { realized: realizedChange, mark: realizedChange + below };
  return { realizedChange, sums: { ...NO_AMOUNTS, accrued }, terms: { feeBasis }, lastRecord } as Agreement;
}

describe("how subscribers fared", () => {
  it("is nothing where nothing was recorded", () => {
    const silent = { ...agreement(5n), lastRecord: null };
    expect(resultOf([silent])).to.deep.include({ counted: 0, median: null, lowest: null, lost: 0, belowMark: 0 });
  });

  it("takes the share off, and the lower one of two in the middle", () => {
    const two = [agreement(100n, { accrued: 10n }), agreement(-20n)];
    expect(resultOf(two)).to.deep.include({ counted: 2, median: -20n, lowest: -20n, highest: 90n, lost: 1 });
  });

  it("gives the quarters of many", () => {
    const many = [9n, 1n, 5n, 7n, 3n, 2n, 8n, 4n, 6n].map((won) => agreement(won));
    expect(resultOf(many)).to.deep.include({
      lowest: 1n,
      lowerQuartile: 3n,
      median: 5n,
      upperQuartile: 7n,
      highest: 9n,
    });
  });

  it("counts those below their mark, where there is one", () => {
    const three = [agreement(1n, { below: 1n }), agreement(1n), agreement(1n, { below: 1n, feeBasis: "each_close" })];
    expect(resultOf(three).belowMark).to.equal(1);
  });
});
