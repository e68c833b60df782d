/** What bots earned their creators lately, estimated from settled shares. */
import { estimateEarnings, type FeedEvent } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { Accruals, dailyShares } from "./accruals";
import type { ListedBot } from "./bots";
import { type Chain, useChain } from "./chain";
import { readBack } from "./feed";
import { type BotEarnings, useIndexedBots } from "./indexed-bots";

const WINDOW = 30n * 86_400n;

export interface ToldEarnings {
  /** By bot, base58; undefined while they are read, null if nobody tells them. */
  earnings: ReadonlyMap<string, BotEarnings> | null | undefined;
  /** An index tells them until the chain's feed is read, and where that is too long or the node does not give it. */
  source: "chain" | "index";
}

export function useEarnings(listed: readonly ListedBot[] | undefined): ToldEarnings {
  const { data: read, error } = useReadEarnings(listed);
  const { data: indexed } = useIndexedBots();
  if (read == null && indexed !== undefined) {
    return { earnings: new Map([...indexed].map(([bot, { earnings }]) => [bot, earnings])), source: "index" };
  }
  return { earnings: read === undefined && error !== null ? null : read, source: "chain" };
}

/** By bot, base58; null where the feed is too long to be read here. */
function useReadEarnings(listed: readonly ListedBot[] | undefined) {
  const chain = useChain();
  // What is settled shows in these sums, so that nothing is read again while they stay the same.
  const state = listed?.map(({ bot, totals }) => `${bot.address.toBase58()} ${totals.accrued} ${totals.closed}`);
  return useQuery({
    queryKey: ["earnings", state],
    queryFn: ({ signal }) => readEarnings(chain, listed!, signal),
    enabled: listed !== undefined,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

async function readEarnings(
  chain: Chain,
  listed: readonly ListedBot[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BotEarnings> | null> {
  const now = await chain.client.time();
  const accruals = await readAccruals(chain, listed, now - WINDOW, signal);
  if (accruals === null) return null;
  const entries = listed.map(async ({ bot: { address } }): Promise<[string, BotEarnings]> => {
    const own = accruals.of(address.toBase58());
    const began = await beganAt(chain, address, now - WINDOW);
    return [address.toBase58(), { estimate: estimateEarnings(own, { now, began }), days: dailyShares(own, now) }];
  });
  return new Map(await Promise.all(entries));
}

/** null if there are too many. @param from unix seconds */
async function readAccruals(
  chain: Chain,
  listed: readonly ListedBot[],
  from: bigint,
  signal: AbortSignal,
): Promise<Accruals | null> {
  const living = listed.flatMap(({ bot, subscriptions }) =>
    subscriptions.map(({ address }): [string, string] => [address.toBase58(), bot.address.toBase58()]),
  );
  const accruals = new Accruals(new Map(living), from);
  const hasAll = (event: FeedEvent): boolean => {
    accruals.add(event);
    return event.time !== null && BigInt(event.time) <= from && accruals.isComplete;
  };
  return (await readBack(chain, hasAll, signal)) ? accruals : null;
}

/** When a bot was published, unix seconds; some time before `enough` if it was before that. */
async function beganAt({ client: { connection } }: Chain, bot: PublicKey, enough: bigint): Promise<bigint> {
  let oldest = enough;
  for (let before: string | undefined; ; ) {
    const page = await connection.getSignaturesForAddress(bot, before === undefined ? {} : { before });
    const last = page.at(-1);
    if (last === undefined) return oldest;
    oldest = BigInt(last.blockTime ?? enough);
    if (oldest < enough) return oldest;
    before = last.signature;
  }
}
