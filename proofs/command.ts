/** `npm run prove`: what it proves, prints and returns. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { everyBps, parseBps, sampleBps } from "./bps";
import { type Results, sourcesHash } from "./committed";
import { Prover, type Verdict } from "./prover";
import { ABOUT_SETTLEMENTS, lemmasAt, type Model, questionFile, questionOf } from "./question";
import { THEOREMS, type Theorem } from "./statements/statement";
import { Z3 } from "./z3";

export interface Options {
  values: bigint[];
  /** All of them: the run whose results are committed. */
  complete: boolean;
  json: boolean;
  /** A folder for the questions, if they are to be written and not asked. */
  write: string | undefined;
}

/** @throws Error that says which argument is wrong */
export function parseOptions(args: string[]): Options {
  const { bps, sample, seed, json, write } = parseArgs({
    args,
    options: {
      /** Basis-point values with commas between them. */
      bps: { type: "string" },
      /** How many values: the ends of the range, then others. */
      sample: { type: "string" },
      /** Chooses the others. */
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      /** A folder: writes the questions there, for another solver, and proves nothing. */
      write: { type: "string" },
    },
  }).values;
  if (bps !== undefined && sample !== undefined) throw new Error("--bps and --sample both say which values: give one.");
  if (!/^\d{1,9}$/.test(seed)) throw new Error(`--seed: "${seed}" is no whole number of up to nine digits.`);
  if (write !== undefined && json) throw new Error("--write proves nothing, so --json has nothing to say: give one.");
  if (bps !== undefined) return { values: parseBps(bps), complete: false, json, write };
  if (sample !== undefined)
    return { values: sampleBps(wholeNumber(sample), Number(seed)), complete: false, json, write };
  return { values: everyBps(), complete: true, json, write };
}

const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

/** How often progress is said. */
const EVERY = 50;

/** Proves the rule at the values, and says how far it is. */
export async function prove(model: Model, values: bigint[], say: (line: string) => void): Promise<Results> {
  const sha256 = sourcesHash();
  const start = performance.now();
  const seconds = (): number => Math.ceil((performance.now() - start) / 1_000);
  const z3 = await Z3.start();
  try {
    const prover = new Prover(z3, model);
    say(`${z3.version}: ${THEOREMS.length} theorems at ${values.length} values of bps`);
    const above = await prover.settlements();
    for (const line of failures(above)) say(line);
    say(`${above.length} questions about settlements, for every bps at once: ${seconds()} s`);

    const counts = { proved: 0, answers: above.length };
    for (const [index, bps] of values.entries()) {
      const below = await prover.lemmas(bps);
      for (const line of failures(below)) say(`${line}. Every theorem at this bps stands on it.`);
      counts.answers += below.length;
      counts.proved += provedTheorems(above, below).length;
      const done = index + 1;
      if (done % EVERY === 0 || done === values.length) say(`${done} of ${values.length} values: ${seconds()} s`);
    }
    return {
      sha256,
      solver: z3.version,
      values: values.length,
      theorems: THEOREMS.length * values.length,
      ...counts,
      seconds: seconds(),
    };
  } finally {
    await z3.stop();
  }
}

/** Writes what would be asked, one file for each statement. @returns how many files */
export function writeQuestions(model: Model, values: bigint[], folder: string): number {
  mkdirSync(folder, { recursive: true });
  const statements = [
    ...ABOUT_SETTLEMENTS.map((statement) => ({ statement, bps: "any" as const })),
    ...values.flatMap((bps) => lemmasAt(bps).map((statement) => ({ statement, bps }))),
  ];
  for (const { statement, bps } of statements) {
    const name = `${statement.about}, bps ${bps}`.replaceAll(/[ ,]+/g, "_");
    writeFileSync(join(folder, `${name}.smt2`), questionFile(questionOf(model, statement, bps)));
  }
  return statements.length;
}

const isProved = ({ failure }: Verdict): boolean => failure === undefined;

/** The theorems that hold at a bps: all that was asked of them is proved, and every lemma at this bps. */
function provedTheorems(above: Verdict[], below: Verdict[]): Theorem[] {
  if (!below.every(isProved)) return [];
  return THEOREMS.filter((name) => {
    const asked = [...above, ...below].filter(({ theorem }) => theorem === name);
    return asked.length > 0 && asked.every(isProved);
  });
}

const failures = (verdicts: Verdict[]): string[] =>
  verdicts
    .filter((verdict) => !isProved(verdict))
    .map(({ theorem, about, failure }) => `NOT PROVED: ${theorem} (${about}): ${failure}`);

/** The last lines. */
export function summary({ theorems, proved, answers, seconds }: Results, json: boolean): string {
  if (json) return JSON.stringify({ theorems, proved, seconds });
  return `${proved} of ${theorems} proved (theorems times values), by ${answers} answers of the solver, in ${seconds} s`;
}
