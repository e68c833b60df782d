/** Gives instructions the limits that they need, measured by a simulation. */
import {
  ComputeBudgetProgram,
  type Connection,
  MessageV0,
  PublicKey,
  type TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import { type Explanation, explainError } from "./explain";
import { limitInstructions, limitsFor, MOST, usedBy } from "./limits";

/** What to send, or why it would fail. */
export type Measured = { instructions: readonly TransactionInstruction[] } | { refused: Explanation; cause: unknown };

/** The most bytes that a transaction has on the wire. */
const MAX_BYTES = 1_232;
/** Stands in for the blockhash where a node puts in its own. */
const NO_BLOCKHASH = PublicKey.default.toBase58();

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
  const transaction = compile(payer, asking);
  if (transaction === null) return { instructions };
  const config = { commitment: "confirmed", replaceRecentBlockhash: true, sigVerify: false } as const;
  const answer = await connection.simulateTransaction(transaction, config).catch((error: unknown) => {
    // web3.js makes a plain error of what the node says.
    if (error instanceof Error && error.message.startsWith("failed to simulate transaction: ")) return null;
    throw error;
  });
  if (answer === null) return { instructions };
  const { err, logs } = answer.value;
  if (err === null) return { instructions: [...limitInstructions(limitsFor(usedBy(answer.value))), ...instructions] };
  const programs = asking.map(({ programId }) => programId);
  return { refused: explainError({ err, logs: logs ?? [], programs }), cause: err };
}

/** Null if it does not fit. */
function compile(payer: PublicKey, instructions: TransactionInstruction[]): VersionedTransaction | null {
  try {
    const message = MessageV0.compile({ payerKey: payer, instructions, recentBlockhash: NO_BLOCKHASH });
    const transaction = new VersionedTransaction(message);
    return transaction.serialize().length > MAX_BYTES ? null : transaction;
  } catch (error) {
    // web3.js's way of saying that the message alone is too large.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
