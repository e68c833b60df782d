import { expect } from "chai";
import * as expiry from "../../src/send/expiry";
import * as align from "../../src/store/align";
import { DistributionStore } from "../../src/store/distributions";
import { Intake } from "../../src/store/intake";
import { type RunResult, Simulator } from "./run";
import { Totals } from "./totals";

const RUNS = 500;

describe("A keeper in a simulated network", function () {
  this.timeout(1_800_000);
  let simulator: Simulator;

  before(async () => {
    simulator = await Simulator.open();
  });

  /** Those of the seeds that fail. */
  async function failing(seeds: readonly number[]): Promise<RunResult[]> {
    const results: RunResult[] = [];
    for (const seed of seeds) results.push(await simulator.run(seed));
    return results.filter(({ violations }) => violations.length > 0);
  }

  it(`loses nothing and does nothing twice in ${RUNS} runs`, async () => {
    const totals = new Totals();
    const failed: string[] = [];
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const result = await simulator.run(seed);
      totals.add(result);
      if (result.violations.length > 0)
        failed.push(`${result.violations.join("; ")}: npm run simulate -- --replay ${seed}`);
    }
    console.log(`      ${JSON.stringify(totals)}`);
    expect(failed).to.deep.equal([]);
  });

  it("runs the same way each time", async () => {
    const first = await simulator.run(18);
    await simulator.run(3);
    expect(await simulator.run(18)).to.deep.equal(first);
  });

  describe("notices a keeper that", () => {
    /** The violations of these seeds while one function is another one. */
    async function said<T extends object, K extends keyof T>(on: T, name: K, fault: T[K], seeds: readonly number[]) {
      const right = on[name];
      on[name] = fault;
      try {
        return (await failing(seeds)).flatMap(({ violations }) => violations).join("\n");
      } finally {
        on[name] = right;
      }
    }

    it("does not store a close that it says it has taken", async () => {
      const lost: Intake["take"] = async (subscription, { reference, tradeId, closePnl, agent = null }) => {
        const nothing = {
          number: 1n,
          positionClosed: false,
          instance: null,
          reason: null,
          missingSince: null,
          takenAt: new Date(0),
        };
        return { subscription, reference, tradeId, closePnl, agent, ...nothing, state: "admitted" };
      };
      expect(await said(Intake.prototype, "take", lost, [1, 2, 3, 4, 5])).to.match(/is settled 0 times/);
    });

    it("gives up a transaction that may still land", async () => {
      const hasty: (typeof expiry)["neverLanding"] = async (_, unknown) =>
        new Map(unknown.map(({ signature }) => [signature, { kind: "expired", slot: 0, isSure: true }]));
      expect(await said(expiry, "neverLanding", hasty, WITH_TRANSFERS)).to.match(/transfer \d of \d+ has paid/);
    });

    it("does not store what was paid", async () => {
      const forgetful: DistributionStore["note"] = async () => true;
      const seeds = [1, 2, 3, 4, 5];
      expect(await said(DistributionStore.prototype, "note", forgetful, seeds)).to.match(
        /0 of \w+ is paid by the rows, \d/,
      );
    });

    it("does not read what the chain has settled without it", async () => {
      const blind: (typeof align)["standing"] = () => "in line";
      expect(await said(align, "standing", blind, WITH_LOST_DATABASES)).to.match(/is settled 2 times/);
    });
  });
});

const WITH_TRANSFERS = Array.from({ length: 10 }, (_, index) => index + 1);
/** Seeds of which one at least loses a database with settled closes in it. */
const WITH_LOST_DATABASES = Array.from({ length: 40 }, (_, index) => index + 1);
