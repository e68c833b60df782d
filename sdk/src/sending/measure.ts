/** Gives instructions the limits that they need, measured by a simulation. */
import {
  ComputeBudgetProgram,
  type Connection,
  MessageV0,
  type PublicKey,
  type TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import { type Explanation, explainError } from "./explain";
import { limitInstructions, limitsFor, MOST, usedBy } from "./limits";
import { MAX_TRANSACTION_BYTES, NO_BLOCKHASH, transactionLength } from "./message";

/** What to send, or why it would fail. */
export type Measured = { instructions: readonly TransactionInstruction[] } | { refused: Explanation; cause: unknown };

/**
 * The instructions behind those that ask for what they use. They stay as they are if they ask themselves, if no room is left
 * for asking, or if the node does not simulate.
 * @throws NodeFailure
 */
export async function measured(
  connection: Connection,
  payer: PublicKey,
  instructions: readonly TransactionInstruction[],
): Promise<Measured> {
  if (instructions.some(({ programId }) => programId.equals(ComputeBudgetProgram.programId))) return { instructions };
  const asking = [...limitInstructions(MOST), ...instructions];
  const message = MessageV0.compile({ payerKey: payer, instructions: asking, recentBlockhash: NO_BLOCKHASH });
  if (transactionLength(message) > MAX_TRANSACTION_BYTES) return { instructions };
  const config = { commitment: "confirmed", replaceRecentBlockhash: true, sigVerify: false } as const;
  const answer = await connection
    .simulateTransaction(new VersionedTransaction(message), config)
    .catch((error: unknown) => {
      // web3.js makes a plain error of what the node says.
      if (error instanceof Error && error.message.startsWith("failed to simulate transaction: ")) return null;
      throw error;
    });
  if (answer === null) return { instructions };
  const { err, logs } = answer.value;
  if (err === null)
    return { instructions: [...limitInstructions(limitsFor(usedBy(answer.value), instructions)), ...instructions] };
  const programs = asking.map(({ programId }) => programId);
  return { refused: explainError({ err, logs: logs ?? [], programs }), cause: err };
}
