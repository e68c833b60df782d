/** One subscription as it changes. */
import type { Located, Subscription } from "@profit-share/sdk";
import type { Watched } from "@profit-share/sdk/watching";
import { PublicKey } from "@solana/web3.js";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useChain } from "./chain";
import { useFollowing } from "./following";
import { every } from "./query-client";

/** The account; null if there is none, or no longer. @param address base58 */
export function useSubscription(address: string) {
  const { client } = useChain();
  const queries = useQueryClient();
  const query = useQuery<Located<Subscription> | null>({
    queryKey: ["subscription", address],
    queryFn: () => client.subscriptionIfAny(new PublicKey(address)),
    refetchInterval: every(30_000),
  });
  const told = useMemo(
    () => ({
      onChange: ({ subscription }: Watched, isFirst: boolean) => {
        queries.setQueryData(["subscription", address], subscription);
        // What happened stands in its history, and the bot's sums follow from it.
        if (!isFirst) for (const key of dependents(address)) void queries.invalidateQueries({ queryKey: key });
      },
      // The question itself says in words what is wrong, and asks again until it is right.
      onTrouble: () => void queries.invalidateQueries({ queryKey: ["subscription", address] }),
    }),
    [queries, address],
  );
  useFollowing([address], told);
  return query;
}

const dependents = (address: string): string[][] => [
  ["history", address],
  ["venue", address],
  ["escrow", address],
  ["clock"],
];
