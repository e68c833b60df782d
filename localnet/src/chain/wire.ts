import { toBase58 } from "@profit-share/sdk";
import { type VersionedMessage, VersionedTransaction } from "@solana/web3.js";

/** The largest transaction that fits a packet, in bytes. */
export const MAX_TRANSACTION_BYTES = 1232;

/** A signed (or, for a simulation, unsigned) transaction as it came over the wire. */
export interface WireTransaction {
  bytes: Uint8Array;
  /** Base58; a missing signature is 64 zero bytes. */
  signatures: string[];
  message: VersionedMessage;
}

/** Throws with the reason if the bytes are no legacy or version 0 transaction. */
export function decodeTransaction(bytes: Uint8Array): WireTransaction {
  const transaction = VersionedTransaction.deserialize(bytes);
  return {
    bytes: transaction.serialize(),
    signatures: transaction.signatures.map((signature) => toBase58(signature)),
    message: transaction.message,
  };
}

const MISSING_SIGNATURE = "1".repeat(64);

/** Whether every signature is there; whether they are right is another question. */
export function isSigned(transaction: WireTransaction): boolean {
  return !transaction.signatures.includes(MISSING_SIGNATURE);
}

/** The identity of a transaction: its first signature. */
export function signatureOf(transaction: WireTransaction): string {
  return transaction.signatures[0]!;
}
