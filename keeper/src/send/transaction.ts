/** Transactions as bytes: made, measured and signed. */
import { createPublicKey, verify } from "node:crypto";
import { type Limits, limitInstructions, MAX_TRANSACTION_BYTES, MOST, NO_BLOCKHASH } from "@profit-share/sdk/sending";
import {
  type AddressLookupTableAccount,
  ComputeBudgetProgram,
  type Keypair,
  MessageV0,
  type PublicKey,
  type TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import type { Clock } from "../time/clock";
import type { AgentSigner } from "./agent-signer";

export interface ComputeBudget {
  limits: Limits;
  /** Micro-lamports per compute unit. */
  price: bigint;
}

/** Accounts that the network locks for one transaction. */
const MAX_ACCOUNTS = 64;

/** @throws RangeError if it is too large to be sent */
export function compile(
  payer: PublicKey,
  instructions: readonly TransactionInstruction[],
  { limits, price }: ComputeBudget,
  blockhash: string,
  tables: readonly AddressLookupTableAccount[],
): VersionedTransaction {
  const budget = limitInstructions(limits);
  if (price > 0n) budget.push(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: price }));
  const message = MessageV0.compile({
    payerKey: payer,
    instructions: [...budget, ...instructions],
    recentBlockhash: blockhash,
    addressLookupTableAccounts: [...tables],
  });
  const accounts = message.staticAccountKeys.length + message.numAccountKeysFromLookups;
  if (accounts > MAX_ACCOUNTS) {
    throw new RangeError(`The transaction names ${accounts} accounts, more than ${MAX_ACCOUNTS}`);
  }
  const transaction = new VersionedTransaction(message);
  // web3.js itself throws if the message alone is too large.
  const { length } = transaction.serialize();
  if (length > MAX_TRANSACTION_BYTES) {
    throw new RangeError(`The transaction has ${length} bytes, more than ${MAX_TRANSACTION_BYTES}`);
  }
  return transaction;
}

/** What a transaction offers, micro-lamports per compute unit. @param transaction base64 of its bytes */
export function priceOf(transaction: string): bigint {
  const { compiledInstructions, staticAccountKeys } = VersionedTransaction.deserialize(
    Buffer.from(transaction, "base64"),
  ).message;
  const offers = compiledInstructions.find(
    ({ programIdIndex, data }) =>
      staticAccountKeys[programIdIndex]!.equals(ComputeBudgetProgram.programId) && data[0] === SET_PRICE,
  );
  return offers === undefined ? 0n : Buffer.from(offers.data).readBigUInt64LE(1);
}

/** The instruction's number in the compute budget program. */
const SET_PRICE = 3;

/** Whether the instructions fit into one transaction, whatever is asked for and offered with them. */
export function fits(
  payer: PublicKey,
  instructions: readonly TransactionInstruction[],
  tables: readonly AddressLookupTableAccount[],
): boolean {
  try {
    compile(payer, instructions, { limits: MOST, price: 1n }, NO_BLOCKHASH, tables);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

interface SigningLimits {
  /** For each agent's signature. */
  timeoutMs: number;
  clock: Clock;
}

/** @throws Error as `signByAgents` */
export async function sign(
  transaction: VersionedTransaction,
  payer: Keypair,
  agents: readonly PublicKey[],
  signer: AgentSigner,
  limits: SigningLimits,
): Promise<VersionedTransaction> {
  const signed = await signByAgents(transaction, agents, signer, limits);
  signed.sign([payer]);
  return signed;
}

/** @throws Error if an agent does not sign, or if what it returns is another transaction */
export async function signByAgents(
  transaction: VersionedTransaction,
  agents: readonly PublicKey[],
  signer: AgentSigner,
  { timeoutMs, clock }: SigningLimits,
): Promise<VersionedTransaction> {
  const message = Buffer.from(transaction.message.serialize());
  let signed = transaction;
  for (const agent of agents) {
    const name = agent.toBase58();
    const late = `The agent ${name} did not sign in ${timeoutMs} ms`;
    signed = await within(timeoutMs, clock, signer.sign(agent, signed), late);
    if (!message.equals(signed.message.serialize())) {
      throw new Error(`The signer of agent ${name} returned another transaction than it was given`);
    }
    if (!isSignedBy(signed, agent)) throw new Error(`The signer of agent ${name} did not sign with its key`);
  }
  return signed;
}

/** Checked here, because nodes drop a transaction with a wrong signature without a word. */
export function isSignedBy({ signatures, message }: VersionedTransaction, wallet: PublicKey): boolean {
  const index = message.staticAccountKeys.findIndex((key) => key.equals(wallet));
  const signature = signatures[index];
  if (signature === undefined) return false;
  const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI, wallet.toBytes()]), format: "der", type: "spki" });
  return verify(null, message.serialize(), key, signature);
}

/** Begins the DER encoding of every Ed25519 public key. */
const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** @throws Error with this message if it takes longer */
async function within<T>(ms: number, clock: Clock, work: Promise<T>, message: string): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(() => {
    throw new Error(message);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
