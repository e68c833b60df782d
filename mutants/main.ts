/**
 * `npm run mutants -- [--only PATTERN] [--list] [--json] [--resume]`: removes or weakens each check of the program in
 * turn, rebuilds, runs the program's tests, and says what survives. Without `--only` it writes docs/mutants.md.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COMMITTED } from "@profit-share/testing/program-file";
import { Builder, sha256 } from "./build";
import { explanations } from "./explained";
import { Hunt } from "./hunt";
import { KINDS, type Mutant } from "./mutant";
import { hashOf, mutantsOf, readSources } from "./program";
import { type Judged, page, survives } from "./report";
import { Results } from "./results";
import type { Source } from "./source";
import { TESTS } from "./tests";

const ROOT = join(__dirname, "..");
const FOLDER = join(ROOT, ".build/mutants");

const { values: options } = parseArgs({
  options: {
    /** A regular expression over the names that `--list` prints. */
    only: { type: "string", default: "" },
    list: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    resume: { type: "boolean", default: false },
  },
});

/** Of the tests and of what they stand on. */
function hashOfTests(): string {
  const hash = createHash("sha256");
  for (const folder of [TESTS, join(ROOT, "testing/src")]) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    for (const file of files.sort()) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex");
}

async function hunt(sources: Source[], mutants: Mutant[], reasons: Map<string, string>): Promise<Judged[]> {
  mkdirSync(FOLDER, { recursive: true });
  const results = new Results(FOLDER, hashOf(sources), hashOfTests(), options.resume);
  const start = performance.now();
  const say = (line: string): void => {
    if (!options.json) console.log(`${((performance.now() - start) / 1_000).toFixed(0).padStart(5)} s ${line}`);
  };
  const judge = new Hunt(new Builder(ROOT, FOLDER), results, sources, FOLDER, say);
  // What checks comes before what computes: an interrupted run has seen the former.
  const order = (mutant: Mutant): number => KINDS.indexOf(mutant.kind);
  const unknown = mutants.filter(({ id }) => results.of(id) === undefined).sort((a, b) => order(a) - order(b));
  say(`${mutants.length} mutants, ${unknown.length} to judge`);
  if (unknown.length > 0) await judge.near(unknown);
  await judge.everything(mutants.filter(({ id }) => results.of(id)?.status === "pending" && !reasons.has(id)));
  return mutants.map((mutant) => ({ ...mutant, result: results.of(mutant.id)!, explanation: reasons.get(mutant.id) }));
}

/** Explanations of nothing: the mutant is gone, or something kills it. */
const idle = (reasons: Map<string, string>, judged: Judged[]): string[] =>
  [...reasons.keys()].filter((id) => !judged.some((mutant) => mutant.id === id && survives(mutant.result)));

async function main(): Promise<number> {
  const pattern = new RegExp(options.only);
  const sources = readSources(join(ROOT, "programs/profit_share/src"));
  const mutants = mutantsOf(sources).filter(({ id }) => pattern.test(id));
  if (options.list) {
    for (const { kind, id } of mutants) console.log(`${kind.padEnd(10)} ${id}`);
    return 0;
  }
  const reasons = explanations();
  const judged = await hunt(sources, mutants, reasons);
  const survivors = judged.filter(({ result }) => survives(result));
  const unexplained = survivors.filter(({ explanation }) => explanation === undefined).map(({ id }) => id);
  const stale = options.only === "" ? idle(reasons, judged) : [];
  if (options.only === "") {
    writeFileSync(join(ROOT, "docs/mutants.md"), page(sha256(COMMITTED), judged));
  }
  const counts = { mutants: judged.length, survivors: survivors.length, unexplained, stale };
  if (options.json) console.log(JSON.stringify(counts));
  else {
    console.log(`${counts.mutants} mutants, ${counts.survivors} survivors, ${unexplained.length} without explanation`);
    for (const id of unexplained) console.log(`  ${id}`);
    for (const id of stale) console.log(`  explained, but no survivor: ${id}`);
  }
  return unexplained.length + stale.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (failure: Error) => {
    console.error(failure.message);
    process.exitCode = 2;
  },
);
