import { expect } from "chai";
import { Prover, type Verdict } from "../prover";
import { ABOUT_SETTLEMENTS, lemmasAt } from "../question";
import { type Statement, THEOREMS } from "../statements/statement";
import { Z3 } from "../z3";
import { PLANTED, planted } from "./planted";

const failed = (verdicts: Verdict[]): Verdict[] => verdicts.filter(({ failure }) => failure !== undefined);

describe("proofs of a model with an error in it", () => {
  let z3: Z3;
  before(async () => {
    z3 = await Z3.start();
  });
  after(() => z3.stop());

  it("are tried for each theorem", () => {
    expect(new Set(PLANTED.map(({ breaks }) => breaks))).to.deep.equal(new Set(THEOREMS));
  });

  for (const error of PLANTED) {
    it(`fail by "${error.breaks}" (${error.about}): ${error.error}`, async () => {
      const isMeant = ({ about }: Statement): boolean => about === error.about;
      const settling = ABOUT_SETTLEMENTS.find(isMeant);
      const [statement, bps] = settling ? [settling, "any" as const] : [lemmasAt(999n).find(isMeant)!, 999n];
      const verdicts = failed(await new Prover(z3, planted(error)).prove(statement, bps));
      const found = verdicts.find(({ theorem }) => theorem === error.breaks);
      expect(found?.failure, JSON.stringify(verdicts.map(({ theorem }) => theorem))).to.match(/^bps = \d+, .* = -?\d+/);
      expect(found?.failure).not.to.contain("promises too little");
    });
  }
});
