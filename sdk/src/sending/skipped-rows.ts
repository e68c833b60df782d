/** The rows that `settle_batch` skipped: its return data, with the errors by name. */

import { decodeReturn } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import { fromBase64 } from "../wire/text";
import { type Explanation, explainProgramError } from "./explain";

/** A row that changed nothing, and why: the error that it would have met alone. */
export interface SkippedRow {
  /** Index among the rows of the batch, from 0. */
  row: number;
  error: Explanation;
}

/** The most that a program can return, in bytes. */
const MAX_RETURN = 1_024;

/**
 * @param data the return data of `settle_batch`; zeros at its end may be missing, as nodes have left them out. A node says
 *   beside it which program set it: only what this program set is a batch's, and a program that called it may set its own
 * @throws RangeError if it says that there are more rows than return data can hold
 */
export function decodeSkipped(data: Uint8Array, programId = PROGRAM_ID): SkippedRow[] {
  const padded = new Uint8Array(MAX_RETURN);
  padded.set(data);
  return decodeReturn("settle_batch", padded).map(({ row, error }) => ({
    row,
    error: explainProgramError(error, programId),
  }));
}

/**
 * What each batch of a transaction skipped, in order; an empty list if it skipped nothing. Of a simulation or a fetched
 * transaction, from the logs: a node that cut them off leaves a batch out. What other programs return is left out, also those
 * that called this one.
 */
export function skippedRows(logs: readonly string[], programId = PROGRAM_ID): SkippedRow[][] {
  // The runtime writes these lines; what programs log begins otherwise.
  const prefix = `Program return: ${programId.toBase58()} `;
  return logs
    .filter((line) => line.startsWith(prefix))
    .flatMap((line) => fromBase64(line.slice(prefix.length)) ?? [])
    .map((data) => decodeSkipped(data, programId));
}
