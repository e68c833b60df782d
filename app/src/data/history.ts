/** What happened to a subscription, proven in this browser. */
import type { Located, Subscription } from "@profit-share/sdk";
import { type HistoryProgress, type LifeHistory, readLife } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Chain, useChain } from "./chain";
import { type KeptHistory, keepHistory, keptHistory } from "./kept";

export type Life = Omit<LifeHistory, "cursor">;

/** The life of a subscription, and how far reading it has come. @param address base58 */
export function useHistory(address: string) {
  const chain = useChain();
  const [progress, setProgress] = useState<HistoryProgress | null>(null);
  const query = useQuery({
    queryKey: ["history", address],
    queryFn: ({ signal }) => lifeOf(chain, new PublicKey(address), { signal, onProgress: setProgress }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { query, progress };
}

interface Reading {
  signal?: AbortSignal;
  onProgress?: (progress: HistoryProgress) => void;
}

/** @throws as `readLife` */
async function lifeOf(chain: Chain, address: PublicKey, reading: Reading = {}): Promise<Life> {
  const { client } = chain;
  const key = `${await chain.genesis()} ${client.programId.toBase58()} ${address.toBase58()}`;
  const [kept, account] = await Promise.all([keptHistory(key), client.subscriptionIfAny(address)]);
  const known = kept !== null && isOf(kept, account) ? kept : null;
  const life = await goOn(chain, address, known, reading);
  // A node that forgot something, or what is kept was touched: then all of it is read again.
  const { cursor, ...whole } =
    life.report.mismatch !== null && known !== null ? await goOn(chain, address, null, reading) : life;
  if (cursor !== null) await keepHistory(key, { events: whole.events, movements: whole.movements, cursor });
  return whole;
}

async function goOn(
  { client }: Chain,
  address: PublicKey,
  known: KeptHistory | null,
  reading: Reading,
): Promise<LifeHistory> {
  const life = await readLife(client, address, null, { from: known?.cursor ?? null, ...reading });
  if (known === null) return life;
  return {
    ...life,
    events: [...known.events, ...life.events],
    movements: [...known.movements, ...life.movements],
  };
}

/** Whether what is kept is of the agreement that lives at the address. */
const isOf = ({ cursor }: KeptHistory, account: Located<Subscription> | null): boolean =>
  cursor !== null && account !== null && cursor.bot === account.bot.toBase58() && cursor.instance === account.instance;
