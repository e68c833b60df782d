/** Transactions as bytes: made, measured and signed. */
import {
  ComputeBudgetProgram,
  type Keypair,
  MessageV0,
  type PublicKey,
  type TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import type { AgentSigner } from "./agents";

/** The most a transaction may ask for. */
const MAX_COMPUTE_UNITS = 1_400_000;

export interface ComputeBudget {
  units: number;
  /** Micro-lamports per compute unit. */
  price: bigint;
}

/** What a simulation runs with. */
export const UNLIMITED = MAX_COMPUTE_UNITS;

/** The limit for a transaction that used this many in a simulation: a tenth more, because the state can move a little. */
export function limitFor(simulatedUnits: number): number {
  return Math.min(MAX_COMPUTE_UNITS, Math.ceil(simulatedUnits * 1.1) + 500);
}

/** @throws Error if it is too large to be sent */
export function compile(
  payer: PublicKey,
  instructions: readonly TransactionInstruction[],
  { units, price }: ComputeBudget,
  blockhash: string,
): VersionedTransaction {
  const budget = [ComputeBudgetProgram.setComputeUnitLimit({ units })];
  if (price > 0n) budget.push(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: price }));
  const message = MessageV0.compile({
    payerKey: payer,
    instructions: [...budget, ...instructions],
    recentBlockhash: blockhash,
  });
  return new VersionedTransaction(message);
}

/** @throws Error if an agent does not sign, or if what it returns is another transaction */
export async function sign(
  transaction: VersionedTransaction,
  payer: Keypair,
  agents: readonly PublicKey[],
  signer: AgentSigner,
): Promise<VersionedTransaction> {
  const message = Buffer.from(transaction.message.serialize());
  let signed = transaction;
  for (const agent of agents) {
    signed = await signer.sign(agent, signed);
    if (!message.equals(signed.message.serialize())) {
      throw new Error(`The signer of agent ${agent.toBase58()} returned another transaction than it was given`);
    }
  }
  signed.sign([payer]);
  return signed;
}
