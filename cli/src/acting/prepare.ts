/** Makes a transaction of instructions, and simulates it. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { measured, Refused, type Simulation, simulate } from "@profit-share/sdk/sending";
import { type PublicKey, type TransactionInstruction, TransactionMessage, VersionedTransaction } from "@solana/web3.js";

export interface Prepared {
  /** With those that ask for compute units and data. */
  instructions: readonly TransactionInstruction[];
  /** Unsigned. */
  transaction: VersionedTransaction;
  simulation: Simulation;
}

/** @throws Refused with the program's reason; NodeFailure */
export async function prepare(
  client: ProfitShareClient,
  payer: PublicKey,
  wanted: readonly TransactionInstruction[],
): Promise<Prepared> {
  const toSend = await measured(client.connection, payer, wanted);
  if ("refused" in toSend) throw new Refused(toSend.refused, null, toSend.cause);
  const { instructions } = toSend;
  const { blockhash } = await client.connection.getLatestBlockhash("confirmed");
  const transaction = compile(payer, instructions, blockhash);
  return { instructions, transaction, simulation: await simulated(client, transaction) };
}

/** @throws Refused with the program's reason; NodeFailure */
export async function simulated(
  { connection, programId }: ProfitShareClient,
  transaction: VersionedTransaction,
): Promise<Simulation> {
  const simulation = await simulate(connection, transaction, { programId });
  if (simulation.error !== null) throw new Refused(simulation.error, null, simulation.logs);
  return simulation;
}

export function compile(
  payerKey: PublicKey,
  instructions: readonly TransactionInstruction[],
  recentBlockhash: string,
): VersionedTransaction {
  const message = new TransactionMessage({ payerKey, recentBlockhash, instructions: [...instructions] });
  return new VersionedTransaction(message.compileToLegacyMessage());
}
