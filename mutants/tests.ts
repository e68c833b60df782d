/** Which tests can kill a mutant, and which of them first. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

export const TESTS = join(__dirname, "../tests");

/** Some test files, of which `named` takes the tests whose title has it as a word. */
export interface TestRun {
  files: string[];
  named?: string;
}

/** What does not judge what the program does, and what searches for minutes. */
const EXCLUDED = /^(?:client|docs|fuzz|economics\/adversary)\/|^(?:compute-units|coverage)\./;

/** Random transactions, beside the files that are chosen. */
export const FUZZ = "fuzz/fuzz.test.ts";
const FUZZING: TestRun = { files: [FUZZ], named: "chain and model agree" };
/** What the fuzz takes from the environment: the first of the transactions that `npm test` sends. */
export const FUZZ_ENVIRONMENT = { FUZZ_TRANSACTIONS: "4000", FUZZ_SEED: "1" };

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
export function near(sources: string[], experience: Experience): TestRun[] {
  const files = inOrder(testFiles(), sources[0]!, experience);
  const instructions = sources.flatMap((source) => source.match(/^instructions\/(\w+)\.rs$/)?.[1] ?? []);
  const security: TestRun = { files: files.filter(isSecurity), named: `(?:${instructions.join("|")})` };
  if (instructions.length < sources.length) {
    const others: TestRun = { files: files.filter((file) => !isSecurity(file)) };
    return instructions.length === 0 ? [FUZZING, others] : [FUZZING, others, security];
  }
  const own = files.filter((file) => instructions.some((name) => isOf(name, file)));
  return [{ files: own }, FUZZING, security];
}

/** Every test, the likeliest first. */
export const everything = (source: string, experience: Experience): TestRun[] => [
  { files: inOrder(testFiles(), source, experience) },
];

/** Of an instruction are the file and the folder of its name. */
const isOf = (instruction: string, file: string): boolean =>
  file === `instructions/${instruction}.test.ts` || file.startsWith(`instructions/${instruction}/`);

const isSecurity = (file: string): boolean => file.startsWith("security/");

function inOrder(files: string[], source: string, experience: Experience): string[] {
  const worth = (file: string): number => (experience.kills(source, file) + 0.1) / (experience.milliseconds(file) + 50);
  return [...files].sort((a, b) => worth(b) - worth(a));
}
