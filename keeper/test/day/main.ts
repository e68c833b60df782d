/**
 * `npm run day -- [--closes 100000] [--subscriptions 250] [--faults 10] [--seed 1]`: a day of trading against a keeper of its own.
 * Prints what each hour took, and exits with 1 if something was lost, done twice, or said wrongly. Needs PostgreSQL.
 */
import { parseArgs } from "node:util";
import { postgresIfAny } from "@profit-share/testing/postgres";
import { wholeNumber } from "../support/whole-number";
import { day, type Hour } from "./run";

const { values } = parseArgs({
  options: {
    closes: { type: "string", default: "100000" },
    subscriptions: { type: "string", default: "250" },
    faults: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
  },
});

async function main(): Promise<number> {
  const server = postgresIfAny();
  if (server === null) throw new Error("PostgreSQL is not installed (Debian: apt-get install postgresql)");
  await server.create();
  const sizes = {
    hours: 24,
    subscriptions: wholeNumber("subscriptions", values.subscriptions),
    closes: wholeNumber("closes", values.closes),
    faultPercent: wholeNumber("faults", values.faults),
    seed: wholeNumber("seed", values.seed),
  };
  console.log("| hour | closes | seconds | memory, MB |\n|---:|---:|---:|---:|");
  let hour = 0;
  const say = ({ closes, seconds, memoryMb }: Hour): void => {
    hour += 1;
    console.log(`| ${hour} | ${closes} | ${seconds.toFixed(1)} | ${memoryMb.toFixed(0)} |`);
  };
  try {
    const { requests, faults, transactions, wrong } = await day(sizes, server, say);
    console.log(
      `\n${sizes.closes} closes in ${transactions} transactions; ${requests} requests, ${faults} of them went wrong.`,
    );
    for (const what of wrong) console.error(what);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await server.remove();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
