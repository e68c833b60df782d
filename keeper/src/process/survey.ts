/** A look at each of many subscriptions, one after the other: for commands, which act on none of them. */
import type { PublicKey } from "@solana/web3.js";
import type { Looker } from "../observe/looker";
import type { Sighted } from "../observe/observed";

/** In the order of the addresses; as many as fit into a call share it. An Error says why one could not be looked at. */
export async function* looksAt(
  looker: Looker,
  addresses: readonly PublicKey[],
): AsyncGenerator<{ address: PublicKey; look: Sighted | Error }> {
  for (let rest = addresses; rest.length > 0; ) {
    const batch = looker.fitting(rest);
    rest = rest.slice(batch.length);
    const looks = await Promise.allSettled(batch.map(async (address) => (await looker.look(address)).interpret()));
    for (const [index, look] of looks.entries()) {
      yield { address: batch[index]!, look: look.status === "fulfilled" ? look.value : (look.reason as Error) };
    }
  }
}
