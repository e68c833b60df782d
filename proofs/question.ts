/** A statement as a text for a solver: the model is run on names instead of numbers. */
import { type Bps, Symbolic } from "./machines/symbolic";
import type { Truth } from "./model/numbers";
import type { Rule } from "./model/rule";
import { ruleFor } from "./statements/by-lemmas";
import { lemmas } from "./statements/lemmas";
import { repetitions } from "./statements/repeated";
import { sequence } from "./statements/sequence";
import { payments, settlements } from "./statements/settlement";
import type { Statement, Theorem } from "./statements/statement";

/** Where the rule comes from; a test plants errors in it. */
export interface Model {
  Rule: typeof Rule;
}

export interface Question {
  /** SMT-LIB: all that is assumed, and what each claim says. */
  text: string;
  /** Names in the text. */
  inputs: readonly string[];
  /** Names in the text, with the theorem that each is a part of. The claim is proved if it cannot be false. */
  claims: ReadonlyMap<string, Theorem>;
}

/** For every bps at once, and standing on the lemmas. */
export const ABOUT_SETTLEMENTS: readonly Statement[] = [...settlements, ...payments, ...repetitions, ...sequence];

/** The lemmas at one bps. At 0 nothing exceeds a cap, so `largest_total` is never called: no number meets its need. */
export const lemmasAt = (bps: bigint): readonly Statement[] =>
  lemmas.filter(({ about }) => bps > 0n || about !== "largest_total");

export function questionOf({ Rule }: Model, statement: Statement, bps: Bps): Question {
  const machine = new Symbolic(bps);
  const stated = statement.claims(ruleFor(statement.standsOn, Rule, machine));
  const safe = machine.safe;
  const claims = Object.entries({ ...stated, ...(safe && { "nothing overflows": safe }) }) as [Theorem, Truth][];
  const name = (index: number): string => `claim.${index}`;
  return {
    text: machine.text(new Map(claims.map(([, truth], index) => [name(index), truth]))),
    inputs: machine.inputs,
    claims: new Map(claims.map(([theorem], index) => [name(index), theorem])),
  };
}

/** The question as a file for any solver. It is proved if every answer is `unsat`. */
export function questionFile({ text, claims }: Question): string {
  const asked = [...claims].map(
    ([name, theorem]) => `; ${theorem}\n(push 1)\n(assert (not ${name}))\n(check-sat)\n(pop 1)`,
  );
  return `(set-logic QF_LIA)\n${text}\n${asked.join("\n")}\n`;
}
