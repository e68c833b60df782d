/** Subscriptions that are followed: the node tells of each change, so that nobody has to ask again and again. */
import { type Watched, watchSubscriptions } from "@profit-share/sdk/watching";
import { PublicKey } from "@solana/web3.js";
import { useEffect } from "react";
import { useChain } from "./chain";

/** The most that a node is asked to tell of: what is beyond them shows when all are read the next time. */
const MOST = 100;

interface Told {
  /** @param isFirst how it was when following began: no change */
  onChange: (watched: Watched, isFirst: boolean) => void;
  onTrouble?: () => void;
}

/** @param addresses base58 @param told the same at each call, or following begins anew */
export function useFollowing(addresses: readonly string[], told: Told): void {
  const { client, config } = useChain();
  const names = addresses.slice(0, MOST).join(" ");
  useEffect(() => {
    if (names === "") return;
    const seen = new Set<string>();
    const watch = watchSubscriptions(
      client,
      names.split(" ").map((name) => new PublicKey(name)),
      {
        ...(config.wsUrl === null ? {} : { wsUrl: config.wsUrl }),
        onChange: (watched) => {
          const name = watched.address.toBase58();
          told.onChange(watched, !seen.has(name));
          seen.add(name);
        },
        onTrouble: () => told.onTrouble?.(),
      },
    );
    return () => watch.stop();
  }, [client, config, names, told]);
}
