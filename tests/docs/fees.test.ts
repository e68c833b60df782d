import { readFileSync } from "node:fs";
import { join } from "node:path";
import { driftSimulation } from "@profit-share/localnet";
import {
  applyRule,
  type DailyWindow,
  dailyWindow,
  type Ledger,
  type Observation,
  observationOf,
  owed,
} from "@profit-share/sdk";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";
import { type Example, type ExampleStep, readExamples, type VenueStep } from "./examples";

const PAGE = join(__dirname, "../../docs/fees.md");

/** What a liquidation has to take from. */
const VENUE_DEPOSIT = 900n * Amount.DOLLAR;
/** Losses are made there, everything else is traded in market 1. */
const LOSING_MARKET = 2;

const isOnVenue = (step: ExampleStep): step is VenueStep =>
  ["trade", "earn", "lose", "liquidate", "create again"].includes(step.kind);

/** Computes an example, step by step. What happens on the venue is done on the simulated one, and settled by the program, too. */
class Computation {
  private time = Time.START;
  private window: DailyWindow;
  private ledger: Ledger;
  private readonly venue: Traded | null;

  constructor(private readonly example: Example) {
    const { dailyCap, balance, rows } = example;
    const nothing = { mark: 0n, last: 0n, loss: 0n, profitTotal: 0n, accrued: 0n, credited: 0n, waived: 0n };
    this.ledger = { ...nothing, balance };
    this.window = { dailyCap, nextDailyCap: 0n, nextDailyCapDay: 0, windowDay: 0, windowAccrued: 0n };
    this.venue = rows.some(({ step }) => isOnVenue(step)) ? Traded.trading() : null;
    if (this.venue === null) return;
    const { terms, dailyCap: venueCap, balance: venueBalance } = this.venue.read();
    const { profitShareBps, feeBasis } = terms;
    expect({ profitShareBps, feeBasis }).to.deep.equal(example.terms);
    expect([venueCap, venueBalance]).to.deep.equal([dailyCap, balance]);
    this.venue.depositOnVenue(VENUE_DEPOSIT);
  }

  /** Every value that a column can name, in base units; null if the step settles nothing. */
  do(step: ExampleStep): Record<string, bigint> | null {
    if (step.kind === "day") {
      this.time += Time.DAY;
      return null;
    }
    if (isOnVenue(step)) {
      this.act(step);
      if (step.kind !== "trade" && !step.settled) return null;
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
    const { mark, loss, balance } = ledger;
    if (isOnVenue(step)) this.expectSettled();
    return { realized, mark, loss, profit, dropped, share, paid, owed: owed(ledger), balance };
  }

  private act(step: VenueStep): void {
    const venue = this.venue!;
    if (step.kind === "trade") venue.trade(step.units, step.quote, { fee: step.fee });
    else if (step.kind === "earn") venue.realizeByTrade(step.amount);
    else if (step.kind === "lose") venue.lose(step.amount, LOSING_MARKET);
    else if (step.kind === "liquidate") venue.liquidate(LOSING_MARKET, step.amount);
    else venue.world.send(driftSimulation.recreateUser(venue.venueUser));
  }

  /** Has the program settle the same. */
  private expectSettled(): void {
    const venue = this.venue!;
    venue.world.send(venue.settle());
    expect(venue.read()).to.include(this.ledger);
  }

  private observation(step: Exclude<ExampleStep, { kind: "day" }>): Observation {
    if (step.kind === "close") return { kind: "attested", closePnl: step.closePnl };
    if (isOnVenue(step)) return observationOf(this.venue!.read(), this.venue!.readUser());
    // What a deposit pays is what a settlement that finds nothing new would pay.
    if (step.kind === "deposit" && !this.example.verified) return { kind: "attested", closePnl: 0n };
    const realized = step.kind === "read" ? step.realized : this.ledger.last;
    return { kind: "verified", realized, loss: 0n, liquidated: false, recreated: false };
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
      expect(() => readExamples(`${head}| a | \`earn 5 later\` | 1 |`)).to.throw(
        "This step is not understood: earn 5 later",
      );
      expect(() => readExamples(`${head}| a | \`liquidate\` | 1 |`)).to.throw("This step is not understood: liquidate");
    });
  });
});
