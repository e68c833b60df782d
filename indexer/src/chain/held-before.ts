/** What a token account held before a transaction, by the last one before it that says so. */
import { HistoryUnavailable } from "@profit-share/sdk";
import type { PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import type { Node } from "./node";

/** @throws HistoryUnavailable if the node keeps none */
export async function heldBefore(node: Node, account: PublicKey, signature: string): Promise<bigint> {
  for (let before = signature; ; ) {
    const page = await node.page(before, account);
    for (const line of page) {
      const found = line.err === null ? await node.transaction(line.signature) : null;
      const held = found === null ? null : heldAfter(found, account);
      if (held !== null) return held;
    }
    const last = page.at(-1);
    if (last === undefined) {
      throw new HistoryUnavailable(
        `The node keeps no transaction that says what ${account.toBase58()} held before ${signature}: ask an archive node`,
      );
    }
    before = last.signature;
  }
}

/** null if it does not say it: it names no token program. */
function heldAfter({ meta, transaction }: VersionedTransactionResponse, account: PublicKey): bigint | null {
  const loaded = meta?.loadedAddresses;
  const keys = transaction.message.getAccountKeys(loaded ? { accountKeysFromLookups: loaded } : undefined);
  const said = meta?.postTokenBalances?.find(({ accountIndex }) => keys.get(accountIndex)?.equals(account));
  return said === undefined ? null : BigInt(said.uiTokenAmount.amount);
}
