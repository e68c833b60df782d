/** Compares what the chain, a keeper's database and an index say of the same settlements, to the base unit. Pure. */
import { InvalidInput } from "@profit-share/sdk";
import type { Entry } from "../books/entry";

/** One settlement as one of them has it. */
export interface StatedSettlement {
  /** base58. */
  bot: string;
  instance: bigint;
  sequence: bigint;
  /** Base units, by name; what one of them does not keep is left out there. */
  amounts: Readonly<Record<string, bigint>>;
}

export type Side = "chain" | "keeper" | "index";

/** null: was not asked. */
export type Lists = Readonly<Record<Side, readonly StatedSettlement[] | null>>;

export interface Difference extends Pick<StatedSettlement, "bot" | "instance" | "sequence"> {
  /** Name of the amount; "settlement" where one does not have it at all. */
  what: string;
  /** Base units, or whether it is there (1) or not (0); null of one that was not asked or does not keep this amount. */
  says: Record<Side, bigint | null>;
}

export interface Reconciliation {
  /** Settlements that all who were asked have, with the same amounts. */
  agreed: number;
  /** In the order of bot, instance and sequence. */
  differences: Difference[];
}

const SIDES = ["chain", "keeper", "index"] as const;

/** The settlements among entries, as the chain's list; `share` is what it accrued. */
export function settlementsIn(entries: readonly Entry[]): StatedSettlement[] {
  return entries.flatMap(({ kind, bot, parties, record, amounts: { profit, dropped, accrued: share } }) =>
    kind === "settlement" && parties !== null && record !== null
      ? [
          {
            bot: bot.toBase58(),
            instance: parties.instance,
            sequence: record.sequence,
            amounts: { profit, dropped, share },
          },
        ]
      : [],
  );
}

/** @throws InvalidInput if a list has a settlement twice */
export function reconcile(lists: Lists): Reconciliation {
  const maps = Object.fromEntries(SIDES.map((side) => [side, indexed(side, lists[side])])) as Record<
    Side,
    ReadonlyMap<string, StatedSettlement> | null
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

const keyOf = ({ bot, instance, sequence }: StatedSettlement): string => `${bot}/${instance}/${sequence}`;

function indexed(side: Side, list: readonly StatedSettlement[] | null): ReadonlyMap<string, StatedSettlement> | null {
  if (list === null) return null;
  const map = new Map(list.map((settlement) => [keyOf(settlement), settlement]));
  if (map.size === list.length) return map;
  const twice = list.find((settlement) => map.get(keyOf(settlement)) !== settlement)!;
  throw new InvalidInput(`The list of the ${side} has settlement ${keyOf(twice)} twice: pass each once`);
}

function differencesOf(
  { bot, instance, sequence }: StatedSettlement,
  maps: Readonly<Record<Side, ReadonlyMap<string, StatedSettlement> | null>>,
): Difference[] {
  const key = keyOf({ bot, instance, sequence, amounts: {} });
  const place = { bot, instance, sequence };
  const each = (said: (found: StatedSettlement | undefined) => bigint | null) =>
    Object.fromEntries(SIDES.map((side) => [side, maps[side] === null ? null : said(maps[side].get(key))])) as Record<
      Side,
      bigint | null
    >;
  const there = each((found) => (found === undefined ? 0n : 1n));
  if (Object.values(there).includes(0n)) return [{ ...place, what: "settlement", says: there }];
  const names = new Set(SIDES.flatMap((side) => Object.keys(maps[side]?.get(key)?.amounts ?? {})));
  return [...names].flatMap((what) => {
    const says = each((found) => found?.amounts[what] ?? null);
    const said = new Set(Object.values(says).filter((amount) => amount !== null));
    return said.size > 1 ? [{ ...place, what, says }] : [];
  });
}

function inOrder(a: StatedSettlement, b: StatedSettlement): number {
  if (a.bot !== b.bot) return a.bot < b.bot ? -1 : 1;
  const first = a.instance === b.instance ? a.sequence - b.sequence : a.instance - b.instance;
  return Number(first);
}
