/** What an index beside the chain can add: names, texts and trades. Whatever can be checked is checked before it is shown. */
import { hex } from "@profit-share/sdk";
import { useQuery } from "@tanstack/react-query";
import type { Config } from "../config/config";
import { useConfig } from "../config/context";

const TIMEOUT_MS = 8_000;

/** @returns null if there is no index, or no such thing in it @throws Error in words where the index fails */
export async function askIndexer({ indexerUrl }: Config, path: string): Promise<Response | null> {
  if (indexerUrl === null) return null;
  const url = indexerUrl.replace(/\/$/, "") + path;
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new Error("The index does not answer: what it alone knows is left out");
  });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The index answers ${response.status}: what it alone knows is left out`);
  return response;
}

/** 32 bytes. */
const sha256 = async (bytes: BufferSource): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** The text of terms, if the index has it and its hash is the one on the chain; else null. @param isWanted else it is not asked */
export function useTermsText(hash: Uint8Array, isWanted: boolean) {
  const config = useConfig();
  const name = hex(hash);
  return useQuery({
    queryKey: ["terms", name],
    queryFn: async (): Promise<string | null> => {
      const found = await askIndexer(config, `/v1/terms/${name}`);
      if (found === null) return null;
      const bytes = await found.arrayBuffer();
      return hex(await sha256(bytes)) === name ? new TextDecoder().decode(bytes) : null;
    },
    enabled: isWanted,
    // A hash has one text for good.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
}

/** Items of one answer, and more answers than this are not asked for. */
const PAGE = 1_000;
const MOST_PAGES = 20;

/** What the index lists, page by page; empty if it knows no such thing. @param path with a query @throws as `askIndexer` */
export async function itemsAt<Item>(config: Config, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | null = "";
  for (let page = 0; page < MOST_PAGES && after !== null; page += 1) {
    const next: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
    const found = await askIndexer(config, `${path}&limit=${PAGE}${next}`);
    if (found === null) break;
    const answer = (await found.json()) as { items: Item[]; next: string | null };
    items.push(...answer.items);
    after = answer.next;
  }
  return items;
}

/** Whether the index has a keeper's database beside it, with trades and what was between records. @param isWanted else it is not asked */
export function useHasKept(isWanted: boolean): boolean {
  const config = useConfig();
  const { data } = useQuery({
    queryKey: ["index status"],
    queryFn: async () => (await (await askIndexer(config, "/v1/status"))?.json()) as { kept?: boolean } | undefined,
    enabled: isWanted && config.indexerUrl !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  return data?.kept === true;
}

/** Ids of trades by their references in hexadecimal: those whose hash is right. @param address base58, of an attested subscription */
export function useTradeIds(address: string, instance: bigint, isAttested: boolean) {
  const config = useConfig();
  const hasKept = useHasKept(isAttested);
  return useQuery({
    queryKey: ["history", address, "trades"],
    queryFn: async (): Promise<ReadonlyMap<string, string>> => {
      const path = `/v1/subscriptions/${address}/trades?instance=${instance}`;
      const ids = new Map<string, string>();
      for (const { tradeId } of await itemsAt<{ tradeId: string | null }>(config, path)) {
        if (tradeId !== null) ids.set(hex(await sha256(new TextEncoder().encode(tradeId))), tradeId);
      }
      return ids;
    },
    enabled: hasKept,
    refetchInterval: false,
  });
}
