/**
 * The random cases of the rule, the same ones in TypeScript and in Rust (`programs/profit_share/tests/rule/cases.rs`): every draw
 * happens in the same order. `cases.json` holds the digests of their outcomes.
 */
import type { Given } from "./definition";
import { I64, type Random, U64 } from "./random";

export const SEED = 0x10_000_000;

const SPECIAL_BPS = [0n, 1n, 2n, 3n, 7n, 8n, 100n, 333n, 625n, 999n, 1_000n];

/** 0 uniform over 64 bits, 1 at boundaries, 2 as in daily life (up to ten million dollars), 3 each number by its own. */
type Style = number;

/** A number of the range, in the style; boundaries include the neighbourhood of `near`. */
function draw(random: Random, style: Style, range: readonly [bigint, bigint], near: bigint): bigint {
  const chosen = style === 3 ? random.bits() % 3 : style;
  if (chosen === 0) return random.between(range[0], range[1]);
  if (chosen === 1) return random.value(range, near);
  const size = random.between(0n, 10_000_000_000_000n) >> BigInt(random.bits() % 44);
  return range[0] < 0n && random.chance(2) ? -size : size;
}

/** The next case. Its ledger satisfies the invariants of money; mark, last and both losses are in no order. */
export function randomCase(random: Random): Given {
  const style = random.bits() % 4;
  const verified = random.chance(2);
  const bps = random.chance(4) ? random.pick(SPECIAL_BPS) : random.between(0n, 1_000n);
  const total = draw(random, style, U64, 0n);
  const accrued = (total * bps) / 10_000n;
  const credited = random.pick([accrued, 0n, random.between(0n, accrued)]);
  const waived = random.chance(4) ? random.between(0n, accrued - credited) : 0n;
  const mark = draw(random, style, I64, 0n);
  const last = draw(random, style, I64, mark);
  const loss = draw(random, style, U64, 0n);
  const eachClose = !verified && random.chance(2);
  const seen = draw(random, style, I64, verified ? random.pick([mark, last]) : 0n);
  const lossSeen = draw(random, style, U64, loss);
  const liquidated = verified && random.chance(3);
  const recreated = verified && random.chance(10);

  // Cap and balance matter most around what this settlement takes, roughly.
  const rise = verified ? seen - mark : seen;
  const share = rise > 0n ? (rise * bps) / 10_000n : 0n;
  const room = random.chance(2) ? draw(random, style, U64, share) : random.value(U64, share);
  const balance = random.value(U64, accrued - credited - waived + (share < room ? share : room));
  return {
    bps,
    eachClose,
    room,
    before: { mark, last, loss, profit_total: total, accrued, credited, waived, balance },
    observation: verified
      ? { kind: "verified", realized: seen, loss: lossSeen, liquidated, recreated }
      : { kind: "attested", closePnl: seen },
  };
}
