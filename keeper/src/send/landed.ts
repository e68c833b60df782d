/** What a landed transaction did, as the node returns it. */
import { MAX_TRANSACTION_VERSION } from "@profit-share/sdk";
import { loggedEvents, settledEvents } from "@profit-share/sdk/history";
import { type Explanation, explainError, programsOf, skippedRows } from "@profit-share/sdk/sending";
import {
  type Connection,
  type TransactionError,
  VersionedTransaction,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import type { Logger } from "pino";
import type { Flight, LandedClose } from "../store/flights";
import type { Clock } from "../time/clock";
import type { Details } from "./outcome";
import type { Timing } from "./timing";

/** How often a confirmed transaction is asked for before its details are given up. */
const FETCH_ATTEMPTS = 5;

interface FetchOptions {
  connection: Connection;
  clock: Clock;
  timing: Timing;
  logger: Logger;
}

/** null if the node does not return it. */
export async function fetchLanded(
  { connection, clock, timing, logger }: FetchOptions,
  signature: string,
): Promise<VersionedTransactionResponse | null> {
  for (let attempt = 1; attempt <= FETCH_ATTEMPTS; attempt++) {
    try {
      const config = { commitment: "confirmed", maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION } as const;
      const transaction = await connection.getTransaction(signature, config);
      if (transaction !== null) return transaction;
    } catch (error) {
      logger.debug({ signature, err: error }, "the node did not return the transaction");
    }
    await clock.sleep(timing.statusMs);
  }
  return null;
}

export function detailsOf(transaction: VersionedTransactionResponse): Details {
  return {
    computeUnits: transaction.meta?.computeUnitsConsumed ?? null,
    settled: settledEvents(transaction),
    skipped: skippedRows(transaction.meta?.logMessages ?? []).flat(),
    events: loggedEvents(transaction),
  };
}

/** Of the closes that the transaction was sent for, those that it settled: a batch can skip one. */
export function settledOf({ closes }: Flight, details: Details | null): LandedClose[] {
  const settled = details?.settled ?? [];
  return closes.flatMap((close) => {
    const event = settled.find(
      ({ subscription, record }) =>
        subscription.toBase58() === close.lane && Buffer.from(record.reference).toString("hex") === close.reference,
    );
    if (event === undefined) return [];
    const { sequence, accrued, credited, dropped } = event.record;
    return [{ ...close, sequence, accrued, credited, dropped }];
  });
}

export function failure({ transaction }: Flight, err: TransactionError, logs: readonly string[]): Explanation {
  const { message } = VersionedTransaction.deserialize(Buffer.from(transaction, "base64"));
  return explainError({ err, logs, programs: programsOf(message) });
}
