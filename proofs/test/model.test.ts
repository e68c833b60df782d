import { expect } from "chai";
import type { RuleCase } from "../../sdk/vectors/definition";
import { Random } from "../../sdk/vectors/random";
import { randomCase, SEED } from "../../sdk/vectors/random-case";
import vectors from "../../sdk/vectors/rule.json";
import { Exact, isTrue, numberOf } from "../machines/exact";
import { Symbolic } from "../machines/symbolic";
import { all } from "../model/numbers";
import { Rule } from "../model/rule";
import { Z3 } from "../z3";
import { byModel, bySdk, expectedOf, givenOf, inModel } from "./cases";

/** How many random cases are run. All ten million: `npm run test:rule`. */
const LIMIT = Number(process.env.RULE_CASES ?? 20_000);

describe("the model that is proved", () => {
  it("gives what the shared vectors say", () => {
    for (const ruleCase of vectors.cases as RuleCase[]) {
      expect(byModel(givenOf(ruleCase)), ruleCase.name).to.deep.equal(expectedOf(ruleCase));
    }
  });

  it(`gives what the SDK's rule gives, on ${LIMIT} random cases`, function () {
    // Every case takes about 35 µs; a busy machine may need much longer.
    this.timeout(60_000 + LIMIT / 2);
    const random = new Random(SEED);
    for (let done = 1; done <= LIMIT; done++) {
      const given = randomCase(random);
      const [ours, theirs] = [byModel(given), bySdk(given)];
      for (const name of Object.keys(theirs) as (keyof typeof theirs)[]) {
        if (ours[name] !== theirs[name]) expect(ours, `case ${done}`).to.deep.equal(theirs);
      }
    }
  });

  describe("in terms for the solver", () => {
    let z3: Z3;
    before(async () => {
      z3 = await Z3.start();
    });
    after(() => z3.stop());

    it("gives the same as with numbers, on random cases", async () => {
      const random = new Random(SEED);
      for (let done = 0; done < 20; done++) {
        const given = randomCase(random);
        const exact = new Exact(given.bps);
        const wanted = inModel(given, new Rule(exact), (_, value) => exact.int(value));

        const machine = new Symbolic(given.bps);
        const result = inModel(given, new Rule(machine), (name, value) => {
          const input = machine.input(name, value, value);
          return input;
        });
        const same = all(
          ...(["mark", "last", "loss", "profitTotal", "accrued", "credited", "waived", "balance"] as const).map(
            (name) => result.ledger[name].int.equals(machine.int(numberOf(wanted.ledger[name].int))),
          ),
          ...(["profit", "dropped", "share", "paid"] as const).map((name) =>
            result[name].int.equals(machine.int(numberOf(wanted[name].int))),
          ),
          isTrue(wanted.capped) ? result.capped : result.capped.not(),
        );
        const solver = z3.open(machine.text(new Map([["same", same]])));
        try {
          expect(await solver.consistent(), `case ${done}`).to.equal("sat");
          expect(await solver.refute("same", machine.inputs), `case ${done}`).to.deep.equal({ is: "unsat" });
        } finally {
          solver.close();
        }
      }
    });
  });
});
