import { toBase58 } from "@profit-share/sdk";
import { type VersionedMessage, VersionedTransaction } from "@solana/web3.js";

/** The largest transaction in bytes: what fits a packet, and since version 1 more. */
export const MAX_TRANSACTION_BYTES = { packet: 1_232, version1: 4_096 } as const;

/** The first byte of a transaction, and of a message, of version 1. Older transactions begin with the number of their signatures. */
const VERSION_1 = 0x81;

/** The most bytes that a transaction or message with this beginning may have. */
export function largest(bytes: Uint8Array): number {
  return bytes[0] === VERSION_1 ? MAX_TRANSACTION_BYTES.version1 : MAX_TRANSACTION_BYTES.packet;
}

/** A signed (or, for a simulation, unsigned) transaction as it came over the wire. */
export interface WireTransaction {
  bytes: Uint8Array;
  /** Base58; a missing signature is 64 zero bytes. */
  signatures: string[];
  message: VersionedMessage;
}

/** Throws with the reason if the bytes are no legacy, version 0 or version 1 transaction. */
export function decodeTransaction(bytes: Uint8Array): WireTransaction {
  const transaction = VersionedTransaction.deserialize(bytes);
  return {
    // web3.js reads version 1 and does not write it. It refuses bytes behind one, which it ignores behind the others.
    bytes: transaction.version === 1 ? bytes : transaction.serialize(),
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
