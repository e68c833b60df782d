/** What a migration does next and what it costs, for a person to say yes or no to. Pure. */
import { formatDollars } from "@profit-share/sdk";
import { formatSol } from "../text/amounts";
import { type Column, table } from "../text/table";
import type { HostBot } from "./bots";
import { type Costs, type Lack, SIGNATURE_FEE, SUBSCRIBE_FEE } from "./funds";
import type { Published, SubscriberStanding } from "./standing";

export interface MigrationPlan {
  costs: Costs;
  bots: {
    /** On the chain. */
    published: Published;
    /** To be published now: the owners' keys are at hand. */
    now: readonly HostBot[];
    /** To be published by their owners. */
    elsewhere: readonly HostBot[];
    /** Signatures for `now`. */
    signatures: number;
  };
  subscribers: readonly SubscriberStanding[];
  /** By subscriber (base58). */
  lacks: ReadonlyMap<string, Lack>;
}

interface Line {
  what: string;
  file: number;
  there: number;
  now: number;
  others: number;
  waiting: number;
  left: number;
}

const COLUMNS: Column<Line>[] = [
  { title: "", cell: ({ what }) => what },
  ...(
    [
      ["in the files", "file"],
      ["on the chain", "there"],
      ["left since", "left"],
      ["published now", "now"],
      ["others sign", "others"],
      ["wait for their bot", "waiting"],
    ] as const
  ).map(([title, name]): Column<Line> => ({ title, align: "right", cell: (line) => String(line[name]) })),
];

export const inState = (subscribers: readonly SubscriberStanding[], wanted: SubscriberStanding["state"]) =>
  subscribers.filter(({ state }) => state === wanted).map(({ host }) => host);

export const publishingCost = ({ costs, bots: { now, signatures } }: MigrationPlan) => ({
  rent: costs.botRent * BigInt(now.length),
  fees: SIGNATURE_FEE * BigInt(signatures),
});

/** Of those that are not there yet, also where they wait for their bot. */
function subscribingCost({ costs, subscribers }: MigrationPlan) {
  const missing = [...inState(subscribers, "to_sign"), ...inState(subscribers, "waiting")];
  const count = BigInt(missing.length);
  return {
    count: missing.length,
    rent: costs.subscriptionRent * count,
    fees: SUBSCRIBE_FEE * count,
    deposits: missing.reduce((sum, { deposit }) => sum + deposit, 0n),
  };
}

export function planText(plan: MigrationPlan): string {
  const { bots, subscribers, lacks, costs } = plan;
  const count = (state: SubscriberStanding["state"]) => inState(subscribers, state).length;
  const { now, elsewhere } = bots;
  const there = bots.published.size;
  const lines: Line[] = [
    {
      what: "bots",
      file: there + now.length + elsewhere.length,
      ...{ there, left: 0, now: now.length, others: elsewhere.length, waiting: 0 },
    },
    {
      what: "subscriptions",
      file: subscribers.length,
      ...{ there: count("there"), left: count("left"), now: 0, others: count("to_sign"), waiting: count("waiting") },
    },
  ];
  const publishing = publishingCost(plan);
  const subscribing = subscribingCost(plan);
  return [
    table(COLUMNS, lines),
    "",
    ...(now.length === 0
      ? []
      : [
          `Publishing takes ${formatSol(publishing.rent)} of rent, which stays because a bot is never closed, ` +
            `and ${formatSol(publishing.fees)} of fees.`,
        ]),
    ...(subscribing.count === 0
      ? []
      : [
          `Subscribing takes ${formatSol(subscribing.rent)} of rent, which comes back when a subscription is closed, ` +
            `and ${formatSol(subscribing.fees)} of fees: ${formatSol(costs.subscriptionRent + SUBSCRIBE_FEE)} each, which the subscriber pays. ` +
            `The deposits are ${formatDollars(subscribing.deposits)}.`,
        ]),
    ...(lacks.size === 0 ? [] : [`Subscribers who hold too little for what they are to sign: ${lacks.size}.`]),
  ]
    .join("\n")
    .trimEnd();
}

/** The same for machines. */
export function planJson(plan: MigrationPlan): object {
  const { bots, subscribers, lacks } = plan;
  const count = (state: SubscriberStanding["state"]) => inState(subscribers, state).length;
  return {
    bots: {
      ...{ there: bots.published.size, now: bots.now.length, elsewhere: bots.elsewhere.length },
      ...publishingCost(plan),
    },
    subscriptions: {
      ...{ there: count("there"), left: count("left"), toSign: count("to_sign"), waiting: count("waiting") },
      ...subscribingCost(plan),
      lacking: lacks.size,
    },
  };
}
