/**
 * What a transaction takes if its instructions run on their dearest paths. A simulation sees the path of its moment: a close at
 * a loss is cheap to settle, and a second later it is a profit. `bench/test/worst.test.ts` and the fuzz hold what stands here
 * against what is measured.
 */
import type { TransactionInstruction } from "@solana/web3.js";
import { decodeInstruction } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import type { InstructionName } from "../wire/idl-types";

/**
 * Compute units of those whose path depends on what others do meanwhile. What the others take is the same at the landing: it
 * depends on their addresses.
 */
const DEAREST: Partial<Record<InstructionName, number>> = {
  settle: 2_300,
  settle_attested: 2_200,
  deposit: 1_850,
  sync: 600,
  withdraw: 4_300,
  unsubscribe: 2_850,
  // Finding the associated account takes some 345 a try. One wallet in 128 takes more than seven.
  payout: 5_000,
  close_subscription: 9_000,
};
/** Of a batch without rows, and of each row. */
const BATCH = 2_100;
const ROW = 1_000;

/** Compute units; those of other programs, and of instructions that take what they took, are not among them. */
export interface Worst {
  computeUnits: number;
  /** Whether that is all of the transaction. */
  complete: boolean;
}

export function worstOf(instructions: readonly TransactionInstruction[]): Worst {
  const each = instructions.map(dearest);
  return {
    computeUnits: each.reduce<number>((sum, units) => sum + (units ?? 0), 0),
    complete: !each.includes(null),
  };
}

/** null if it is not known. */
function dearest({ programId, data }: TransactionInstruction): number | null {
  if (!programId.equals(PROGRAM_ID)) return null;
  const rows = decodeInstruction("settle_batch", data)?.rows as readonly unknown[] | undefined;
  if (rows !== undefined) return BATCH + ROW * rows.length;
  const known = Object.entries(DEAREST).find(([name]) => decodeInstruction(name as InstructionName, data) !== null);
  return known?.[1] ?? null;
}
