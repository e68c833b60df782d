/** A transaction that a wallet has signed, as it comes from a browser. Pure. */
import { MAX_TRANSACTION_BYTES } from "@profit-share/sdk/sending";
import { type PublicKey, VersionedTransaction } from "@solana/web3.js";
import { isSignedBy } from "../send/transaction";
import { CosignRefused } from "./refusal";

/** @param text base64 @throws CosignRefused if it is no legacy or v0 transaction that fits */
export function readSigned(text: string): VersionedTransaction {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === 0 || bytes.toString("base64") !== text) throw unreadable("It is not base64");
  if (bytes.length > MAX_TRANSACTION_BYTES) {
    throw unreadable(`It has ${bytes.length} bytes, more than the ${MAX_TRANSACTION_BYTES} of a transaction`);
  }
  try {
    const transaction = VersionedTransaction.deserialize(bytes);
    const { version } = transaction.message;
    if (version !== "legacy" && version !== 0) throw new Error(`it is of version ${version}, not legacy or 0`);
    // What is signed and sent is what web3.js writes, so nothing may be left that it did not read.
    if (!bytes.equals(transaction.serialize())) throw new Error("there is more in it than a transaction");
    return transaction;
  } catch (error) {
    throw unreadable(`It is no transaction that can be signed here: ${(error as Error).message}`);
  }
}

/** @throws CosignRefused unless the subscriber, who pays the fee, has signed exactly this message */
export function checkSubscriber(transaction: VersionedTransaction, subscriber: PublicKey): void {
  if (isSignedBy(transaction, subscriber)) return;
  const who = `The subscriber ${subscriber.toBase58()}`;
  throw new CosignRefused("not_signed_by_subscriber", `${who} has not signed this message: sign it with that wallet`);
}

const unreadable = (what: string): CosignRefused =>
  new CosignRefused("unreadable", `${what}: pass the signed transaction as base64`);
