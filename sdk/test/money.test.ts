import { expect } from "chai";
import { toBaseUnits, toDollars } from "../src/money";

describe("toBaseUnits", () => {
  const exact: [number | string, bigint][] = [
    [0, 0n],
    ["-0", 0n],
    [1, 1_000_000n],
    ["12.5", 12_500_000n],
    [0.1, 100_000n],
    [1.005, 1_005_000n],
    ["+3", 3_000_000n],
    [".5", 500_000n],
    ["7.", 7_000_000n],
    [" 2.25 ", 2_250_000n],
    ["9007199254740993.123456", 9_007_199_254_740_993_123_456n],
    [1e-6, 1n],
    [1e-7, 0n],
    [1.5e21, 1_500_000_000_000_000_000_000_000_000n],
    ["12E-1", 1_200_000n],
    ["123456e-4", 12_345_600n],
  ];
  for (const [dollars, baseUnits] of exact) {
    it(`${JSON.stringify(dollars)} is ${baseUnits}`, () => expect(toBaseUnits(dollars)).to.equal(baseUnits));
  }

  it("rounds towards zero on both sides", () => {
    expect(toBaseUnits("0.0000019")).to.equal(1n);
    expect(toBaseUnits("-0.0000019")).to.equal(-1n);
    expect(toBaseUnits("-0.0000009")).to.equal(0n);
    expect(toBaseUnits("19e-7")).to.equal(1n);
  });

  for (const wrong of [
    "",
    " ",
    ".",
    "-",
    "1,5",
    "1.2.3",
    "0x10",
    "abc",
    "1e",
    "1e1000",
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]) {
    it(`refuses ${JSON.stringify(String(wrong))}`, () => {
      expect(() => toBaseUnits(wrong)).to.throw(/is no amount in dollars: pass a decimal number/);
    });
  }
});

describe("toDollars", () => {
  const cases: [bigint, string][] = [
    [0n, "0.00"],
    [1n, "0.000001"],
    [1_500_000n, "1.50"],
    [1_234_567n, "1.234567"],
    [12_345_600n, "12.3456"],
    [-50n, "-0.00005"],
  ];
  for (const [baseUnits, dollars] of cases) {
    it(`${baseUnits} is ${dollars}`, () => expect(toDollars(baseUnits)).to.equal(dollars));
  }
});
