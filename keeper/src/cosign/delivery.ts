/** Sends a transaction that everybody has signed, or looks up one that was sent before, and says what became of it. */
import { signatureOf } from "@profit-share/sdk";
import {
  Expired,
  type Explanation,
  explainError,
  followSigned,
  type Looking,
  programsOf,
  Refused,
  sendSigned,
} from "@profit-share/sdk/sending";
import { type Connection, SolanaJSONRPCError, type VersionedTransaction } from "@solana/web3.js";

export type Delivery =
  | { kind: "confirmed"; signature: string }
  /** It landed and failed: the fee is paid, nothing else happened. */
  | { kind: "failed"; signature: string; error: Explanation }
  /** It did not land in time and never will. */
  | { kind: "expired"; signature: string }
  /** It may have landed, or land yet. */
  | { kind: "unknown"; signature: string; message: string };

/** Blocks that a blockhash lives for, 150, and some that one node may be ahead of another. */
const LIFETIME = 200;

/** @throws Refused if the node does not take it; what the connection throws before it is sent */
export async function deliver(
  connection: Connection,
  transaction: VersionedTransaction,
  looking: Looking,
): Promise<Delivery> {
  const lastValidBlockHeight = await lastHeight(connection);
  // Without a preflight: a node would refuse what was sent before.
  const options = { ...looking, lastValidBlockHeight, skipPreflight: true };
  return deliveryOf(transaction, sendSigned(connection, transaction, options));
}

/** @returns null if the node does not know it @throws what the connection throws */
export async function lookUp(
  connection: Connection,
  transaction: VersionedTransaction,
  looking: Looking,
): Promise<Delivery | null> {
  const signature = signatureOf(transaction);
  const status = await statusOf(connection, signature);
  if (status === null) return null;
  if (status.confirmationStatus === "processed") {
    const options = { ...looking, lastValidBlockHeight: await lastHeight(connection) };
    return deliveryOf(transaction, followSigned(connection, transaction, options));
  }
  if (status.err === null) return { kind: "confirmed", signature };
  const programs = programsOf(transaction.message);
  return { kind: "failed", signature, error: explainError({ err: status.err, programs }) };
}

async function statusOf(connection: Connection, signature: string) {
  const ask = async (searchTransactionHistory: boolean) =>
    (await connection.getSignatureStatus(signature, { searchTransactionHistory })).value;
  return ask(true).catch((error: unknown) => {
    // Some nodes that keep no history say so in an error.
    if (error instanceof SolanaJSONRPCError) return ask(false);
    throw error;
  });
}

/** Up to where it can land. Its blockhash may be the wallet's own: it was alive, so it dies no later than one of now. */
const lastHeight = async (connection: Connection): Promise<number> =>
  (await connection.getBlockHeight("processed")) + LIFETIME;

async function deliveryOf(transaction: VersionedTransaction, sending: Promise<string>): Promise<Delivery> {
  const signature = signatureOf(transaction);
  try {
    await sending;
    return { kind: "confirmed", signature };
  } catch (error) {
    if (error instanceof Expired) return { kind: "expired", signature };
    if (error instanceof Refused) {
      if (error.signature === null) throw error;
      return { kind: "failed", signature, error: error.explanation };
    }
    // Of several nodes one may have taken it, whatever the others say.
    return { kind: "unknown", signature, message: (error as Error).message };
  }
}
