/** Names a transaction before it is sent. */
import type { VersionedTransaction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { toBase58 } from "./text";

/** The first signature, base58: what a node calls the transaction. @throws InvalidInput if the fee payer has not signed */
export function signatureOf(transaction: VersionedTransaction): string {
  const [first] = transaction.signatures;
  if (first?.some((byte) => byte !== 0) !== true)
    throw new InvalidInput("The fee payer has not signed the transaction");
  return toBase58(first);
}
