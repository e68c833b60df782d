/** LiteSVM's errors in JSON-RPC's shape. Apart from the errors themselves, so that those who read them need not have LiteSVM. */
import type { FailedTransactionMetadata } from "litesvm";
import {
  InstructionErrorCustom,
  TransactionErrorDuplicateInstruction,
  TransactionErrorInstructionError,
  TransactionErrorProgramExecutionTemporarilyRestricted,
} from "litesvm/dist/internal";
import {
  INSTRUCTION_ERRORS,
  type InstructionError,
  TRANSACTION_ERRORS,
  type TransactionError,
} from "./transaction-error";

/** LiteSVM's error as JSON-RPC writes it. */
export function fromLiteSvm(err: ReturnType<FailedTransactionMetadata["err"]>): TransactionError {
  if (typeof err === "number") return TRANSACTION_ERRORS[err]![0];
  if (err instanceof TransactionErrorInstructionError) {
    return { InstructionError: [err.index, instructionError(err.err())] };
  }
  if (err instanceof TransactionErrorDuplicateInstruction) return { DuplicateInstruction: err.index };
  const place = { account_index: err.accountIndex };
  return err instanceof TransactionErrorProgramExecutionTemporarilyRestricted
    ? { ProgramExecutionTemporarilyRestricted: place }
    : { InsufficientFundsForRent: place };
}

function instructionError(err: ReturnType<TransactionErrorInstructionError["err"]>): InstructionError {
  if (typeof err === "number") return INSTRUCTION_ERRORS[err]![0];
  return err instanceof InstructionErrorCustom ? { Custom: err.code } : "BorshIoError";
}
