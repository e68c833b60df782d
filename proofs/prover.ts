/** Asks the solver for every statement, and tries each counterexample on the model itself. */
import { Exact, isTrue, NotAssumed, Overflow } from "./machines/exact";
import type { Bps } from "./machines/symbolic";
import { ABOUT_SETTLEMENTS, lemmasAt, type Model, questionOf } from "./question";
import type { Statement, Theorem } from "./statements/statement";
import type { Answer, Solver } from "./z3";

/** What the solver said of one theorem in one place. */
export interface Verdict {
  theorem: Theorem;
  /** The function, and for a settlement its kind. */
  about: string;
  bps: Bps;
  /** Why it is not proved: inputs for which it fails, or that the solver gave up. Undefined if it is proved. */
  failure?: string;
}

/** A claim of a statement. */
interface Asked {
  statement: Statement;
  claim: string;
  theorem: Theorem;
}

type NoProof = Exclude<Answer, { is: "unsat" }>;

/** The bps with which a counterexample is looked for, when a statement about all of them fails. */
const EXAMPLE = 1_000n;

export class Prover {
  constructor(
    private readonly z3: { open(text: string): Solver },
    private readonly model: Model,
  ) {}

  /** The theorems about settlements, for every bps at once. They stand on the lemmas. */
  settlements(): Promise<Verdict[]> {
    return this.all(ABOUT_SETTLEMENTS, "any");
  }

  lemmas(bps: bigint): Promise<Verdict[]> {
    return this.all(lemmasAt(bps), bps);
  }

  private async all(statements: readonly Statement[], bps: Bps): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (const statement of statements) verdicts.push(...(await this.prove(statement, bps)));
    return verdicts;
  }

  /** @throws Error if the assumptions contradict each other, for then everything would follow from them */
  async prove(statement: Statement, bps: Bps): Promise<Verdict[]> {
    const { about } = statement;
    const { text, inputs, claims } = questionOf(this.model, statement, bps);
    const solver = this.z3.open(text);
    try {
      const possible = await solver.consistent();
      if (possible !== "sat") throw new Error(`${about}, bps ${bps}: is there any input? The solver says ${possible}.`);
      const verdicts: Verdict[] = [];
      for (const [claim, theorem] of claims) {
        const answer = await solver.refute(claim, inputs);
        if (answer.is === "unsat") verdicts.push({ theorem, about, bps });
        else
          verdicts.push({
            theorem,
            about,
            bps,
            failure: await this.failure({ statement, claim, theorem }, bps, answer),
          });
      }
      return verdicts;
    } finally {
      solver.close();
    }
  }

  private async failure(asked: Asked, bps: Bps, answer: NoProof): Promise<string> {
    if (answer.is === "unknown") return `the solver gave up: ${answer.why}`;
    return bps === "any" ? this.exampled(asked) : this.tried(asked, bps, answer.inputs);
  }

  /** Asks once more with a number for bps, as inputs mean nothing without. */
  private async exampled(asked: Asked): Promise<string> {
    const { text, inputs } = questionOf(this.model, asked.statement, EXAMPLE);
    const solver = this.z3.open(text);
    try {
      const answer = await solver.refute(asked.claim, inputs);
      if (answer.is === "sat") return this.tried(asked, EXAMPLE, answer.inputs);
      return `not for every bps at once; with bps = ${EXAMPLE} alone the solver says ${answer.is}`;
    } finally {
      solver.close();
    }
  }

  /** The counterexample in words, after a run of the whole model on it, without lemmas. */
  private tried({ statement, theorem }: Asked, bps: bigint, inputs: Map<string, bigint>): string {
    const given = [["bps", bps], ...inputs].map(([name, value]) => `${name} = ${value}`).join(", ");
    try {
      const claim = statement.claims(new this.model.Rule(new Exact(bps, inputs)))[theorem];
      if (claim !== undefined && !isTrue(claim)) return given;
      return `${given}; yet the model itself withstands these inputs, so a lemma promises too little`;
    } catch (error) {
      if (error instanceof Overflow || error instanceof NotAssumed) return `${given}: ${error.message}`;
      throw error;
    }
  }
}
