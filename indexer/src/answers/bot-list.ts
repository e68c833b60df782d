/** Bots in an order, page by page. */
import type { BotFigures } from "./bots";

/** What the list can be ordered by: the highest first, equal ones by their addresses. */
export const ORDERS = {
  /** What accrued in the last 30 days. */
  month: ({ month }: BotFigures) => month.accrued,
  /** What accrued ever. */
  accrued: ({ sums }: BotFigures) => sums?.accrued ?? 0n,
  subscribers: ({ subscriptions }: BotFigures) => BigInt(subscriptions.live),
  /** What the subscriber in the middle has won; those of whom nothing is known come last. */
  median: ({ subscribers }: BotFigures) => subscribers.median ?? NOTHING_KNOWN,
  newest: ({ began }: BotFigures) => BigInt(began),
} as const satisfies Record<string, (figures: BotFigures) => bigint>;

const NOTHING_KNOWN = -(2n ** 127n);

export type Order = keyof typeof ORDERS;

export interface Wanted {
  order: Order;
  /** In an address or a name, in any case; empty: all. */
  search: string;
  /** The last of the page before: its value and its address; null: from the first. */
  after: { value: bigint; bot: string } | null;
  limit: number;
}

export interface Listed {
  figures: BotFigures;
  name: string | null;
  /** By which it is ordered. */
  value: bigint;
}

export function listBots(
  all: readonly BotFigures[],
  names: ReadonlyMap<string, string>,
  { order, search, after, limit }: Wanted,
): Listed[] {
  const wanted = search.toLowerCase();
  return all
    .map((figures) => ({ figures, name: names.get(figures.bot) ?? null, value: ORDERS[order](figures) }))
    .filter(({ figures: { bot, creator, owner }, name }) =>
      [bot, creator, owner, name ?? ""].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => compare(a, { value: b.value, bot: b.figures.bot }))
    .filter((one) => after === null || compare(one, after) > 0)
    .slice(0, limit);
}

function compare({ value, figures }: Listed, other: { value: bigint; bot: string }): number {
  if (value !== other.value) return value > other.value ? -1 : 1;
  return figures.bot < other.bot ? -1 : figures.bot > other.bot ? 1 : 0;
}
