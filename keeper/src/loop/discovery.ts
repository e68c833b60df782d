/** Every subscription that there is to look after. Each place that names some fails by itself. */
import type { ProfitShareReader } from "@profit-share/sdk";
import { subscriptionAddresses } from "@profit-share/sdk/listing";
import { PublicKey } from "@solana/web3.js";
import type { Watched } from "../config/config";
import type { Discovery } from "./fleet";

/**
 * @param begun addresses, base58, with something begun and not finished
 * @param holds whether this keeper looks after it: others may share the fleet
 */
export async function discover(
  reader: ProfitShareReader,
  { keeper, bots, agents, subscriptions }: Watched,
  begun: () => Promise<readonly string[]>,
  holds: (subscription: string) => boolean,
): Promise<Discovery> {
  const parties = { bots, agents, keepers: keeper === null ? [] : [keeper] };
  const [listed, stored] = await Promise.allSettled([subscriptionAddresses(reader, parties), begun()]);
  const unfinished = stored.status === "fulfilled" ? stored.value : [];
  const found = [
    ...subscriptions,
    ...(listed.status === "fulfilled" ? listed.value : []),
    ...unfinished.map((name) => new PublicKey(name)),
  ];
  const byName = new Map(found.map((address) => [address.toBase58(), address]));
  const failed = [listed, stored].find((answer) => answer.status === "rejected");
  return {
    found: [...byName].filter(([name]) => holds(name)).map(([, address]) => address),
    unfinished,
    problem: failed?.reason ?? null,
  };
}
