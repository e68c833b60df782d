/** Sends planned claims, and says of each transaction what became of it. */
import type { Connection, VersionedTransaction } from "@solana/web3.js";
import { InvalidInput, NodeFailure } from "../failures";
import { Expired, type Looking, Refused, requireSigned, sendSigned } from "../sending/send";
import { claimsTransaction, type PlannedClaims } from "./plan";

/** What became of one transaction. */
export interface ClaimsReport {
  planned: PlannedClaims;
  /** Of the confirmed transaction; null if it is not known to have moved anything. */
  signature: string | null;
  /** Why; null if it is confirmed. A `FateUnknown` may have landed, and claiming again then moves nothing twice. */
  error: Refused | Expired | NodeFailure | null;
}

export interface SendClaimsOptions extends Looking {
  /**
   * Adds the signatures of owner and payer to all of these, as a wallet's `signAllTransactions` does, in their order.
   * @throws what ends the sending, such as a person's refusal; none of these is sent then
   */
  sign: (transactions: VersionedTransaction[]) => Promise<VersionedTransaction[]>;
  /** Transactions that are signed and sent together, 8 if left out: a blockhash does not live long. */
  atATime?: number;
}

/**
 * Sends one group after the other, and goes on after a transaction that is refused, expires or is lost: its money stays where
 * it was. Reports come in the order of the plan.
 * @throws what `sign` throws; NodeFailure if there is no blockhash to sign with; InvalidInput if `sign` left a signature out. Then
 *   nothing of the group is sent
 */
export async function* sendClaims(
  connection: Connection,
  plan: readonly PlannedClaims[],
  { sign, atATime = 8, ...looking }: SendClaimsOptions,
): AsyncGenerator<ClaimsReport, void, undefined> {
  for (let start = 0; start < plan.length; start += atATime) {
    const group = plan.slice(start, start + atATime);
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash("confirmed");
    const signed = await sign(group.map((planned) => claimsTransaction(planned, blockhash)));
    if (signed.length !== group.length) {
      throw new InvalidInput(
        `${signed.length} of ${group.length} transactions came back signed: return all, in their order`,
      );
    }
    // Before any of them is sent.
    for (const transaction of signed) requireSigned(transaction);
    const options = { ...looking, lastValidBlockHeight };
    const reports = group.map((planned, index) => report(planned, sendSigned(connection, signed[index]!, options)));
    for (const one of reports) one.catch(() => {});
    for (const one of reports) yield await one;
  }
}

async function report(planned: PlannedClaims, sending: Promise<string>): Promise<ClaimsReport> {
  try {
    return { planned, signature: await sending, error: null };
  } catch (error) {
    const known = error instanceof Refused || error instanceof Expired || error instanceof NodeFailure;
    if (!known) throw error;
    return { planned, signature: null, error };
  }
}
