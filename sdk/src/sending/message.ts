/** A transaction's message: who it calls, which accounts it names, how long it is. */
import {
  AddressLookupTableAccount,
  type Connection,
  type Finality,
  type MessageAccountKeys,
  PublicKey,
  Transaction,
  type VersionedMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { InvalidInput, NotFound } from "../failures";

/** Bytes that a legacy or v0 transaction has on the wire at most. */
export const MAX_TRANSACTION_BYTES = 1_232;
/** Stands in for a blockhash where a node puts in its own. */
export const NO_BLOCKHASH = PublicKey.default.toBase58();

/**
 * The message of a transaction that may have no blockhash and no signature yet; the transaction stays as it is.
 * @throws InvalidInput if a legacy one names no fee payer
 */
export function messageOf(transaction: Transaction | VersionedTransaction): VersionedMessage {
  if ("message" in transaction) return transaction.message;
  const { feePayer, recentBlockhash, nonceInfo, instructions } = transaction;
  if (feePayer === undefined) throw new InvalidInput("The transaction names no fee payer: set its feePayer");
  const copy = new Transaction({ feePayer });
  copy.recentBlockhash = recentBlockhash ?? NO_BLOCKHASH;
  if (nonceInfo !== undefined) copy.nonceInfo = nonceInfo;
  return copy.add(...instructions).compileMessage();
}

/** Of each instruction, in order, the program that it goes to: no lookup table may hold one. */
export const programsOf = ({ compiledInstructions, staticAccountKeys }: VersionedMessage): PublicKey[] =>
  compiledInstructions.map(({ programIdIndex }) => staticAccountKeys[programIdIndex]!);

/** Bytes on the wire with all signatures; Infinity if the message alone does not fit. */
export function transactionLength(message: VersionedMessage): number {
  try {
    return new VersionedTransaction(message).serialize().length;
  } catch (error) {
    // web3.js writes into a buffer of the most that fits.
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** Every account that the message names, those of its lookup tables, too. @throws NotFound if a table is missing */
export async function accountKeysOf(
  message: VersionedMessage,
  connection: Connection,
  commitment: Finality,
): Promise<MessageAccountKeys> {
  const addresses = message.addressTableLookups.map(({ accountKey }) => accountKey);
  if (message.version === "legacy" || addresses.length === 0) return message.getAccountKeys();
  const accounts = await connection.getMultipleAccountsInfo(addresses, commitment);
  const addressLookupTableAccounts = accounts.map((account, index) => {
    const key = addresses[index]!;
    if (account === null) throw new NotFound("lookup table", key);
    return new AddressLookupTableAccount({ key, state: AddressLookupTableAccount.deserialize(account.data) });
  });
  return message.getAccountKeys({ addressLookupTableAccounts });
}
