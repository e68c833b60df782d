/** A course on the chain: the program settles what the simulator's own instructions did to the account. */
import { driftSimulation } from "@profit-share/localnet";
import { U64_MAX } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { type Move, STEP } from "./account";
import type { Step } from "./search";

/** Covers every loss that a course can make. */
const DEPOSIT = 900_000_000n;

/** @returns what accrued (1e-6), a last settlement included */
export function replay(course: readonly Step[]): bigint {
  const t = Traded.trading();
  t.depositOnVenue(DEPOSIT);
  for (const { move, settled } of course) {
    play(t, move);
    if (settled) t.world.send(t.settle());
  }
  t.world.send(t.settle());
  return t.read().accrued;
}

function play(t: Traded, move: Move): void {
  switch (move.kind) {
    case "wins":
      t.lose(-STEP, move.market);
      break;
    case "loses":
      t.lose(STEP, move.market);
      break;
    case "is settled on the venue":
      t.setMarket({ market: move.market });
      t.settlePnl(move.market);
      break;
    case "is liquidated":
      t.liquidate(move.market, move.most === "all" ? U64_MAX : 1n);
      break;
    default:
      t.world.send(driftSimulation.exitLiquidation(t.venueUser));
  }
}
