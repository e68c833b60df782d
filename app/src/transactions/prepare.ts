/** Builds what an intent means, and simulates it before a wallet is asked. */

import { limitInstructions, limitsFor, MOST, NO_BLOCKHASH, type Simulation, simulate } from "@profit-share/sdk/sending";
import {
  type MessageCompiledInstruction,
  type PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  type VersionedMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import type { Chain } from "../data/chain";
import type { Intent } from "./intent";

/** Ready to be signed, with what it would do. */
export interface Prepared {
  instructions: readonly TransactionInstruction[];
  simulation: Simulation;
}

/** @throws what reading and simulating throw; a refusal is in `simulation.error` */
export async function prepare({ client }: Chain, intent: Intent): Promise<Prepared> {
  const wanted = await intent.instructions();
  const first = await simulate(
    client.connection,
    transactionOf(intent.signer, [...limitInstructions(MOST), ...wanted]),
  );
  if (first.error !== null) return { instructions: wanted, simulation: first };
  // Little more than it used: that is what the network reserves, and what a priority fee is for.
  const limits = limitsFor({ computeUnits: first.computeUnits, loadedBytes: null }, wanted);
  const instructions = [...limitInstructions(limits), ...wanted];
  // Shown is what is signed.
  return { instructions, simulation: await simulate(client.connection, transactionOf(intent.signer, instructions)) };
}

/** Legacy, which every wallet signs. */
export function transactionOf(
  payerKey: PublicKey,
  instructions: readonly TransactionInstruction[],
  recentBlockhash = NO_BLOCKHASH,
): VersionedTransaction {
  const message = new TransactionMessage({ payerKey, recentBlockhash, instructions: [...instructions] });
  return new VersionedTransaction(message.compileToLegacyMessage());
}

/**
 * Whether everything that was asked for is in what the wallet returned, in its order. Wallets may add to a transaction: a price, or
 * checks of their own.
 */
export function keepsAll(asked: VersionedMessage, returned: VersionedMessage): boolean {
  const left = returned.compiledInstructions.map((instruction) => textOf(returned, instruction));
  return asked.compiledInstructions.filter(isWanted(asked)).every((instruction) => {
    const at = left.indexOf(textOf(asked, instruction));
    if (at >= 0) left.splice(0, at + 1);
    return at >= 0;
  });
}

/** Limits are the wallet's to change. */
const isWanted =
  (message: VersionedMessage) =>
  ({ programIdIndex }: MessageCompiledInstruction): boolean =>
    message.staticAccountKeys[programIdIndex]?.toBase58() !== "ComputeBudget111111111111111111111111111111";

function textOf(message: VersionedMessage, instruction: MessageCompiledInstruction): string {
  // A key from a lookup table stays a number, so that such an instruction is another one.
  const nameOf = (index: number) => message.staticAccountKeys[index]?.toBase58() ?? index;
  const { programIdIndex, accountKeyIndexes, data } = instruction;
  return [programIdIndex, ...accountKeyIndexes].map(nameOf).join(" ") + data.join();
}
