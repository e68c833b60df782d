import { claimable, owed } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Agreement } from "@profit-share/testing/svm/agreement";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";
import fc from "fast-check";

/** The same cases in every run. */
const RUNS = { seed: 31_415, numRuns: 25 };
const TEST_TIME = 120_000;

const { subscriber, creator, marketplace, eve } = ACTORS;

const amounts = fc.bigInt({ min: 1n, max: 60n * Amount.DOLLAR });
const pnls = fc.bigInt({ min: -300n * Amount.DOLLAR, max: 300n * Amount.DOLLAR });
const command = fc.record({
  what: fc.constantFrom("settle", "settle", "deposit", "donate", "sync", "claim", "payout", "withdraw", "wait"),
  who: fc.nat(1),
  amount: amounts,
  pnl: pnls,
});
type Command = ReturnType<typeof command.generate>["value"];

/** An attested and a verified bot with one subscriber each, on one chain, with the same agent. */
class Model {
  private readonly v = Verified.published();
  private readonly a = new Attested(this.v.world);
  private readonly world = this.v.world;
  readonly agreements: [Attested, Verified] = [this.a, this.v];

  constructor() {
    this.world.send(this.a.registerKeeper(), marketplace);
    const dailyCap = 15n * Amount.DOLLAR;
    this.a.publish().start({ dailyCap });
    this.v.start({ dailyCap });
  }

  /** Executes the command; what the program refuses has to leave everything as it was. */
  execute({ what, who, amount, pnl }: Command): void {
    const s = this.agreements[who]!;
    switch (what) {
      case "settle":
        s.earn(pnl);
        break;
      case "deposit":
        this.world.send(
          s.deposit({ owner: eve.publicKey, from: this.world.purse(eve.publicKey), amount: 1n + amount / 10n }),
          eve,
        );
        break;
      case "donate": {
        // From eve's purse, so that the sum of all tokens stays.
        const purse = this.world.purse(eve.publicKey);
        const gift = amount / 10n;
        this.world.setTokens(purse, eve.publicKey, this.world.tokens(purse) - gift);
        this.world.setTokens(s.escrow, s.subscription, this.world.tokens(s.escrow) + gift);
        break;
      }
      case "sync":
        this.world.send(s.sync());
        break;
      case "claim":
        this.world.send(s.claim({ amount }), creator);
        break;
      case "payout":
        this.world.send(s.payout());
        break;
      case "withdraw": {
        const refusal = this.world.refusal(s.withdraw({ amount }), subscriber);
        expect(refusal).to.be.oneOf(["accepted", "BalanceTooLow"]);
        break;
      }
      case "wait":
        this.world.pass(Time.DAY);
    }
  }

  allTokens(): bigint {
    const purses = Object.values(ACTORS).map(({ publicKey }) => this.world.purse(publicKey));
    const places = [...purses, ...this.agreements.flatMap(({ escrow, vault }) => [escrow, vault])];
    return places.reduce((sum, place) => sum + this.world.tokens(place), 0n);
  }
}

function expectWhole(s: Agreement): void {
  const after = s.read();
  expect(after.accrued).to.equal((after.profitTotal * 1_000n) / 10_000n);
  expect(after.credited + owed(after)).to.equal(after.accrued);
  expect(after.claimed <= after.credited).to.equal(true);
  expect(s.world.tokens(s.escrow) >= after.balance + claimable(after)).to.equal(true);
  expect(after.balance === 0n || owed(after) === 0n).to.equal(true);
  expect(after.windowAccrued <= after.dailyCap).to.equal(true);
}

describe("economics: invariants over any order of instructions", () => {
  it("should hold after every one of them", () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 25 }), (commands) => {
        const model = new Model();
        const tokens = model.allTokens();
        for (const next of commands) {
          model.execute(next);
          expect(model.allTokens()).to.equal(tokens);
          for (const s of model.agreements) expectWhole(s);
        }
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  it("should let everybody leave with what is theirs, to the base unit", () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 15 }), (commands) => {
        const model = new Model();
        for (const next of commands) model.execute(next);
        for (const s of model.agreements) {
          s.patch({ state: 3, ended_at: s.world.time() });
          s.world.send([s.sync(), s.claim({ amount: 10_000n * Amount.DOLLAR })], creator);
          const { balance } = s.money();
          if (balance > 0n) s.world.send(s.withdraw({ amount: balance }), subscriber);
          expect(s.world.tokens(s.escrow)).to.equal(0n);
        }
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  it("should forgive, over any course of liquidations, at most the loss at subscribe and what it rose by since", () => {
    const reading = fc.record({
      settledPerpPnl: pnls,
      losses: fc.array(fc.bigInt({ min: -100n * Amount.DOLLAR, max: 100n * Amount.DOLLAR }), { maxLength: 3 }),
      liquidations: fc.integer({ min: 0, max: 1 }),
      status: fc.constantFrom(0, 0, 1, 2),
    });
    const user = ({ settledPerpPnl, losses }: ReturnType<typeof reading.generate>["value"]) => ({
      settledPerpPnl,
      perpPositions: losses.map((loss, marketIndex) => ({ marketIndex, quoteAssetAmount: -loss })),
    });
    let forgave = 0;
    fc.assert(
      fc.property(reading, fc.array(reading, { minLength: 3, maxLength: 12 }), (first, readings) => {
        let nextLiquidationId = 1;
        const v = Verified.running({ ...user(first), nextLiquidationId });
        let allowed = v.read().loss;
        let forgiven = 0n;
        for (const next of readings) {
          nextLiquidationId += next.liquidations;
          v.placeUser({ ...user(next), nextLiquidationId, status: next.status });
          const before = v.read();
          v.world.send(v.settle());
          const after = v.read();
          if (after.loss > before.loss) allowed += after.loss - before.loss;
          forgiven += after.mark - before.mark - (after.profitTotal - before.profitTotal);
          expect(forgiven <= allowed).to.equal(true);
        }
        if (forgiven > 0n) forgave += 1;
      }),
      RUNS,
    );
    expect(forgave).to.be.above(RUNS.numRuns / 2);
  }).timeout(TEST_TIME);
});
