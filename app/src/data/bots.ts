/** Bots, and what their accounts and those of their subscriptions say together. */
import type { Bot, Located, Subscription } from "@profit-share/sdk";
import { type BotTotals, botTotals, listBots, listSubscriptions } from "@profit-share/sdk/listing";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { type Chain, useChain } from "./chain";
import { every } from "./query-client";

export interface ListedBot {
  bot: Located<Bot>;
  /** Those that live. */
  subscriptions: Located<Subscription>[];
  totals: BotTotals;
}

const LIST_EVERY_MS = 30_000;

/** Every bot of the program. */
export function useBots() {
  const chain = useChain();
  return useQuery({
    queryKey: ["bots"],
    queryFn: ({ signal }) => readBots(chain, signal),
    refetchInterval: every(LIST_EVERY_MS),
  });
}

/** @param address base58 */
export function useBot(address: string) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["bot", address],
    queryFn: async ({ signal }): Promise<ListedBot> => {
      const key = new PublicKey(address);
      const bot = await client.bot(key);
      const subscriptions = await all(listSubscriptions(client, { bot: key, signal }));
      return { bot, subscriptions, totals: botTotals(bot, subscriptions) };
    },
    refetchInterval: every(LIST_EVERY_MS),
  });
}

async function readBots({ client }: Chain, signal: AbortSignal): Promise<ListedBot[]> {
  const [bots, subscriptions] = await Promise.all([
    all(listBots(client, { signal })),
    all(listSubscriptions(client, { signal })),
  ]);
  const byBot = new Map<string, Located<Subscription>[]>();
  for (const one of subscriptions) {
    const bot = one.bot.toBase58();
    const own = byBot.get(bot);
    if (own === undefined) byBot.set(bot, [one]);
    else own.push(one);
  }
  return bots.map((bot) => {
    const own = byBot.get(bot.address.toBase58()) ?? [];
    return { bot, subscriptions: own, totals: botTotals(bot, own) };
  });
}

export async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
