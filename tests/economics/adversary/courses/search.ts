/** Every course up to a length, and the one by which most is charged too much or too little. */
import { type Account, excess, type Market, type Move, moved, START, settled } from "./account";

/** A move, and whether somebody settles before the next one. */
export interface Step {
  move: Move;
  settled: boolean;
}

export interface Worst {
  /** 1e-6. */
  amount: bigint;
  course: readonly Step[];
}

export interface Found {
  /** Courses that led to states of their own. */
  states: number;
  chargedTooMuch: Worst;
  chargedTooLittle: Worst;
}

const MARKETS: readonly Market[] = [1, 2];
const MOVES: readonly Move[] = [
  ...MARKETS.flatMap((market): Move[] => [
    { kind: "wins", market },
    { kind: "loses", market },
    { kind: "is settled on the venue", market },
    { kind: "is liquidated", market, most: "all" },
    { kind: "is liquidated", market, most: "one unit" },
  ]),
  { kind: "liquidation ends" },
];

/** How fast the keeper is, and what the adversary may do. */
export interface Rules {
  /** Moves of a course. */
  length: number;
  /** The adversary says when somebody settles; else that happens after each move. */
  settlesWhenItLikes: boolean;
  /** A liquidation may go on while the account trades, as no venue lets it. */
  tradesWhileLiquidated: boolean;
}

export function search({ length, settlesWhenItLikes, tradesWhileLiquidated }: Rules): Found {
  const found: Found = {
    states: 0,
    chargedTooMuch: { amount: 0n, course: [] },
    chargedTooLittle: { amount: 0n, course: [] },
  };
  const seen = new Set<string>([keyOf(START)]);
  let last: { account: Account; course: readonly Step[] }[] = [{ account: START, course: [] }];
  for (let moves = 0; moves < length; moves++) {
    const next: typeof last = [];
    for (const { account, course } of last) {
      for (const move of MOVES) {
        const trades = move.kind === "wins" || move.kind === "loses";
        if (trades && account.beingLiquidated && !tradesWhileLiquidated) continue;
        const after = moved(account, move);
        if (after === null) continue;
        for (const isSettled of settlesWhenItLikes ? [true, false] : [true]) {
          const state = isSettled ? settled(after) : after;
          const key = keyOf(state);
          if (seen.has(key)) continue;
          seen.add(key);
          const one = { account: state, course: [...course, { move, settled: isSettled }] };
          compare(found, one.account, one.course);
          next.push(one);
        }
      }
    }
    last = next;
  }
  return { ...found, states: seen.size };
}

function compare(found: Found, account: Account, course: readonly Step[]): void {
  const amount = excess(settled(account));
  if (amount > found.chargedTooMuch.amount) found.chargedTooMuch = { amount, course };
  if (-amount > found.chargedTooLittle.amount) found.chargedTooLittle = { amount: -amount, course };
}

/** The same for accounts on which the same can follow. The markets are alike. */
function keyOf({ positions, settled, traded, beingLiquidated, liquidations, read, ledger, highest }: Account): string {
  const { mark, last, loss, accrued } = ledger;
  const both = [positions[1], positions[2]].sort((a, b) => (a < b ? -1 : 1));
  const unread = liquidations > read.liquidations;
  return [
    ...both,
    settled,
    traded,
    beingLiquidated,
    unread,
    read.beingLiquidated,
    mark,
    last,
    loss,
    accrued,
    highest,
  ].join();
}
