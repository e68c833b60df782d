/** The chain as the commands use it: reading with errors in plain words, and sending one transaction. */
import {
  explainError,
  type Located,
  type LogEvent,
  loggedEvents,
  type ProfitShareClient,
  type Subscription,
} from "@profit-share/sdk";
import {
  type Connection,
  type Keypair,
  type PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  sendAndConfirmTransaction,
  Transaction,
  type TransactionInstruction,
} from "@solana/web3.js";
import { InputError, Refusal } from "./errors";

/** @throws InputError if the address is no subscription */
export async function openSubscription(client: ProfitShareClient, address: PublicKey): Promise<Located<Subscription>> {
  try {
    return await client.subscription(address);
  } catch (error) {
    throw isUnreachable(error) ? error : new InputError((error as Error).message);
  }
}

/** Unix seconds of the cluster's clock. */
export async function chainTime(connection: Connection): Promise<bigint> {
  const clock = await connection.getAccountInfo(SYSVAR_CLOCK_PUBKEY);
  if (clock === null) throw new Refusal(`${connection.rpcEndpoint} has no clock: it is no Solana cluster`);
  const UNIX_TIMESTAMP = 32;
  return clock.data.readBigInt64LE(UNIX_TIMESTAMP);
}

/** A transaction that was confirmed, and what it logged. */
export interface Sent {
  signature: string;
  events: LogEvent[];
}

/**
 * Sends one transaction and waits for its confirmation.
 * @param what is being done, for the message
 * @throws Refusal with the program's reason in plain words
 */
export async function send(
  client: ProfitShareClient,
  what: string,
  instructions: readonly TransactionInstruction[],
  signer: Keypair,
): Promise<Sent> {
  const { connection, commitment } = client;
  const signature = await confirm(connection, what, new Transaction().add(...instructions), signer);
  const landed = await connection.getTransaction(signature, { commitment, maxSupportedTransactionVersion: 0 });
  if (landed === null) throw new Refusal(`The node does not return transaction ${signature}: look it up later`);
  return { signature, events: loggedEvents(landed, client.programId) };
}

async function confirm(connection: Connection, what: string, transaction: Transaction, signer: Keypair) {
  try {
    return await sendAndConfirmTransaction(connection, transaction, [signer], { commitment: "confirmed" });
  } catch (error) {
    if (isUnreachable(error)) throw error;
    const { name, message, code } = explainError(error);
    throw new Refusal(`The chain refused to ${what}. ${message} (${code === null ? name : `${name}, ${code}`})`);
  }
}

/** Whether no answer came at all; Node's fetch says so in these words. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && error.message.includes("fetch failed");
}
