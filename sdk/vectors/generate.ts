/**
 * `npx tsx sdk/vectors/generate.ts` rewrites the generated cases of `rule.json` and keeps those written by hand.
 * The cases are the same on every run.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectedOf, largestShare, type RuleCase, type RuleVectors } from "./definition";
import { I64, Random, U64 } from "./random";

const VECTORS_FILE = join(__dirname, "rule.json");

const COUNT = 400;
const SEED = 0x5eed;
const NAME = "generated ";

/** Whether `generate` made the case. */
export const isGenerated = (ruleCase: RuleCase): boolean => ruleCase.name.startsWith(NAME);

function generatedCase(random: Random, index: number): RuleCase {
  const verified = random.chance(2);
  const bps = random.pick([0n, 1n, 2n, 3n, 7n, 8n, 100n, 333n, 625n, 999n, 1_000n, random.between(0n, 1_000n)]);
  const profitTotal = random.value(U64, random.between(0n, 100_000_000_000n));
  const accrued = largestShare(profitTotal, bps);
  const credited = random.pick([accrued, 0n, random.between(0n, accrued)]);
  const waived = random.chance(4) ? random.between(0n, accrued - credited) : 0n;
  const mark = random.value(I64, 0n);
  const last = random.value(I64, mark);
  const loss = random.value(U64, 0n);
  const terms = {
    profit_share_bps: bps.toString(),
    fee_basis: verified || random.chance(2) ? ("high_water_mark" as const) : ("each_close" as const),
  };
  const observation: RuleCase["observation"] = verified
    ? {
        kind: "verified",
        realized: random.value(I64, random.pick([mark, last])).toString(),
        loss: random.value(U64, loss).toString(),
        liquidated: random.chance(3),
        recreated: random.chance(10),
      }
    : { kind: "attested", close_pnl: random.value(I64, 0n).toString() };
  const ledger = {
    mark: mark.toString(),
    last: last.toString(),
    loss: loss.toString(),
    profit_total: profitTotal.toString(),
    accrued: accrued.toString(),
    credited: credited.toString(),
    waived: waived.toString(),
    balance: "0",
  };
  // Cap and balance matter most around what this settlement would take.
  const uncapped = expectedOf({ terms, room: U64[1].toString(), ledger, observation });
  const room = random.value(U64, BigInt(uncapped.share)).toString();
  ledger.balance = random.value(U64, BigInt(uncapped.accrued) - credited - waived).toString();
  const name = `${NAME}${index.toString().padStart(3, "0")}`;
  return { name, terms, room, ledger, observation, expected: expectedOf({ terms, room, ledger, observation }) };
}

/** The generated cases of `rule.json`. */
export function generate(): RuleCase[] {
  const random = new Random(SEED);
  return Array.from({ length: COUNT }, (_, index) => generatedCase(random, index));
}

/** The file's text: one case a line. */
function render({ cases, windows }: RuleVectors): string {
  const lines = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join(",\n");
  return `{\n"cases": [\n${lines(cases)}\n],\n"windows": [\n${lines(windows)}\n]\n}\n`;
}

if (require.main === module) {
  const { cases, windows } = JSON.parse(readFileSync(VECTORS_FILE, "utf8")) as RuleVectors;
  const byHand = cases.filter((ruleCase) => !isGenerated(ruleCase));
  writeFileSync(VECTORS_FILE, render({ cases: [...byHand, ...generate()], windows }));
}
