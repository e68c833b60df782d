/** Which tests can kill a mutant, and which of them first. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "./worker";

export const TESTS = join(__dirname, "../../tests");

/** What does not judge what the program does, and what searches for minutes; the fuzz is run in another way. */
const EXCLUDED = /^(?:docs|fuzz|economics\/adversary)\/|^compute-units\./;

/** A prefix of what `npm test` sends. */
const TRANSACTIONS = 4_000;

export const testFiles = (): string[] =>
  readdirSync(TESTS, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") && !EXCLUDED.test(name))
    .sort();

/** What earlier mutants taught: which test files killed those of a source, and how long each takes. */
export interface Experience {
  kills(source: string, test: string): number;
  milliseconds(test: string): number;
}

/**
 * The tests of the mutated instructions, random transactions, and what the security suite says of them by name. For what
 * several instructions share: all tests but that suite.
 */
export function near(sources: string[], experience: Experience): Step[] {
  const files = inOrder(testFiles(), sources[0]!, experience);
  const instructions = sources.flatMap((source) => source.match(/^instructions\/(\w+)\.rs$/)?.[1] ?? []);
  const security: Step = { files: files.filter(isSecurity), named: `(?:${instructions.join("|")})` };
  const fuzz: Step = { transactions: TRANSACTIONS };
  if (instructions.length < sources.length) {
    const others: Step = { files: files.filter((file) => !isSecurity(file)) };
    return instructions.length === 0 ? [fuzz, others] : [fuzz, others, security];
  }
  return [{ files: files.filter((file) => instructions.includes(file.split(/[./]/)[0]!)) }, fuzz, security];
}

/** Every test, the likeliest first. */
export const everything = (source: string, experience: Experience): Step[] => [
  { files: inOrder(testFiles(), source, experience) },
];

const isSecurity = (file: string): boolean => file.startsWith("security/");

function inOrder(files: string[], source: string, experience: Experience): string[] {
  const worth = (file: string): number => (experience.kills(source, file) + 0.1) / (experience.milliseconds(file) + 50);
  return [...files].sort((a, b) => worth(b) - worth(a));
}
