/** Names a transaction before it is sent. */
import { utils } from "@coral-xyz/anchor";
import type { VersionedTransaction } from "@solana/web3.js";

/** The first signature, base58: what a node calls the transaction. @throws Error if the fee payer has not signed */
export function signatureOf(transaction: VersionedTransaction): string {
  const [first] = transaction.signatures;
  if (first?.some((byte) => byte !== 0) !== true) throw new Error("The fee payer has not signed the transaction");
  return utils.bytes.bs58.encode(first);
}
