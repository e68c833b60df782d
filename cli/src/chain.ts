/** The chain as the commands use it: reading with errors in plain words, and sending one transaction. */
import { setTimeout as sleep } from "node:timers/promises";
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
  Transaction,
  type TransactionInstruction,
} from "@solana/web3.js";
import { InputError, Refusal } from "./errors";

const LOOK_AGAIN_MS = 400;

/** @throws InputError if the address is no subscription */
export function openSubscription(client: ProfitShareClient, address: PublicKey): Promise<Located<Subscription>> {
  return ofSubscription(client.subscription(address));
}

/** What is read of a subscription. @throws InputError if there is none */
export async function ofSubscription<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
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
  const latest = await connection.getLatestBlockhash(commitment);
  const transaction = new Transaction({ feePayer: signer.publicKey, ...latest }).add(...instructions);
  transaction.sign(signer);
  const signature = await connection.sendRawTransaction(transaction.serialize()).catch((error: unknown) => {
    throw isUnreachable(error) ? error : refusal(what, error);
  });
  await landed(client, what, signature, latest.lastValidBlockHeight);
  const found = await connection.getTransaction(signature, { commitment, maxSupportedTransactionVersion: 0 });
  if (found === null) throw new Refusal(`Done, but the node does not return transaction ${signature}: look it up`);
  return { signature, events: loggedEvents(found, client.programId) };
}

/** Waits until the transaction is confirmed. @throws Refusal if it failed or can never land any more */
async function landed(
  { connection, commitment }: ProfitShareClient,
  what: string,
  signature: string,
  lastValidBlockHeight: number,
): Promise<void> {
  for (;;) {
    // In this order: a transaction that is still unknown after its last valid block never comes.
    const height = await connection.getBlockHeight(commitment);
    const status = (await connection.getSignatureStatuses([signature])).value[0];
    if (status?.err) throw refusal(what, status.err);
    if (status?.confirmationStatus === "confirmed" || status?.confirmationStatus === "finalized") return;
    if (height > lastValidBlockHeight) {
      throw new Refusal(`Transaction ${signature} expired before it landed: nothing was moved, try again`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function refusal(what: string, error: unknown): Refusal {
  const { name, message, code } = explainError(error);
  return new Refusal(`The chain refused to ${what}. ${message} (${code === null ? name : `${name}, ${code}`})`);
}

/** Whether no answer came at all; Node's fetch says so in these words. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && error.message.includes("fetch failed");
}
