/** Compares what the chain, a keeper's database and an index say of the same settlements and ledgers, to the base unit. Pure. */
import { InvalidInput } from "@profit-share/sdk";
import type { SettlementRecord } from "@profit-share/sdk/history";
import type { SubscriptionStanding } from "../books/books";
import type { Entry } from "../books/entry";

/** What one of them says of a settlement, or of an agreement's ledger as a whole. */
export interface Stated {
  /** base58. */
  bot: string;
  instance: bigint;
  /** null: of the ledger. */
  sequence: bigint | null;
  /** Base units, by name; what one of them does not keep is left out there. */
  amounts: Readonly<Record<string, bigint>>;
}

export type Side = "chain" | "keeper" | "index";

/** null: was not asked. */
export type Lists = Readonly<Record<Side, readonly Stated[] | null>>;

export interface Difference extends Pick<Stated, "bot" | "instance" | "sequence"> {
  /** Name of the amount; "settlement" or "ledger" where one does not have it at all. */
  what: string;
  /** Base units, or whether it is there (1) or not (0); null of one that was not asked or does not keep this amount. */
  says: Record<Side, bigint | null>;
}

export interface Reconciliation {
  /** How many all who were asked have, with the same amounts. */
  agreed: number;
  /** In the order of bot, instance and sequence; of an agreement its ledger last. */
  differences: Difference[];
}

const SIDES = ["chain", "keeper", "index"] as const;

/** The settlements among entries, as the chain's list: what their records say. `accrued` and `credited` are lifetime sums. */
export function settlementsIn(entries: readonly Entry[]): Stated[] {
  return entries.flatMap(({ kind, bot, parties, record }) =>
    kind === "settlement" && parties !== null && record !== null
      ? [{ bot: bot.toBase58(), instance: parties.instance, sequence: record.sequence, amounts: recorded(record) }]
      : [],
  );
}

const recorded = ({ closePnl, profit, dropped, accrued, credited }: SettlementRecord): Stated["amounts"] => ({
  ...{ closePnl, profit, dropped, accrued, credited },
});

/** The ledgers of agreements, live and closed, as the chain's list. */
export const ledgersIn = (standings: Iterable<SubscriptionStanding>): Stated[] =>
  [...standings].map(({ bot, instance, sums: { accrued, credited, waived } }) => ({
    ...{ bot: bot.toBase58(), instance, sequence: null, amounts: { accrued, credited, waived } },
  }));

/** @throws InvalidInput if a list has a settlement twice */
export function reconcile(lists: Lists): Reconciliation {
  const maps = Object.fromEntries(SIDES.map((side) => [side, indexed(side, lists[side])])) as Record<
    Side,
    ReadonlyMap<string, Stated> | null
  >;
  const all = new Map(SIDES.flatMap((side) => [...(maps[side] ?? [])]));
  let agreed = 0;
  const differences: Difference[] = [];
  for (const settlement of [...all.values()].sort(inOrder)) {
    const found = differencesOf(settlement, maps);
    if (found.length === 0) agreed += 1;
    differences.push(...found);
  }
  return { agreed, differences };
}

const keyOf = ({ bot, instance, sequence }: Stated): string =>
  `${bot}/${instance}${sequence === null ? "" : `/${sequence}`}`;

const nameOf = ({ sequence }: Pick<Stated, "sequence">): string => (sequence === null ? "ledger" : "settlement");

function indexed(side: Side, list: readonly Stated[] | null): ReadonlyMap<string, Stated> | null {
  if (list === null) return null;
  const map = new Map(list.map((settlement) => [keyOf(settlement), settlement]));
  if (map.size === list.length) return map;
  const twice = list.find((settlement) => map.get(keyOf(settlement)) !== settlement)!;
  throw new InvalidInput(`The list of the ${side} has ${nameOf(twice)} ${keyOf(twice)} twice: pass each once`);
}

function differencesOf(
  { bot, instance, sequence }: Stated,
  maps: Readonly<Record<Side, ReadonlyMap<string, Stated> | null>>,
): Difference[] {
  const key = keyOf({ bot, instance, sequence, amounts: {} });
  const place = { bot, instance, sequence };
  const each = (said: (found: Stated | undefined) => bigint | null) =>
    Object.fromEntries(SIDES.map((side) => [side, maps[side] === null ? null : said(maps[side].get(key))])) as Record<
      Side,
      bigint | null
    >;
  const there = each((found) => (found === undefined ? 0n : 1n));
  if (Object.values(there).includes(0n)) return [{ ...place, what: nameOf(place), says: there }];
  const names = new Set(SIDES.flatMap((side) => Object.keys(maps[side]?.get(key)?.amounts ?? {})));
  return [...names].flatMap((what) => {
    const says = each((found) => found?.amounts[what] ?? null);
    const said = new Set(Object.values(says).filter((amount) => amount !== null));
    return said.size > 1 ? [{ ...place, what, says }] : [];
  });
}

function inOrder(a: Stated, b: Stated): number {
  if (a.bot !== b.bot) return a.bot < b.bot ? -1 : 1;
  if (a.instance !== b.instance) return Number(a.instance - b.instance);
  if (a.sequence === null || b.sequence === null) return a.sequence === null ? 1 : -1;
  return Number(a.sequence - b.sequence);
}
