/**
 * `npx tsx sdk/vectors/earnings/generate.ts` rewrites the generated cases of `earnings.json` and keeps those written by hand.
 * The cases are the same on every run.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random, U64 } from "../random";
import { type Agreement, type EarningsCase, expectedEarnings } from "./definition";

const FILE = join(__dirname, "earnings.json");
const COUNT = 150;
const SEED = 0xea51;
const NAME = "generated ";

const DAY = 86_400n;
/** Noon of day 20,000 since 1970. */
const NOON = 20_000n * DAY + DAY / 2n;

/** Whether `generateEarnings` made the case. */
export const isGenerated = ({ name }: Pick<EarningsCase, "name">): boolean => name.startsWith(NAME);

/** A number of seconds that likes the borders of the windows and of days. */
function ago(random: Random): bigint {
  const border = random.pick([0n, 7n, 30n, random.between(0n, 60n)]) * DAY;
  return border + random.pick([0n, 0n, -1n, 1n, random.between(-2n * DAY, 2n * DAY)]);
}

/** Settlements from the first on, in the order of their times, which can be the same. */
function settlements(random: Random): Agreement["settlements"] {
  const count = random.bits() % 7;
  const times = Array.from({ length: count }, () => NOON - ago(random)).sort((a, b) => (a < b ? -1 : Number(a > b)));
  const atTheEnd = random.chance(12);
  let accrued = 0n;
  return times.map((time, index) => {
    accrued += random.pick([0n, random.between(0n, 5_000_000n)]);
    if (atTheEnd) accrued = random.value(U64, U64[1]) > accrued ? U64[1] : accrued;
    return { sequence: `${index + 1}`, time: `${time}`, accrued: `${accrued}` };
  });
}

/** The agreements of one address: each begins after the one before it ended. */
function agreementsAt(random: Random, subscription: string, firstInstance: number): Agreement[] {
  const all = settlements(random);
  const reused = all.length > 1 && random.chance(2);
  const parts = reused ? [all.slice(0, all.length >> 1), all.slice(all.length >> 1)] : [all];
  return parts.map((part, index) => ({
    subscription,
    instance: `${firstInstance + index}`,
    closed: index < parts.length - 1 || random.chance(3),
    settlements: part.map((settlement, at) => ({ ...settlement, sequence: `${at + 1}` })),
  }));
}

function generatedCase(random: Random, index: number): EarningsCase {
  const agreements: Agreement[] = [];
  for (const subscription of ["A", "B", "C"].slice(0, random.bits() % 4)) {
    agreements.push(...agreementsAt(random, subscription, agreements.length + 1));
  }
  const some = { now: `${NOON}`, began: `${NOON - ago(random)}`, agreements };
  return { name: `${NAME}${index.toString().padStart(3, "0")}`, ...some, expected: expectedEarnings(some) };
}

/** The generated cases of `earnings.json`. */
export function generateEarnings(): EarningsCase[] {
  const random = new Random(SEED);
  return Array.from({ length: COUNT }, (_, index) => generatedCase(random, index));
}

if (require.main === module) {
  const committed = JSON.parse(readFileSync(FILE, "utf8")) as EarningsCase[];
  const cases = [...committed.filter((one) => !isGenerated(one)), ...generateEarnings()];
  writeFileSync(FILE, `[\n${cases.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
}
