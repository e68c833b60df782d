/** Every subscription that there is to look after. Each place that names some fails by itself. */
import type { ProfitShareReader } from "@profit-share/sdk";
import { subscriptionAddresses } from "@profit-share/sdk/listing";
import { PublicKey } from "@solana/web3.js";
import type { Watched } from "../config/config";
import type { Discovery } from "./fleet";

/**
 * @param begun addresses, base58, with something begun and not finished
 */
export async function discover(
  reader: ProfitShareReader,
  { keeper, bots, agents, subscriptions }: Watched,
  begun: () => Promise<readonly string[]>,
): Promise<Discovery> {
  const sources = [
    subscriptionAddresses(reader, { bots, agents, keepers: keeper === null ? [] : [keeper] }),
    begun().then((names) => names.map((name) => new PublicKey(name))),
  ];
  const answers = await Promise.allSettled(sources);
  const failed = answers.find((answer) => answer.status === "rejected");
  const found = [...subscriptions, ...answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))];
  return {
    found: [...new Map(found.map((address) => [address.toBase58(), address])).values()],
    problem: failed?.reason ?? null,
  };
}
