/** What a creator has: each of its bots, and where its money is on the way from a profit to its wallet. */
import {
  claimable,
  type Located,
  max,
  owed,
  type ProfitShareClient,
  previewVerified,
  type Subscription,
  tokenAccountIn,
  type VenueUser,
  vaultAddress,
  venueUserOrGone,
} from "@profit-share/sdk";
import { botTotals, listBots, listSubscriptions } from "@profit-share/sdk/listing";
import type { Watched } from "@profit-share/sdk/watching";
import { type AccountInfo, PublicKey } from "@solana/web3.js";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { all, type ListedBot } from "./bots";
import { accountsAt, useChain } from "./chain";
import { useFollowing } from "./following";
import { every } from "./query-client";

export interface CreatorBot extends ListedBot {
  /** What closed subscriptions left in the bot's vault, base units. */
  vault: bigint;
  /** Share of what venues have and nothing has settled yet. */
  estimated: bigint;
}

/** The way of a creator's money. Lifetime, closed subscriptions included. */
export interface CreatorMoney {
  /** Not settled yet: what settling now would add. */
  estimated: bigint;
  /** Settled, and waits for a balance. */
  owed: bigint;
  /** In escrows and vaults, ready to be claimed. */
  claimable: bigint;
  /** Left for the creator's wallets. */
  claimed: bigint;
  /** Given up. */
  waived: bigint;
  /** Owed in the end, and nobody paid. */
  writtenOff: bigint;
  /** All that was ever settled. */
  accrued: bigint;
  /** The profit of which it is the share. */
  profit: bigint;
}

/** For what no subscription tells: new ones, and what venues have and nothing has settled. */
const LOOK_EVERY_MS = 30_000;
/** A batch changes many subscriptions at once, and all of them are read once. */
const GATHER_MS = 250;

/** @param wallet base58; null: nobody is asked for */
export function useCreator(wallet: string | null) {
  const { client } = useChain();
  const query = useQuery({
    queryKey: ["creator", wallet],
    queryFn: async ({ signal }) => {
      const bots = await all(listBots(client, { owner: new PublicKey(wallet!), signal }));
      return withMoney(client, bots, await livingOf(client, bots, signal));
    },
    enabled: wallet !== null,
    refetchInterval: every(LOOK_EVERY_MS),
  });
  useReadingAgain("creator", query.data);
  return query;
}

/** Bots that were offered to a wallet, which has to take them over. @param wallet base58 */
export function useOffered(wallet: string) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["offered", wallet],
    queryFn: ({ signal }) => all(listBots(client, { pendingOwner: new PublicKey(wallet), signal })),
    refetchInterval: every(LOOK_EVERY_MS),
  });
}

/** One bot the same way. @param address base58 */
export function useCreatorBot(address: string) {
  const { client } = useChain();
  const query = useQuery({
    queryKey: ["creator bot", address],
    queryFn: async ({ signal }) => {
      const [found] = await readCreatorBots(client, [new PublicKey(address)], signal);
      return found!;
    },
    refetchInterval: every(LOOK_EVERY_MS),
  });
  const { data } = query;
  useReadingAgain("creator bot", data && [data]);
  return query;
}

/** Asks a question again when one of the subscriptions in its answer changes. */
function useReadingAgain(question: string, bots: readonly CreatorBot[] | undefined): void {
  const queries = useQueryClient();
  const told = useMemo(() => {
    let isComing = false;
    return {
      onChange: (_: Watched, isFirst: boolean) => {
        if (isFirst || isComing) return;
        isComing = true;
        setTimeout(() => {
          isComing = false;
          void queries.invalidateQueries({ queryKey: [question] });
        }, GATHER_MS);
      },
    };
  }, [queries, question]);
  useFollowing(
    bots?.flatMap(({ subscriptions }) => subscriptions.map(({ address }) => address.toBase58())) ?? [],
    told,
  );
}

/** As they are now. @throws NotFound, WrongAccount and what else reading throws */
export async function readCreatorBots(
  client: ProfitShareClient,
  addresses: readonly PublicKey[],
  signal?: AbortSignal,
): Promise<CreatorBot[]> {
  const bots = await Promise.all(addresses.map((address) => client.bot(address)));
  return withMoney(client, bots, await livingOf(client, bots, signal));
}

const livingOf = (
  client: ProfitShareClient,
  bots: readonly ListedBot["bot"][],
  signal: AbortSignal | undefined,
): Promise<Located<Subscription>[][]> =>
  Promise.all(bots.map(({ address: bot }) => all(listSubscriptions(client, { bot, signal }))));

async function withMoney(
  client: ProfitShareClient,
  bots: readonly ListedBot["bot"][],
  living: readonly Located<Subscription>[][],
): Promise<CreatorBot[]> {
  const verified = living.flat().filter(({ venueUser }) => venueUser !== null);
  const vaults = bots.map(({ address }) => vaultAddress(address, client.programId));
  const accounts = await accountsAt(client, [...vaults, ...verified.map(({ venueUser }) => venueUser!)]);
  const now = await client.time();
  const shares = new Map(
    verified.map((one, index) => [one.address.toBase58(), unsettledShare(one, accounts[vaults.length + index]!, now)]),
  );
  return bots.map((bot, index) => {
    const subscriptions = living[index]!;
    return {
      bot,
      subscriptions,
      totals: botTotals(bot, subscriptions),
      vault: tokenAccountIn(accounts[index]!)?.amount ?? 0n,
      estimated: subscriptions.reduce((sum, { address }) => sum + (shares.get(address.toBase58()) ?? 0n), 0n),
    };
  });
}

/** Zero where the venue's account cannot be read: what settles decides, and this is only an estimate. */
function unsettledShare(subscription: Subscription, account: AccountInfo<Uint8Array> | null, now: bigint): bigint {
  let user: VenueUser | null;
  try {
    user = venueUserOrGone(account);
  } catch {
    return 0n;
  }
  return previewVerified(subscription, user, now)?.settlement.share ?? 0n;
}

export function moneyOf(bots: readonly CreatorBot[]): CreatorMoney {
  const sum = (amount: (bot: CreatorBot) => bigint): bigint => bots.reduce((total, bot) => total + amount(bot), 0n);
  return {
    estimated: sum(({ estimated }) => estimated),
    owed: sum(({ totals }) => totals.owed),
    claimable: sum(claimableOf),
    // Tokens that somebody sent to a vault are claimable and were never credited.
    claimed: sum((one) => max(0n, one.totals.credited - claimableOf(one))),
    waived: sum(({ totals }) => totals.waived),
    writtenOff: sum(({ totals }) => totals.writtenOff),
    accrued: sum(({ totals }) => totals.accrued),
    profit: sum(({ totals }) => totals.profit),
  };
}

/** In the escrows of a bot and in its vault. */
export const claimableOf = ({ totals, vault }: CreatorBot): bigint => totals.claimable + vault;

/** Subscriptions with something for the creator to do, those with most money first. */
export const withMoneyFirst = (subscriptions: readonly Located<Subscription>[]): Located<Subscription>[] =>
  subscriptions.toSorted((a, b) => {
    const [one, other] = [claimable(a) + owed(a), claimable(b) + owed(b)];
    return Number(other > one) - Number(other < one);
  });
