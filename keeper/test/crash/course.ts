/** What happens in a run, drawn from a seed: who has what, what is traded, where the process dies. */
import { Random } from "@profit-share/testing/random";
import { POINTS } from "../support/fault";
import { USDC } from "../support/market";

export interface Close {
  tradeId: string;
  /** Base units. */
  pnl: bigint;
}

export interface Course {
  /** Base units that the subscribers deposited. */
  deposits: { verified: bigint; attested: bigint };
  /** Base units that the attested one's agent has: enough for every share. */
  agentTokens: bigint;
  /** Realized PnL on the venue, base units. */
  realized: bigint;
  /** Handed over to the process. */
  closes: Close[];
  /** The last close of who leaves. */
  last: Close;
  /** Base units that one agent pays another wallet. */
  payment: bigint;
  /** Whether what the verified one's creator gets waits for the next minute. */
  isPeriodic: boolean;
  /** How long what is confirmed is not final, and whether a fork seems to take it away meanwhile. */
  finality: Finality;
  /** Settled by somebody else, before it starts and while it sends for the first time. */
  old: Close;
  foreign: Close;
  /** Where the process dies, start by start; then it lives: `send.before 2` is the second time that it gets there. */
  deaths: string[];
  /** Of a hundred requests so many are lost, or their answers, or are doubled. */
  lossPercent: number;
}

export type Finality = "at once" | "late" | "after a fork";

export function courseOf(point: string, seed: number): Course {
  const random = new Random(seed * 1_000 + POINTS.indexOf(point));
  const cents = (least: number, most: number): bigint => BigInt(least + random.int(most - least + 1)) * (USDC / 100n);
  const close = (tradeId: string): Close => ({ tradeId, pnl: cents(-4_000, 4_000) });
  return {
    deposits: { verified: random.pick([0n, USDC, 100n * USDC]), attested: random.pick([0n, USDC, 100n * USDC]) },
    agentTokens: 50n * USDC + cents(0, 5_000),
    realized: cents(-3_000, 6_000),
    closes: Array.from({ length: 2 + random.int(4) }, (_, index) => close(`trade ${index + 1}`)),
    last: close("last"),
    payment: cents(1, 500),
    isPeriodic: point.startsWith("note_money") || random.chance(30),
    finality: finalityFor(point) ?? random.pick<Finality>(["at once", "at once", "late", "after a fork"]),
    old: close("old"),
    foreign: close("foreign"),
    deaths: [
      `${point} ${ONCE.test(point) ? 1 : random.pick([1, 1, 2, 3])}`,
      ...(random.chance(25) ? [`${random.pick(POINTS)} ${random.pick([1, 2])}`] : []),
    ],
    lossPercent: random.pick([0, 2, 10]),
  };
}

/** What a process comes to once, from its start to its end. */
const ONCE = /^(request_final|note_money|record_transfer|make_messages)/;

/** What the point needs to be reached. */
function finalityFor(point: string): Finality | null {
  if (point.startsWith("forget_flight")) return "late";
  return point.startsWith("reopen_flight") ? "after a fork" : null;
}
