import type { AccountMeta, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";
import type { Settle } from "./settle";
import type { SettleAttested } from "./settleAttested";

/** What `settle` or `settleAttested` would do, as a row of a batch. */
export type BatchRow =
  | ({ kind: "verified" } & Settle)
  | ({ kind: "attested" } & Omit<SettleAttested, "signer" | "keeper">);

export interface SettleBatch {
  /** The keeper of all attested rows, whose signer signs; left out if all rows are verified. */
  keeper?: { address: PublicKey; signer: PublicKey };
  rows: readonly BatchRow[];
}

/**
 * Settles many subscriptions at once. A row that would be refused alone is skipped and returned with its error, see
 * `skippedRows`; of a repeated subscription the first row that has something to record counts. Event: `SettledBatch`
 * (self-CPI) if a row had something to record.
 */
export function settleBatch({ keeper, rows }: SettleBatch, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  if (keeper === undefined && rows.some(({ kind }) => kind === "attested")) {
    throw new InvalidInput("A batch with attested rows needs their keeper: pass its address and signer");
  }
  const built = instruction(
    "settle_batch",
    { signer: keeper?.signer ?? null, keeper: keeper?.address ?? null },
    { rows: rows.map(rowOf) },
    programId,
  );
  built.keys.push(...rows.flatMap(accountsOf));
  return built;
}

function rowOf(row: BatchRow) {
  if (row.kind === "verified") return { kind: row.kind };
  const { kind, instance, sequence, closePnl, reference, isFinal = false } = row;
  return { kind, instance, close: { sequence, closePnl, reference, isFinal } };
}

/** Two accounts a row: the subscription, then its venue user (verified) or its bot (attested). */
function accountsOf(row: BatchRow): AccountMeta[] {
  const second = row.kind === "verified" ? row.venueUser : row.bot;
  return [
    { pubkey: row.subscription, isSigner: false, isWritable: true },
    { pubkey: second, isSigner: false, isWritable: false },
  ];
}
