import { expect } from "chai";
import { bothUnits, formatSol, signedDollars, signedSol } from "../../src/text/amounts";

describe("bothUnits", () => {
  it("names both units", () => expect(bothUnits(2_500_000n)).to.equal("$2.50 (2500000 base units)"));
});

describe("formatSol", () => {
  for (const [lamports, text] of [
    [0n, "0 SOL"],
    [5_000n, "0.000005 SOL"],
    [1_000_000_000n, "1 SOL"],
    [-2_039_280n, "-0.00203928 SOL"],
  ] as const) {
    it(`writes ${lamports} lamports`, () => expect(formatSol(lamports)).to.equal(text));
  }
});

describe("a change", () => {
  it("has its sign, and nothing has none", () => {
    expect([1_500_000n, -1_500_000n, 0n].map(signedDollars)).to.deep.equal(["+$1.50", "-$1.50", "$0.00"]);
    expect([5_000n, -5_000n].map(signedSol)).to.deep.equal(["+0.000005 SOL", "-0.000005 SOL"]);
  });
});
