/**
 * `npm run bench:keeper`: how a keeper carries a fleet. Chain, load and keeper are processes of their own. The figures of one
 * machine are compared with nothing but those of the same run.
 *
 * --against COMMIT          measures that commit in the same run, too
 * --write                   writes the page instead of printing it
 * --json                    ends with one line of figures
 * --smoke                   a small one, that fails if a fleet of 300 is not looked after
 * --database pglite         although there is a PostgreSQL
 * --profile FOLDER          writes the keepers' processor profiles there
 * --subscriptions N --active N --closes N --seconds N --growth 100,1000
 *                           other sizes: at rest, under load, closes a second and for how long, fleets at rest
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { step } from "@profit-share/testing/step";
import { type DatabaseKind, kindOf, openDatabases } from "./databases";
import { type Bundle, bundleKeeper, checkout } from "./keeper";
import { Chain, measureForeign, measureLoad, measureRest, type Rest, type Sizes, type Subject } from "./measure";
import { figuresLine, type Measured, page } from "./page";

const FULL: Sizes = {
  subscriptions: 10_000,
  active: 5_000,
  closesPerS: 50,
  loadS: 60,
  restS: 30,
  patienceS: 90,
  growth: [0, 100, 1_000, 5_000, 20_000],
  history: 1_000,
  settleMs: 10_000,
};

/** Some half a minute on two cores. */
const SMOKE: Sizes = {
  subscriptions: 300,
  active: 300,
  closesPerS: 5,
  loadS: 5,
  restS: 3,
  patienceS: 30,
  growth: [],
  history: 20,
  settleMs: 2_000,
};

const PAGE = join(__dirname, "README.md");
const ROOT = join(__dirname, "../..");

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      against: { type: "string" },
      database: { type: "string" },
      json: { type: "boolean", default: false },
      smoke: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      subscriptions: { type: "string" },
      active: { type: "string" },
      seconds: { type: "string" },
      closes: { type: "string" },
      growth: { type: "string" },
      profile: { type: "string" },
    },
  });
  const sizes = { ...(values.smoke ? SMOKE : FULL) };
  if (values.subscriptions !== undefined) sizes.subscriptions = Number(values.subscriptions);
  if (values.active !== undefined) sizes.active = Number(values.active);
  if (values.seconds !== undefined) sizes.loadS = Number(values.seconds);
  if (values.closes !== undefined) sizes.closesPerS = Number(values.closes);
  if (values.growth !== undefined) sizes.growth = values.growth.split(",").filter(Boolean).map(Number);

  const database = kindOf(values.database);
  const now = await measure("this", { ...bundleKeeper(ROOT), kind: database, profile: values.profile ?? null }, sizes);
  const before = values.against === undefined ? null : await measureCommit(values.against, sizes);
  const written = page({ sizes, now, before, commit: values.against ?? null, database });
  if (values.write) writeFileSync(PAGE, written);
  else process.stdout.write(written);
  if (values.json) console.log(figuresLine(now, sizes));
  if (values.smoke) expectAll(now);
}

/** @throws Error if a small fleet was not looked after */
function expectAll({ rest, load }: Measured): void {
  const { neverLookedAt } = rest;
  const unsettled = load.unsettled + load.besideLost.unsettled;
  if (neverLookedAt === 0 && unsettled === 0) return;
  throw new Error(`${neverLookedAt} subscriptions were never looked at, ${unsettled} closes not settled`);
}

/** Of a commit from before there was another database, too: with PGlite. */
async function measureCommit(commit: string, sizes: Sizes): Promise<Measured> {
  const { folder, remove } = checkout(commit);
  try {
    return await measure(commit, { ...bundleKeeper(folder), kind: "pglite", profile: null }, sizes);
  } finally {
    remove();
  }
}

interface Measuring extends Bundle {
  kind: DatabaseKind;
  profile: string | null;
}

async function measure(name: string, { kind, profile, ...bundle }: Measuring, sizes: Sizes): Promise<Measured> {
  const databases = await openDatabases(kind, bundle);
  try {
    return await measureAll(name, { ...bundle, profile, database: () => databases.next() }, sizes);
  } finally {
    await databases.close();
  }
}

async function measureAll(name: string, subject: Subject, sizes: Sizes): Promise<Measured> {
  const onChain = async <T>(count: number, work: (chain: Chain) => Promise<T>): Promise<T> => {
    const chain = await Chain.open();
    try {
      await chain.grow(count);
      return await work(chain);
    } finally {
      await chain.close();
    }
  };
  const load = await step(`${name}: closes of ${sizes.active}`, () =>
    onChain(sizes.active, (chain) => measureLoad(subject, chain, sizes)),
  );
  const foreignRequests = await step(`${name}: a foreign settlement`, () =>
    onChain(20, (chain) => measureForeign(subject, chain, sizes)),
  );
  const growth: Rest[] = [];
  await onChain(0, async (chain) => {
    for (const count of [...new Set([...sizes.growth, sizes.subscriptions])].sort((a, b) => a - b)) {
      await chain.grow(count);
      growth.push(await step(`${name}: ${count} at rest`, () => measureRest(subject, chain, sizes)));
    }
  });
  const rest = growth.find(({ subscriptions }) => subscriptions === sizes.subscriptions)!;
  return { rest, load, foreignRequests, growth };
}

main().catch((error: Error) => {
  console.error(`bench: ${error.stack}`);
  // The processes that it started end with it.
  process.exit(1);
});
