/** What a wallet signed and the keeper has not answered, in the browser's small store: a reload goes on with it. */
import { keep, kept } from "../../config/storage";
import type { Chain } from "../../data/chain";
import type { SignedSubscription } from "../../data/subscribing";

/** Of one chain: the same addresses can be on another one. */
const nameOf = async (chain: Chain, bot: string, subscriber: string): Promise<string> =>
  `signed ${await chain.genesis()} ${bot} ${subscriber}`;

/** @param signed null forgets it */
export async function keepSigned(
  chain: Chain,
  bot: string,
  subscriber: string,
  signed: SignedSubscription | null,
): Promise<void> {
  keep(await nameOf(chain, bot, subscriber), signed && JSON.stringify(signed));
}

/** null if nothing waits for an answer. */
export async function keptSigned(chain: Chain, bot: string, subscriber: string): Promise<SignedSubscription | null> {
  return JSON.parse(kept(await nameOf(chain, bot, subscriber)) ?? "null") as SignedSubscription | null;
}
