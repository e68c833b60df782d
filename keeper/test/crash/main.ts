/**
 * `npm run crash -- [--seeds N] [--first S] [--only PATTERN] [--json]`: kills the keeper at every point, so many times each, starts
 * it again, and says what was lost or came twice. Needs PostgreSQL.
 */
import { parseArgs } from "node:util";
import { postgresIfAny } from "@profit-share/testing/postgres";
import { POINTS } from "../support/fault";
import { bundleChild, run } from "./run";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "1" },
    /** The first seed, to replay one. */
    first: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});

async function main(): Promise<number> {
  const server = postgresIfAny();
  if (server === null) throw new Error("PostgreSQL is not installed (Debian: apt-get install postgresql)");
  await server.create();
  const totals = { points: 0, runs: 0, deaths: 0, wrong: 0 };
  const say = (line: string): void => {
    if (!options.json) console.log(line);
  };
  try {
    const [database, rivalDatabase] = [server.newDatabase(), server.newDatabase()];
    const child = bundleChild();
    const points = POINTS.filter((point) => new RegExp(options.only).test(point));
    say(`| point | runs | deaths | wrong |\n|---|---|---|---|`);
    for (const point of points) {
      let [deaths, wrong] = [0, 0];
      for (let seed = Number(options.first); seed < Number(options.first) + Number(options.seeds); seed++) {
        for (const one of [database, rivalDatabase]) server.empty(one);
        const verdict = await run(point, seed, { server, database, rivalDatabase, child });
        deaths += verdict.deaths;
        if (verdict.wrong.length === 0) continue;
        wrong += 1;
        console.error(`${point} with seed ${seed}: ${verdict.wrong.join("; ")}`);
        console.error(`Again: npm run crash -- --only '^${point}$' --first ${seed}`);
      }
      say(`| \`${point}\` | ${options.seeds} | ${deaths} | ${wrong} |`);
      totals.runs += Number(options.seeds);
      totals.deaths += deaths;
      totals.wrong += wrong;
      totals.points += 1;
    }
  } finally {
    await server.remove();
  }
  console.log(
    options.json ? JSON.stringify(totals) : `${totals.runs} runs, ${totals.deaths} deaths, ${totals.wrong} wrong`,
  );
  return totals.wrong === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
