/**
 * `npm run simulate -- --runs 1000 --seed 1`: many runs, each from a seed of its own. `--replay SEED` tells one of them with the
 * keeper's log. Interrupted, it tells what it has come to. Exit code 1 if something was lost, done twice, or is said wrongly.
 */
import { parseArgs } from "node:util";
import pino from "pino";
import { wholeNumber } from "../support/whole-number";
import { type RunResult, Simulator } from "./run";
import { Totals } from "./totals";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    replay: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

async function main(): Promise<boolean> {
  const simulator = await Simulator.open();
  if (values.replay !== undefined) {
    const logger = pino({ level: "debug" });
    const result = await simulator.run(wholeNumber("replay", values.replay), {
      say: (line) => console.log(line),
      logger,
    });
    console.log(JSON.stringify(result, null, 2));
    return result.violations.length === 0;
  }
  const totals = new Totals();
  const first = wholeNumber("seed", values.seed);
  const runs = wholeNumber("runs", values.runs);
  let stopped = false;
  process.once("SIGINT", () => {
    stopped = true;
  });
  for (let seed = first; seed < first + runs && !stopped; seed += 1) {
    const result = await simulator.run(seed);
    totals.add(result);
    if (result.violations.length > 0) console.log(failure(result));
    else if ((seed - first) % 100 === 99 && !values.json) console.log(`${seed - first + 1} runs`);
  }
  console.log(values.json ? JSON.stringify(totals) : totals.table());
  return totals.failed === 0;
}

function failure({ seed, violations }: RunResult): string {
  return `Seed ${seed}: ${violations.join("; ")}. Again: npm run simulate -- --replay ${seed}`;
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error) => {
    console.error((error as Error).message);
    process.exit(2);
  },
);
