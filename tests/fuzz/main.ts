/**
 * `npm run fuzz -- --transactions N --seed S [--json]`; `--exits N --seed S` for courses in which a subscriber leaves; or
 * `--replay FILE` with the lines that a failure printed.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { programFile } from "@profit-share/testing/program-file";
import { exits } from "./exits";
import { fuzz, operationsOf, type Result } from "./fuzz";
import { read, write } from "./operations";
import { replay, shrink } from "./shrink";

const SHRINKING_MS = 60_000;

const USAGE = "npm run fuzz -- [--transactions 50000] [--seed 1] [--json] | --exits N [--seed 1] | --replay FILE";

interface Options {
  transactions: number;
  seed: number;
  json: boolean;
  /** Courses of each source; 0 sends random transactions instead. */
  courses: number;
  file: string | undefined;
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      transactions: { type: "string", default: "50000" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      exits: { type: "string", default: "0" },
      replay: { type: "string" },
    },
  });
  const whole = (name: "transactions" | "seed" | "exits", least: number): number => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new Error(`--${name} has to be a whole number from ${least} on, not "${values[name]}"`);
  };
  return {
    transactions: whole("transactions", 1),
    seed: whole("seed", 0),
    json: values.json,
    courses: whole("exits", 0),
    file: values.replay,
  };
}

async function replayFile(file: string): Promise<number> {
  const lines = readFileSync(file, "utf8").split("\n");
  const found = await replay(lines.filter((line) => line.startsWith("{")).map(read));
  console.log(found === null ? "Nothing is violated" : `Step ${found.steps}: ${found.violation}`);
  return found === null ? 0 : 1;
}

async function printFailure({ violation }: Result, transactions: number, seed: number): Promise<void> {
  console.log(`Seed ${seed} violates: ${violation}`);
  console.log(`Shrinking for at most ${SHRINKING_MS / 1_000} s …`);
  const shortest = await shrink(await operationsOf({ transactions, seed }), SHRINKING_MS);
  console.log(`Replay of ${shortest.length} operations (npm run fuzz -- --replay FILE):`);
  for (const operation of shortest) console.log(write(operation));
}

async function leave(courses: number, seed: number): Promise<number> {
  const { violation, latest, transactions } = await exits({ courses, seed });
  console.log(
    violation === null
      ? `${courses} exits of each source with seed ${seed}, ${latest} of all at the last moment; ${transactions} transactions, no violation`
      : `Seed ${seed} violates: ${violation}`,
  );
  return violation === null ? 0 : 1;
}

function printSuccess(result: Result, seed: number, seconds: number): void {
  const { transactions, succeeded, steps, stateHash, lockstep } = result;
  console.log(`${transactions} transactions with seed ${seed}, of which ${succeeded} succeeded, in ${steps} steps`);
  console.log(`${Math.round(transactions / seconds)} transactions/s, drained, no violation`);
  console.log(`${lockstep.outcomes.size} outcomes (instruction and error)`);
  console.log(`State hash ${stateHash}`);
}

async function main(): Promise<number> {
  const { transactions, seed, json, courses, file } = options();
  if (file !== undefined) return replayFile(file);
  const program = createHash("sha256").update(readFileSync(programFile())).digest("hex");
  console.log(`Program ${program}`);
  if (courses > 0) return leave(courses, seed);
  const start = performance.now();
  const result = await fuzz({ transactions, seed });
  if (result.violation === null) printSuccess(result, seed, (performance.now() - start) / 1_000);
  else await printFailure(result, transactions, seed);
  const violations = result.violation === null ? 0 : 1;
  const { succeeded, stateHash } = result;
  if (json) {
    console.log(JSON.stringify({ transactions: result.transactions, succeeded, violations, seed, stateHash }));
  }
  return violations;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (failure: Error) => {
    console.error(`${failure.message}\n${USAGE}`);
    process.exitCode = 2;
  },
);
