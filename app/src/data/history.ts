/** What happened to a subscription, proven in this browser. */
import type { Located, Subscription } from "@profit-share/sdk";
import { type HistoryProgress, type LifeHistory, type ReadOptions, readLife } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Chain, useChain } from "./chain";
import { type KeptHistory, keepHistory, keptHistory } from "./kept";

export interface Life extends Omit<LifeHistory, "cursor"> {
  /** As an earlier visit proved it, while what came since is being read. */
  isKept: boolean;
}

export type Settlement = LifeHistory["events"][number];

/** So many of the newest are shown before all is read: one more than a page of a table, which tells what the last of them added. */
const FIRST = 51;

/** The life of a subscription, how far reading it has come, and the newest of it, which nothing proves yet. @param address base58 */
export function useHistory(address: string) {
  const chain = useChain();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<HistoryProgress | null>(null);
  const [newestFirst, setNewestFirst] = useState<readonly Settlement[]>([]);
  const queryKey = ["history", address];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      lifeOf(chain, new PublicKey(address), {
        signal,
        onProgress: setProgress,
        onFound: (found) => setNewestFirst((known) => (known.length < FIRST ? found.slice(0, FIRST) : known)),
        onKept: (life) => queries.setQueryData<Life>(queryKey, (shown) => shown ?? life),
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { query, progress, newestFirst };
}

interface Reading extends Omit<ReadOptions, "from"> {
  /** Told what an earlier visit left, before the node is asked for more. */
  onKept: (life: Life) => void;
}

/** @throws as `readLife` */
async function lifeOf(chain: Chain, address: PublicKey, { onKept, ...reading }: Reading): Promise<Life> {
  const { client } = chain;
  const key = `${await chain.genesis()} ${client.programId.toBase58()} ${address.toBase58()}`;
  const [kept, account] = await Promise.all([keptHistory(key), client.subscriptionIfAny(address)]);
  const known = kept !== null && isOf(kept, account) ? kept : null;
  if (known !== null && account !== null) onKept(lifeAsKept(known, account));
  const life = await goOn(chain, address, known, reading);
  // A node that forgot something, or what is kept was touched: then all of it is read again.
  const { cursor, ...whole } =
    life.report.mismatch !== null && known !== null ? await goOn(chain, address, null, reading) : life;
  if (cursor !== null) await keepHistory(key, { events: whole.events, movements: whole.movements, cursor });
  return { ...whole, isKept: false };
}

async function goOn(
  { client }: Chain,
  address: PublicKey,
  known: KeptHistory | null,
  reading: Omit<ReadOptions, "from">,
): Promise<LifeHistory> {
  const life = await readLife(client, address, null, { from: known?.cursor ?? null, ...reading });
  if (known === null) return life;
  return {
    ...life,
    events: [...known.events, ...life.events],
    movements: [...known.movements, ...life.movements],
  };
}

/** The account says what has happened since, so that sums are not made to fit it. */
function lifeAsKept({ events, movements, cursor }: KeptHistory, account: Located<Subscription>): Life {
  const { startMark, last } = cursor!;
  const report = { verified: events.length, head: last?.head ?? account.head, startMark, mismatch: null };
  return { subscription: account, account: null, events, movements, closed: null, report, isKept: true };
}

/** Whether what is kept is of the agreement that lives at the address. */
const isOf = ({ cursor }: KeptHistory, account: Located<Subscription> | null): boolean =>
  cursor !== null && account !== null && cursor.bot === account.bot.toBase58() && cursor.instance === account.instance;
