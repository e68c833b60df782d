/**
 * `npm run prove -- [--bps LIST | --sample N [--seed S]] [--json]`: proves the rule for all inputs, per basis-point value.
 * Without a choice it proves all 1,001 and writes `proofs/results.json`. `--write FOLDER` writes the questions for another
 * solver instead. See docs/proofs.md.
 */
import { parseOptions, prove, summary, writeQuestions } from "./command";
import { writeResults } from "./committed";
import * as model from "./model/rule";

async function main(): Promise<number> {
  const { values, complete, json, write } = parseOptions(process.argv.slice(2));
  if (write !== undefined) {
    console.log(`${writeQuestions(model, values, write)} files; a statement is proved if every answer is unsat`);
    return 0;
  }
  const results = await prove(model, values, console.log);
  if (complete) writeResults(results);
  console.log(summary(results, json));
  return results.proved === results.theorems ? 0 : 1;
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
