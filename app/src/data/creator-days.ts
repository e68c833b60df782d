/** What accrued to a creator's bots a day, and what it claimed: from the chain, or from an index where one is configured. */
import { useQuery } from "@tanstack/react-query";
import { type Chain, useChain } from "./chain";
import type { CreatorBot } from "./creator";
import { type CreatorEvent, readCreatorEvents } from "./creator-events";
import { askIndexer } from "./indexer";

/** Amounts of one UTC day. */
export interface CreatorDay {
  /** Since 1970. */
  day: number;
  /** Share that was settled, by bot (base58). */
  shares: ReadonlyMap<string, bigint>;
  claimed: bigint;
}

export interface CreatorDays {
  /** Where the figures come from. */
  source: "chain" | "index";
  /** Every day of the range, oldest first. */
  days: CreatorDay[];
}

const DAY = 86_400n;
export const DAYS_SHOWN = 30;

/** Everything that happened to a creator's money lately; null where that is too much to be read here. */
export function useCreatorEvents(bots: readonly CreatorBot[]) {
  const chain = useChain();
  return useQuery({
    queryKey: ["creator events", stateOf(bots)],
    queryFn: async ({ signal }): Promise<{ events: CreatorEvent[]; now: bigint } | null> => {
      const now = await chain.client.time();
      const events = await readCreatorEvents(chain, bots, firstSecond(now), signal);
      return events === null ? null : { events, now };
    },
    enabled: bots.length > 0,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

/** What is settled or claimed shows in these sums, so that nothing is read again while they stay the same. */
const stateOf = (bots: readonly CreatorBot[]): string[] =>
  bots.map(({ bot, totals, vault }) => [bot.address.toBase58(), totals.accrued, totals.claimable, vault].join(" "));

/** Midnight before the first day that is shown. */
const firstSecond = (now: bigint): bigint => (now / DAY - BigInt(DAYS_SHOWN - 1)) * DAY;

export function daysOf({ events, now }: { events: readonly CreatorEvent[]; now: bigint }): CreatorDays {
  const last = Number(now / DAY);
  const days = emptyDays(last);
  for (const { what, bot, amount, time } of events) {
    const found = days[Number(time / DAY) - (last - DAYS_SHOWN + 1)];
    if (found === undefined) continue;
    if (what === "Settled") found.shares.set(bot, (found.shares.get(bot) ?? 0n) + amount);
    else if (what !== "Waived") found.claimed += amount;
  }
  return { source: "chain", days };
}

/** From the index; no answer without one. @param wallet base58 */
export function useIndexedDays(wallet: string) {
  const chain = useChain();
  return useQuery({
    queryKey: ["indexed days", wallet],
    queryFn: () => indexedDays(chain, wallet),
    enabled: chain.config.indexerUrl !== null,
    staleTime: 30_000,
  });
}

async function indexedDays({ client, config }: Chain, wallet: string): Promise<CreatorDays> {
  const last = Number((await client.time()) / DAY);
  const days = emptyDays(last);
  const from = nameOfDay(last - DAYS_SHOWN + 1);
  const found = await askIndexer(config, `/v1/creators/${wallet}/earnings?from=${from}&to=${nameOfDay(last)}`);
  const told = found === null ? [] : ((await found.json()) as { days: IndexedDay[] }).days;
  for (const { day, bot, accrued, claimed } of told) {
    const found = days.find((one) => nameOfDay(one.day) === day);
    if (found === undefined) continue;
    found.shares.set(bot, BigInt(accrued));
    found.claimed += BigInt(claimed);
  }
  return { source: "index", days };
}

interface IndexedDay {
  /** As 2026-11-28. */
  day: string;
  bot: string;
  accrued: string;
  claimed: string;
}

const nameOfDay = (day: number): string => new Date(day * Number(DAY) * 1_000).toISOString().slice(0, 10);

function emptyDays(last: number) {
  return Array.from({ length: DAYS_SHOWN }, (_, index) => ({
    day: last - DAYS_SHOWN + 1 + index,
    shares: new Map<string, bigint>(),
    claimed: 0n,
  }));
}
