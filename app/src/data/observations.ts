/** Realized PnL between records, as a keeper noted it and an index hands it on. No chain proves it: it is only drawn. */
import type { Located, Subscription } from "@profit-share/sdk";
import { useQuery } from "@tanstack/react-query";
import { useConfig } from "../config/context";
import { itemsAt, useHasKept } from "./indexer";

export interface Observation {
  /** Unix seconds. */
  time: bigint;
  /** 1e-6 quote. */
  realized: bigint;
}

/** Oldest first; no answer without an index that has them, or of an attested subscription: every close of that is recorded. */
export function useObservations({
  address,
  instance,
  terms,
}: Pick<Located<Subscription>, "address" | "instance" | "terms">) {
  const config = useConfig();
  const name = address.toBase58();
  const hasKept = useHasKept(terms.source !== "attested");
  return useQuery({
    queryKey: ["history", name, "observations"],
    queryFn: async (): Promise<Observation[]> => {
      const path = `/v1/subscriptions/${name}/observations?instance=${instance}`;
      const items = await itemsAt<{ time: number; realized: string | null }>(config, path);
      // Without a number the venue's account was gone.
      return items.flatMap(({ time, realized }) =>
        realized === null ? [] : [{ time: BigInt(time), realized: BigInt(realized) }],
      );
    },
    enabled: hasKept,
    refetchInterval: false,
  });
}
