import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyRule, type DailyWindow, dailyWindow, type Ledger, type Observation, owed } from "@profit-share/sdk";
import { Time } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";
import { type Example, type ExampleStep, readExamples } from "./examples";

const PAGE = join(__dirname, "../../docs/fees.md");

/** Computes an example, step by step. */
class Computation {
  private time = Time.START;
  private window: DailyWindow;
  private ledger: Ledger;
  private readonly venue: Traded | null;

  constructor(private readonly example: Example) {
    const { dailyCap, balance, rows } = example;
    const nothing = { mark: 0n, last: 0n, peak: 0n, profitTotal: 0n, accrued: 0n, credited: 0n, waived: 0n };
    this.ledger = { ...nothing, balance };
    this.window = { dailyCap, nextDailyCap: 0n, nextDailyCapDay: 0, windowDay: 0, windowAccrued: 0n };
    this.venue = rows.some(({ step }) => step.kind === "trade") ? Traded.trading() : null;
  }

  /** Every value that a column can name, in base units; null if the step settles nothing. */
  do(step: ExampleStep): Record<string, bigint> | null {
    if (step.kind === "day") {
      this.time += Time.DAY;
      return null;
    }
    if (step.kind === "deposit") this.ledger = { ...this.ledger, balance: this.ledger.balance + step.amount };
    const { window, room } = dailyWindow(this.window, this.time);
    const { ledger, realized, profit, dropped, share, paid } = applyRule(
      this.example.terms,
      room,
      this.ledger,
      this.observation(step),
    );
    this.window = { ...window, windowAccrued: window.windowAccrued + share };
    this.ledger = ledger;
    const { mark, peak, balance } = ledger;
    return { realized, mark, peak, profit, dropped, share, paid, owed: owed(ledger), balance };
  }

  private observation(step: Exclude<ExampleStep, { kind: "day" }>): Observation {
    if (step.kind === "close") return { kind: "attested", closePnl: step.closePnl };
    if (step.kind === "read") return { ...step, kind: "verified" };
    if (step.kind === "trade") {
      this.venue!.trade(step.units, step.quote, { fee: step.fee });
      return { kind: "verified", realized: this.venue!.readUser().realizedPnl, liquidated: false, recreated: false };
    }
    // What a deposit pays is what a settlement that finds nothing new would pay.
    return this.example.verified
      ? { kind: "verified", realized: this.ledger.last, liquidated: false, recreated: false }
      : { kind: "attested", closePnl: 0n };
  }
}

describe("docs/fees.md", () => {
  const examples = readExamples(readFileSync(PAGE, "utf8"));

  it("should have an example of each case", () => {
    expect([...new Set(examples.map(({ heading }) => heading))]).to.deep.equal([
      "High-water mark: losses carry forward",
      "Each close: losses do not count",
      "A position closed in parts",
      "A flip",
      "The daily cap",
      "Cents and dust",
      "Debt",
      "Liquidation",
      "A venue account deleted and created again",
    ]);
  });

  for (const example of examples) {
    const { heading, verified, rows } = example;
    it(`should say what the rule computes: ${heading} (${verified ? "verified" : "attested"}, ${rows.length} rows)`, () => {
      const computation = new Computation(example);
      for (const { what, step, said } of rows) {
        const settled = step.kind === "close" ? !verified : verified || step.kind === "deposit" || step.kind === "day";
        expect(settled, `${what}: the step does not fit the source`).to.equal(true);
        const computed = computation.do(step);
        const named = Object.keys(said);
        if (computed === null) expect(named, what).to.deep.equal([]);
        else {
          expect(named.length, what).to.be.greaterThan(2);
          expect(said, what).to.deep.equal(Object.fromEntries(named.map((name) => [name, computed[name]])));
        }
      }
    });
  }

  describe("when the page is changed", () => {
    const head =
      "> verified · high-water mark · 10 % · cap 5.00 a day · balance 1.00\n\n| what | step | share |\n|---|---|---|\n";

    it("should refuse terms, steps and amounts that it cannot read", () => {
      expect(() => readExamples("> verified · 10 %")).to.throw("These terms are not understood: > verified · 10 %");
      expect(() => readExamples(`${head}| a | \`win 5\` | 1 |`)).to.throw("This step is not understood: win 5");
      expect(() => readExamples(`${head}| a | \`read 5\` | 1.0000001 |`)).to.throw("This is not an amount: 1.0000001");
    });
  });
});
