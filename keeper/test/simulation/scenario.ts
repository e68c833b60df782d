/** What happens in one run, drawn from its seed: who trades, who is killed, what the network does, and when it ends. */
import type { Random } from "./random";
import { FINAL_SLOTS } from "./truth";

/** A close of an attested subscription, as a host hands it over. */
export interface Close {
  /** Which of the attested subscriptions. */
  subscription: number;
  tradeId: string;
  /** Base units. */
  pnl: bigint;
  /** Milliseconds. */
  at: number;
  /** The keepers that it is handed over to. */
  to: readonly number[];
}

/** A payment of an attested subscription's agent, each to a wallet of its own. */
export interface Transfer {
  id: string;
  /** Of the subscription. */
  subscription: number;
  /** Base units. */
  amount: bigint;
  at: number;
  /** Of a keeper that keeps its database: what else would know that it was paid? */
  to: readonly number[];
}

export interface Trade {
  /** Which of the verified subscriptions. */
  subscription: number;
  pnl: bigint;
  at: number;
}

export interface Fork {
  at: number;
  /** Slots that are taken back. */
  depth: number;
  /** For each node, how long it does not notice, in milliseconds. */
  missedFor: number[];
}

/** A time in which a node is down, or sees nothing new. */
export interface Trouble {
  kind: "down" | "stuck";
  node: number;
  at: number;
  until: number;
}

export interface Kill {
  keeper: number;
  at: number;
  /** Instead of at once: when it next has taken so many steps that store or send something. */
  afterSteps: number;
  /** Milliseconds until it is started again. */
  downFor: number;
  /** Its database is lost with it. */
  losesDatabase: boolean;
}

export interface Scenario {
  keepers: number;
  nodes: number;
  /** From here on nothing goes wrong any more, milliseconds. */
  calmAt: number;
  closes: Close[];
  transfers: Transfer[];
  trades: Trade[];
  forks: Fork[];
  troubles: Trouble[];
  kills: Kill[];
  /** Seconds after noon at which it begins. */
  startsAfterNoon: number;
}

const CENT = 10_000n;
/** From noon to four minutes before midnight. */
const BEFORE_MIDNIGHT = 12 * 3_600 - 60;

export function scenarioOf(random: Random, subscriptions: { attested: number; verified: number }): Scenario {
  const keepers = random.chance(0.4) ? 2 : 1;
  const nodes = 3;
  const calmAt = random.between(10, 45) * 1_000;
  const time = () => random.between(0, calmAt);
  const list = <T>(most: number, draw: (index: number) => T): T[] =>
    Array.from({ length: random.between(0, most) }, (_, index) => draw(index));
  const pnl = () => BigInt(random.between(-300, 700)) * CENT + BigInt(random.between(0, 9_999));
  const all = Array.from({ length: keepers }, (_, index) => index);
  const closes = list(4, (index) => ({
    subscription: random.between(0, subscriptions.attested - 1),
    tradeId: `close ${index + 1}`,
    pnl: pnl(),
    at: time(),
    to: random.chance(0.5) ? all : [random.between(0, keepers - 1)],
  }));
  // Mostly while something is being settled.
  const soonAfter = (least: number, most: number) =>
    closes.length > 0 && random.chance(0.8)
      ? Math.min(calmAt, random.pick(closes).at + random.between(least, most))
      : time();
  const kills = random.chance(0.5)
    ? list(2, () => ({
        keeper: random.between(0, keepers - 1),
        at: soonAfter(0, 5_000),
        afterSteps: random.chance(0.7) ? random.between(1, 6) : 0,
        downFor: random.between(0, 15_000),
        losesDatabase: random.chance(0.25),
      }))
    : [];
  const careful = all.filter((keeper) => !kills.some((kill) => kill.keeper === keeper && kill.losesDatabase));
  return {
    keepers,
    nodes,
    calmAt,
    closes,
    transfers:
      careful.length === 0
        ? []
        : list(2, (index) => ({
            id: `transfer ${index + 1}`,
            subscription: random.between(0, subscriptions.attested - 1),
            amount: BigInt(random.between(1, 5_000_000)),
            at: time(),
            to: [random.pick(careful)],
          })),
    trades: list(2, () => ({
      subscription: random.between(0, subscriptions.verified - 1),
      pnl: pnl(),
      at: time(),
    })),
    forks: random.chance(0.5)
      ? list(2, () => ({
          at: soonAfter(1_000, 8_000),
          depth: random.between(1, FINAL_SLOTS - 1),
          missedFor: Array.from({ length: nodes }, () => (random.chance(0.5) ? 0 : random.between(0, 15_000))),
        }))
      : [],
    troubles: list(2, () => {
      const at = time();
      const until = Math.min(calmAt, at + random.between(500, 30_000));
      return { kind: random.pick(["down", "stuck"] as const), node: random.between(0, nodes - 1), at, until };
    }),
    kills,
    startsAfterNoon: random.chance(0.2) ? BEFORE_MIDNIGHT : 0,
  };
}
