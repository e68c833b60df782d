/** What the last run over all values found, and what it was a proof of: committed as `results.json`. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "results.json");

/** What decides what is proved: the model, what is stated of it, and how that becomes a question. */
const PROVED = ["model", "machines", "statements", "question.ts", "prover.ts", "z3.ts"];

export interface Results {
  /** Of the sources that decide what is proved. */
  sha256: string;
  /** The solver, as it names itself. */
  solver: string;
  /** Basis-point values. */
  values: number;
  /** Theorems times values. */
  theorems: number;
  proved: number;
  /** Questions that the solver answered. */
  answers: number;
  seconds: number;
}

/** @returns hexadecimal sha256 over names and contents */
export function sourcesHash(): string {
  const files = PROVED.flatMap((name) =>
    name.endsWith(".ts") ? [name] : readdirSync(join(__dirname, name)).map((file) => `${name}/${file}`),
  );
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(__dirname, file)));
  return hash.digest("hex");
}

export const readResults = (): Results => JSON.parse(readFileSync(FILE, "utf8"));

export const writeResults = (results: Results): void => writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
