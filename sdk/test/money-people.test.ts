import { expect } from "chai";
import { InvalidInput } from "../src/failures";
import { formatDollars, formatPercent, parseDollars } from "../src/money";

describe("money for people", () => {
  describe("formatDollars", () => {
    const cases: [bigint, string][] = [
      [0n, "$0.00"],
      [1n, "$0.000001"],
      [4_700n, "$0.0047"],
      [10_000n, "$0.01"],
      [1_500_000n, "$1.50"],
      [-750_000n, "-$0.75"],
      [1_234_567_890_123n, "$1,234,567.890123"],
      [999_000_000n, "$999.00"],
      [18_446_744_073_709_551_615n, "$18,446,744,073,709.551615"],
    ];
    for (const [amount, text] of cases) {
      it(`shows ${amount} as ${text}`, () => expect(formatDollars(amount)).to.equal(text));
    }
  });

  it("shows basis points as percent", () => {
    expect([1_000, 750, 1, 0].map(formatPercent)).to.deep.equal(["10 %", "7.5 %", "0.01 %", "0 %"]);
  });

  describe("parseDollars", () => {
    const good: [string, bigint][] = [
      ["1", 1_000_000n],
      ["0.000001", 1n],
      ["12.5", 12_500_000n],
      ["0012.50", 12_500_000n],
      ["18446744073709.551615", 18_446_744_073_709_551_615n],
    ];
    for (const [text, amount] of good) {
      it(`reads ${text} as ${amount}`, () => expect(parseDollars(text)).to.equal(amount));
    }

    const bad: [string, string][] = [
      ["", "no number of dollars"],
      ["-1", "no number of dollars"],
      ["1e3", "no number of dollars"],
      ["1,000", "no number of dollars"],
      ["$5", "no number of dollars"],
      [".5", "no number of dollars"],
      ["5.", "no number of dollars"],
      ["0", "is zero"],
      ["0.000000", "is zero"],
      ["0.0000001", "more than 6 decimals"],
      ["18446744073709.551616", "more than any token account can hold"],
    ];
    for (const [text, message] of bad) {
      it(`refuses "${text}"`, () => expect(() => parseDollars(text)).to.throw(InvalidInput, message));
    }
  });
});
