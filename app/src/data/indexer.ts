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

/** The text of terms, if the index has it and its hash is the one on the chain; else null. */
export function useTermsText(hash: Uint8Array) {
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
    // A hash has one text for good.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
}

/** More trades than this are not asked for. */
const MOST_PAGES = 20;

/** Ids of trades by their references in hexadecimal: those whose hash is right. @param address base58, of an attested subscription */
export function useTradeIds(address: string, instance: bigint, isAttested: boolean) {
  const config = useConfig();
  return useQuery({
    queryKey: ["history", address, "trades"],
    queryFn: async (): Promise<ReadonlyMap<string, string>> => {
      const ids = new Map<string, string>();
      let after: string | null = null;
      for (let page = 0; page < MOST_PAGES && (page === 0 || after !== null); page += 1) {
        const query: string = `instance=${instance}${after === null ? "" : `&after=${encodeURIComponent(after)}`}`;
        const found = await askIndexer(config, `/v1/subscriptions/${address}/trades?${query}`);
        if (found === null) break;
        const { items, next } = (await found.json()) as { items: { tradeId: string | null }[]; next: string | null };
        for (const { tradeId } of items) {
          if (tradeId !== null) ids.set(hex(await sha256(new TextEncoder().encode(tradeId))), tradeId);
        }
        after = next;
      }
      return ids;
    },
    enabled: isAttested && config.indexerUrl !== null,
    refetchInterval: false,
  });
}
