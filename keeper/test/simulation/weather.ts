/** What goes wrong between a keeper and its nodes in one run, and how often. Drawn from the seed. */
import type { Nature } from "./node";
import { HEALTHY } from "./node";
import type { Random } from "./random";

/** What becomes of one request. */
const FATES = [
  "pass",
  /** The node does not listen. */
  "refuse",
  /** The node never sees it, and the connection breaks. */
  "lose request",
  /** The node does it, and the connection breaks. */
  "lose answer",
  /** The node never sees it, and nothing ever comes. */
  "hang",
  /** The answer comes many seconds later. */
  "late",
  /** The node gets it twice. */
  "double",
  /** 429, without a word about when to come again, and with one. */
  "busy",
  "busy until",
  /** 500, 502 or 503. */
  "fault",
  /** A web page. */
  "page",
  /** Another node answers, which is many slots behind. */
  "stale",
] as const;

export type Fate = (typeof FATES)[number];
export type Fates = Readonly<Record<Fate, number>>;

/** What becomes of a transaction that a node was given. */
export interface Delivery {
  lost: number;
  twice: number;
  /** Arrives when it may have expired. */
  late: number;
}

export interface Weather {
  fates: Fates;
  delivery: Delivery;
  natures: Nature[];
  /** How often a transaction that a fork took away is sent again by somebody. */
  rebroadcast: number;
}

const none = (): Record<Fate, number> => Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;

export const CALM: Pick<Weather, "fates" | "delivery"> = {
  fates: { ...none(), pass: 1 },
  delivery: { lost: 0, twice: 0, late: 0 },
};

/** Some kinds of faults, seldom or often: each run has others. */
export function weatherOf(random: Random, nodes: number): Weather {
  const fates = none();
  // From a clear day to two of five requests.
  const severity = random.pick([0, 0.05, 0.15, 0.4]);
  for (const fate of FATES) fates[fate] = random.chance(0.5) ? random.next() : 0;
  fates.pass = 0;
  const sum = Object.values(fates).reduce((total, weight) => total + weight, 0);
  for (const fate of FATES) fates[fate] = sum === 0 ? 0 : (fates[fate] / sum) * severity;
  fates.pass = 1 - severity;
  const sometimes = (most: number) => (random.chance(0.5) ? random.next() * most : 0);
  return {
    fates,
    delivery: { lost: sometimes(0.5), twice: sometimes(0.3), late: sometimes(0.3) },
    natures: Array.from({ length: nodes }, () => natureOf(random)),
    rebroadcast: random.next(),
  };
}

function natureOf(random: Random): Nature {
  const odd = <T>(probability: number, draw: () => T, usual: T): T => (random.chance(probability) ? draw() : usual);
  return {
    lag: odd(0.5, () => random.pick([1, 2, 4, 30]), 0),
    // A height ahead of everybody, one behind, and a slot in its place.
    heightError: odd(0.3, () => random.pick([400, -200, 22_000_000]), 0),
    history: odd(0.3, () => random.pick(["none", 40, 400] as const), HEALTHY.history),
    pageSize: odd(0.3, () => random.pick([1, 3, 10]), HEALTHY.pageSize),
    turned: odd(0.3, () => true, false),
    programAccounts: odd(0.2, () => false, true),
  };
}
