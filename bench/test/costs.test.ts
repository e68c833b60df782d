import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { withCosts } from "../costs";
import { figuresOf } from "../page";

const README = readFileSync(join(__dirname, "../../README.md"), "utf8");
const figures = figuresOf(readFileSync(join(__dirname, "../README.md"), "utf8"));

const BARE = "# Name\n\n<!-- Written by `npm run bench:cu` -->\nold\n<!-- Up to here -->\n\nEnd\n";
/** As if every transaction took 1,000 units, which with the three of the budget is 1,450. */
const EVEN = new Map([...figures].map(([name, value]) => [name, name.endsWith(", CU") ? 1_000 : value]));

const rowsOf = (page: string, name: string): string[] =>
  page.split("\n").filter((line) => line.startsWith(`| ${name}`));

describe("the README's costs", () => {
  it("should be what `npm run bench:cu` computes from bench/README.md", () => {
    expect(README, "run `npm run bench:cu` and commit both pages").to.equal(withCosts(README, figures));
  });

  it("should store for what the transactions were measured to put into accounts", () => {
    const sol = (account: string) => Number(rowsOf(README, `${account} |`)[0]!.split("|")[3]);
    const measured = (name: string) => figures.get(`${name}, rent (lamports)`)! / 1e9;
    expect(sol("keeper")).to.be.closeTo(measured("register_keeper"), 1e-5);
    expect(sol("bot") + sol("the bot's vault")).to.be.closeTo(measured("publish_bot (verified)"), 2e-5);
    expect(sol("subscription") + sol("the subscription's escrow")).to.be.closeTo(
      measured("subscribe (verified)"),
      2e-5,
    );
  });

  describe("of a close alone", () => {
    it("should be a signature's, and a priority fee on the units asked for", () => {
      // 1,450, a tenth and 2,000 more: 3,595 units at 0.1 lamports are 359.5.
      expect(rowsOf(withCosts(BARE, EVEN), "verified, alone")).to.deep.equal([
        "| verified, alone | 1 | 3,595 | 0.000005000 | $0.0002500 | $0.0007500 | $0.0012500 |",
        "| verified, alone | 1 | 3,595 | 0.000005360 | $0.0002680 | $0.0008040 | $0.0013400 |",
      ]);
    });
  });

  describe("of a close that the agent pays for at once", () => {
    it("should be two signatures'", () => {
      expect(rowsOf(withCosts(BARE, EVEN), "attested, paid by the agent")[0]).to.equal(
        "| attested, paid by the agent at once | 2 | 9,500 | 0.000010000 | $0.0005000 | $0.0015000 | $0.0025000 |",
      );
    });
  });

  describe("of a close in a batch", () => {
    it("should be its part of the transaction's, rounded up", () => {
      // The dearest path of 24 rows is 26,550 units. 5,000 : 24 is 208.3 lamports, 7,655 : 24 is 318.96.
      expect(rowsOf(withCosts(BARE, EVEN), "verified, one of 24")).to.deep.equal([
        "| verified, one of 24 in a batch | 1 | 26,550 | 0.000000209 | $0.0000105 | $0.0000314 | $0.0000523 |",
        "| verified, one of 24 in a batch | 1 | 26,550 | 0.000000319 | $0.0000160 | $0.0000479 | $0.0000798 |",
      ]);
    });
  });

  it("should leave what stands around them", () => {
    const written = withCosts(BARE, figures);
    expect(written.startsWith("# Name\n\n<!-- Written by")).to.equal(true);
    expect(written.endsWith("<!-- Up to here -->\n\nEnd\n")).to.equal(true);
    expect(written).not.to.contain("old");
    expect(withCosts(written, figures)).to.equal(written);
  });

  describe("when the README does not say where they stand", () => {
    it("should be refused", () => {
      for (const cut of [BARE.replace("<!-- Up to here -->", ""), BARE.replace("<!-- Written", "<!-- written")]) {
        expect(() => withCosts(cut, figures)).to.throw("README.md needs a line");
      }
    });
  });

  describe("when a figure is missing", () => {
    it("should be refused by its name", () => {
      expect(() => withCosts(BARE, new Map())).to.throw('bench/README.md has no figure "settle, CU"');
    });
  });
});
