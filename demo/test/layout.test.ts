import { expect } from "chai";
import { type Line, lineText, NARROW, prose, WIDE } from "../telling/layout";

const LINE: Line = {
  what: "  Cleo · Spark: deposit of $5.00; keeper attests a close of $80.00, profit $50.000009, capped",
  realized: 250_000_000n,
  share: 5_000_000n,
  credited: null,
  owed: 0n,
  computeUnits: 3_978,
  signature: "3f8gQq46xwQmZ4Jx7vVd4w3zWkC4RXkbPjz6hzvL9yq2",
};

describe("a line of the demo", () => {
  it("goes on in the next where its column ends, the amounts at its end", () => {
    expect(lineText(NARROW, LINE).split("\n")).to.deep.equal([
      "  Cleo · Spark: deposit of $5.00; keeper attests a close of",
      "      $80.00, profit $50.000009, capped                                $250.00   $5.00            $0.00  3,978 3f8gQq46…",
    ]);
  });

  it("stays whole, with its whole signature, if nothing has to fit", () => {
    expect(lineText(WIDE, LINE)).to.equal(
      "  Cleo · Spark: deposit of $5.00; keeper attests a close of $80.00, profit $50.000009, capped" +
        "      $250.00        $5.00                     $0.00   3,978  3f8gQq46xwQmZ4Jx7vVd4w3zWkC4RXkbPjz6hzvL9yq2",
    );
  });

  it("is broken before the 121st character", () => {
    const fitting = `${"a".repeat(59)} ${"b".repeat(60)}`;
    expect(prose(NARROW, fitting)).to.equal(fitting);
    expect(prose(NARROW, `${fitting}b`)).to.equal(`${"a".repeat(59)}\n      ${"b".repeat(61)}`);
  });

  it("leaves a word whole that is longer than a line", () => {
    expect(prose(NARROW, `from ${"/folder".repeat(20)}`)).to.equal(`from\n      ${"/folder".repeat(20)}`);
  });
});
