/** A wallet's subscriptions: those that live from their accounts, closed ones from the wallet's own transactions. */
import {
  type Located,
  type ProfitShareClient,
  type Subscription,
  type VenueUser,
  venueUserOrGone,
} from "@profit-share/sdk";
import { type ClosedEvent, programEvents, transactionsOf } from "@profit-share/sdk/history";
import { listSubscriptions } from "@profit-share/sdk/listing";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { all } from "./bots";
import { accountsAt, useChain } from "./chain";
import { every } from "./query-client";
import { type Standing, standingOf } from "./standing";

export interface Mine {
  subscription: Located<Subscription>;
  standing: Standing;
}

export interface ClosedMine extends ClosedEvent {
  /** Unix seconds; null if the node does not know. */
  time: number | null;
  signature: string;
}

export interface ClosedOnes {
  closed: ClosedMine[];
  /** Whether all transactions of the wallet were looked through. */
  isWhole: boolean;
}

const LOOK_EVERY_MS = 10_000;
/** A wallet can be busy elsewhere: beyond so many transactions it takes an index. */
const MOST_TRANSACTIONS = 1_000;

/** @param wallet base58; null: nobody is asked for */
export function useMine(wallet: string | null) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["mine", wallet],
    queryFn: async ({ signal }): Promise<Mine[]> => {
      const found = await all(listSubscriptions(client, { subscriber: new PublicKey(wallet!), signal }));
      const verified = found.flatMap(({ venueUser }) => (venueUser === null ? [] : [venueUser]));
      const accounts = await accountsAt(client, verified);
      const users = new Map(verified.map((address, index) => [address.toBase58(), readable(accounts[index]!)]));
      const now = await client.time();
      return found
        .map((subscription) => {
          const user = subscription.venueUser === null ? undefined : users.get(subscription.venueUser.toBase58());
          return { subscription, standing: standingOf(subscription, user, now) };
        })
        .sort((a, b) => Number(b.subscription.subscribedAt - a.subscription.subscribedAt));
    },
    enabled: wallet !== null,
    refetchInterval: every(LOOK_EVERY_MS),
  });
}

/** undefined where it cannot be read: then nothing is said of what the venue has. */
function readable(account: Parameters<typeof venueUserOrGone>[0]): VenueUser | null | undefined {
  try {
    return venueUserOrGone(account);
  } catch {
    return undefined;
  }
}

/** @param living how many live: a closing changes it */
export function useMyClosed(wallet: string | null, living: number | undefined) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["my closed", wallet, living],
    queryFn: ({ signal }) => readClosed(client, new PublicKey(wallet!), signal),
    enabled: wallet !== null && living !== undefined,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

/** The wallet signed for each of its subscriptions, and closing names it as well: both are among its transactions. */
async function readClosed(
  { connection, commitment, programId }: ProfitShareClient,
  wallet: PublicKey,
  signal: AbortSignal,
): Promise<ClosedOnes> {
  const ends: ClosedMine[] = [];
  const own = new Set<string>();
  let read = 0;
  let isWhole = true;
  for await (const { transaction, time, signature } of transactionsOf(connection, wallet, commitment, { signal })) {
    read += 1;
    if (read > MOST_TRANSACTIONS) {
      isWhole = false;
      break;
    }
    for (const { name, data } of programEvents(transaction, programId)) {
      if (name === "Closed") ends.push({ ...data, time, signature });
      if (name === "Subscribed" && data.subscriber.equals(wallet)) own.add(agreementOf(data));
    }
  }
  return { closed: ends.filter((end) => own.has(agreementOf(end))), isWhole };
}

/** One address can have had several agreements. */
const agreementOf = ({ subscription, bot, instance }: Pick<ClosedEvent, "subscription" | "bot" | "instance">): string =>
  `${subscription.toBase58()} ${bot.toBase58()} ${instance}`;
