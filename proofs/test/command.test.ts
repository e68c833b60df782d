import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { everyBps, sampleBps } from "../bps";
import { parseOptions, prove, summary, writeQuestions } from "../command";
import { readResults, sourcesHash } from "../committed";
import * as model from "../model/rule";
import { Prover } from "../prover";
import { lemmas } from "../statements/lemmas";
import { THEOREMS } from "../statements/statement";
import { Z3 } from "../z3";
import { PLANTED, planted } from "./planted";

const committed = readResults();

describe("npm run prove", () => {
  describe("its arguments", () => {
    it("choose values by name, each once", () => {
      const { values, complete } = parseOptions(["--bps", "0,7,1000,7"]);
      expect({ values, complete }).to.deep.equal({ values: [0n, 7n, 1_000n], complete: false });
    });

    it("choose a sample by its seed, with the ends of the range", () => {
      const { values, complete } = parseOptions(["--sample", "6", "--seed", "3"]);
      expect(complete).to.equal(false);
      expect(values.slice(0, 4)).to.deep.equal([0n, 1n, 1_000n, 999n]);
      expect(new Set(values).size).to.equal(6);
      expect(parseOptions(["--sample", "6", "--seed", "3"]).values).to.deep.equal(values);
      expect(parseOptions(["--sample", "6", "--seed", "4"]).values).not.to.deep.equal(values);
    });

    it("choose all 1,001 if they name none, and the same as a sample", () => {
      const { values, complete } = parseOptions([]);
      expect({ first: values[0], last: values.at(-1), count: values.length, complete }).to.deep.equal({
        first: 0n,
        last: 1_000n,
        count: 1_001,
        complete: true,
      });
      expect(new Set(parseOptions(["--sample", "1001"]).values)).to.deep.equal(new Set(everyBps()));
    });

    for (const [args, message] of [
      [["--bps", "1001"], '--bps: "1001" is no whole number from 0 to 1000'],
      [["--bps", "1,,2"], '--bps: "" is no whole number from 0 to 1000'],
      [["--bps", "-1"], "--bps"],
      [["--sample", "0"], "--sample: a whole number from 1 to 1001 is needed"],
      [["--sample", "1e2"], "--sample: a whole number from 1 to 1001 is needed"],
      [["--write", "questions", "--json"], "--write proves nothing, so --json has nothing to say: give one"],
      [["--sample", "1.5"], "--sample: a whole number from 1 to 1001 is needed"],
      [["--sample", "2", "--seed", "x"], '--seed: "x" is no whole number of up to nine digits'],
      [["--sample", "2", "--bps", "1"], "--bps and --sample both say which values: give one"],
    ] as const) {
      it(`are refused: ${args.join(" ")}`, () => {
        expect(() => parseOptions([...args])).to.throw(message);
      });
    }
  });

  describe("its result", () => {
    it("is every theorem at every value of a sample, and one line of JSON", async () => {
      const lines: string[] = [];
      const results = await prove(model, sampleBps(12, 2), (line) => lines.push(line));
      expect(lines.filter((line) => line.startsWith("NOT PROVED"))).to.deep.equal([]);
      expect(lines.at(-1)).to.match(/^12 of 12 values: \d+ s$/);
      expect(results).to.include({ values: 12, theorems: 120, proved: 120, solver: committed.solver });
      expect(summary({ ...results, seconds: 3 }, true)).to.equal('{"theorems":120,"proved":120,"seconds":3}');
    });

    it("counts nothing at a value of which a lemma fails, and says for which inputs it does", async () => {
      const lines: string[] = [];
      const offByOne = PLANTED.find(({ about }) => about === "largest_total")!;
      // At 0 the function with the error is never called.
      const results = await prove(planted(offByOne), [0n, 999n], (line) => lines.push(line));
      expect(results).to.include({ theorems: 20, proved: 10 });
      expect(lines.filter((line) => line.startsWith("NOT PROVED")).join("\n")).to.match(
        /^NOT PROVED: profit is the largest that fits \(largest_total\): bps = 999, accrued = \d+/,
      );
    });

    it("counts an answer of which the solver is not sure as none", async () => {
      const unsure = {
        open: () => ({
          consistent: async () => "sat" as const,
          refute: async () => ({ is: "unknown" as const, why: "timeout" }),
          close: () => {},
        }),
      };
      const verdicts = await new Prover(unsure, model).prove(lemmas[0]!, 7n);
      expect(verdicts.length).to.equal(2);
      for (const { failure } of verdicts) expect(failure).to.equal("the solver gave up: timeout");
    });

    it("is none if the assumptions contradict each other", async () => {
      const z3 = await Z3.start();
      try {
        const impossible = { ...lemmas[0]!, about: "nothing", claims: contradicted };
        let message = "";
        await new Prover(z3, model).prove(impossible, 7n).catch((error: Error) => {
          message = error.message;
        });
        expect(message).to.equal("nothing, bps 7: is there any input? The solver says unsat.");
      } finally {
        await z3.stop();
      }
    });
  });

  describe("--write", () => {
    it("writes one file for each statement, which another solver can read", () => {
      const folder = mkdtempSync(join(tmpdir(), "questions-"));
      try {
        const written = writeQuestions(model, [0n, 999n], folder);
        expect(readdirSync(folder).length).to.equal(written);
        expect(readdirSync(folder).filter((name) => name.startsWith("largest_total"))).to.deep.equal([
          "largest_total_bps_999.smt2",
        ]);
        const text = readFileSync(join(folder, "share_bps_999.smt2"), "utf8");
        expect(text).to.match(/^\(set-logic QF_LIA\)\n\(declare-const total Int\)\n/);
        expect(text.split("(check-sat)").length - 1).to.equal(2);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  describe("the committed result", () => {
    it("is of all values, and of nothing less than every theorem", () => {
      expect(committed).to.include({ values: 1_001, theorems: 10_010, proved: 10_010 });
    });

    it("is what docs/proofs.md says", () => {
      const page = readFileSync(join(__dirname, "../../docs/proofs.md"), "utf8");
      for (const theorem of THEOREMS) expect(page).to.contain(`**${theorem}**`);
      expect(page).to.contain("10,010 times: ten theorems at 1,001 values");
      expect(page).to.contain(`A complete run asks ${committed.answers.toLocaleString("en")} questions`);
      expect(page).to.contain(`A test plants ${PLANTED.length} errors`);
    });

    it("is of the model and the statements as they are: if they changed, run npm run prove and commit what it writes", () => {
      expect(committed.sha256).to.equal(sourcesHash());
    });
  });
});

function contradicted({ machine }: model.Rule) {
  const never = machine.truth(false);
  machine.assume(never);
  return { "money is conserved": never };
}
