/** `npm run bench:cu`: measures, writes the page and the README's costs. `--check` compares with it, `--json` prints the figures; both write nothing. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COMMITTED } from "@profit-share/testing/program-file";
import { measureBatches } from "./batch";
import { withCosts } from "./costs";
import { figures } from "./figures";
import { measureComparison, measureInstructions } from "./instructions";
import { figuresOf, page, rises } from "./page";

const PAGE = join(__dirname, "README.md");
const README = join(__dirname, "../README.md");

function main(): void {
  const { check, json } = parseArgs({
    options: { check: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  }).values;
  const batches = measureBatches();
  const measurements = [...measureInstructions(), ...batches.measurements, ...measureComparison()];
  const result = { measurements, figures: figures(measurements, batches, statSync(COMMITTED).size) };
  if (check) compare(rises(readFileSync(PAGE, "utf8"), result));
  if (json) console.log(JSON.stringify(Object.fromEntries(result.figures.map(({ key, value }) => [key, value]))));
  if (check || json) return;
  const written = page(result);
  writeFileSync(PAGE, written);
  writeFileSync(README, withCosts(readFileSync(README, "utf8"), figuresOf(written)));
  process.stdout.write(written);
}

function compare(worse: string[]): void {
  if (worse.length === 0) console.error("bench: no figure is above bench/README.md");
  else {
    const said = worse.map((line) => `  ${line}\n`).join("");
    console.error(`bench: above bench/README.md; find the cause, or accept it with npm run bench:cu\n${said}`);
    process.exitCode = 1;
  }
}

main();
