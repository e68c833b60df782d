/**
 * `npx tsx sdk/vectors/generate.ts` rewrites the generated cases of `rule.json` and keeps those written by hand.
 * The cases are the same on every run.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectedOf, largestShare, type RuleCase, type RuleVectors } from "./definition";

export const VECTORS_FILE = join(__dirname, "rule.json");

const COUNT = 400;
const SEED = 0x5eed;
const NAME = "generated ";

const I64: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];
const U64: readonly [bigint, bigint] = [0n, 2n ** 64n - 1n];

/** Whether `generate` made the case. */
export const isGenerated = (ruleCase: RuleCase): boolean => ruleCase.name.startsWith(NAME);

/** Numbers from a 32-bit seed (mulberry32): the same sequence everywhere. */
class Random {
  constructor(private state: number) {}

  /** 0 to 2^32 − 1. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  chance(oneIn: number): boolean {
    return this.bits() % oneIn === 0;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.bits() % values.length] as T;
  }

  /** Evenly between `low` and `high`, both included. */
  between(low: bigint, high: bigint): bigint {
    const bits = (BigInt(this.bits()) << 64n) | (BigInt(this.bits()) << 32n) | BigInt(this.bits());
    return low + (bits % (high - low + 1n));
  }

  /** A number of any magnitude up to `high`. */
  magnitude(high: bigint): bigint {
    return this.between(0n, high) >> BigInt(this.bits() % 64);
  }

  /** A value of the range that likes its ends, zero, steps of 10_000 and the neighbourhood of `near`. */
  value([low, high]: readonly [bigint, bigint], near: bigint): bigint {
    const size = this.magnitude(high);
    const small = BigInt(this.bits() % 21) - 10n;
    const candidate = this.pick([
      () => low + this.between(0n, 10n),
      () => high - this.between(0n, 10n),
      () => small,
      () => near + small,
      () => near + small * 10_000n,
      () => near + size,
      () => near - size,
      () => size,
    ])();
    return candidate < low ? low : candidate > high ? high : candidate;
  }
}

function generatedCase(random: Random, index: number): RuleCase {
  const verified = random.chance(2);
  const bps = random.pick([0n, 1n, 2n, 3n, 7n, 8n, 100n, 333n, 625n, 999n, 1_000n, random.between(0n, 1_000n)]);
  const profitTotal = random.value(U64, random.between(0n, 100_000_000_000n));
  const accrued = largestShare(profitTotal, bps);
  const credited = random.pick([accrued, 0n, random.between(0n, accrued)]);
  const waived = random.chance(4) ? random.between(0n, accrued - credited) : 0n;
  const mark = random.value(I64, 0n);
  const last = random.value(I64, mark);
  const terms = {
    profit_share_bps: bps.toString(),
    fee_basis: verified || random.chance(2) ? ("high_water_mark" as const) : ("each_close" as const),
  };
  const observation: RuleCase["observation"] = verified
    ? {
        kind: "verified",
        realized: random.value(I64, random.pick([mark, last])).toString(),
        liquidated: random.chance(3),
        recreated: random.chance(10),
      }
    : { kind: "attested", close_pnl: random.value(I64, 0n).toString() };
  const ledger = {
    mark: mark.toString(),
    last: last.toString(),
    peak: random.value(I64, random.pick([mark, last])).toString(),
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
export function render({ cases, windows }: RuleVectors): string {
  const lines = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join(",\n");
  return `{\n"cases": [\n${lines(cases)}\n],\n"windows": [\n${lines(windows)}\n]\n}\n`;
}

if (require.main === module) {
  const { cases, windows } = JSON.parse(readFileSync(VECTORS_FILE, "utf8")) as RuleVectors;
  const byHand = cases.filter((ruleCase) => !isGenerated(ruleCase));
  writeFileSync(VECTORS_FILE, render({ cases: [...byHand, ...generate()], windows }));
}
