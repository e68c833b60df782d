/** What a landed transaction did: as the node returns it, or, from one that keeps no history, as the accounts show it. */
import { decodeSubscription, MAX_TRANSACTION_VERSION, PROGRAM_ID } from "@profit-share/sdk";
import { loggedEvents, settledEvents } from "@profit-share/sdk/history";
import { type Explanation, explainError, programsOf, skippedRows } from "@profit-share/sdk/sending";
import {
  type Connection,
  PublicKey,
  SolanaJSONRPCError,
  type TransactionError,
  VersionedTransaction,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import type { Logger } from "pino";
import type { Flight, LandedClose } from "../store/flights";
import type { Clock } from "../time/clock";
import { whenCaughtUp } from "./connection";
import type { Details } from "./outcome";
import type { Timing } from "./timing";

/** How often a confirmed transaction is asked for before its details are given up. */
const FETCH_ATTEMPTS = 5;

interface Asking {
  connection: Connection;
  clock: Clock;
  timing: Timing;
  logger: Logger;
}

/** The transaction, or null: the node keeps no transactions, or does not return this one for whatever reason. */
export async function fetchLanded(
  { connection, clock, timing, logger }: Asking,
  signature: string,
): Promise<{ transaction: VersionedTransactionResponse | null; isKept: boolean }> {
  let isKept = true;
  for (let attempt = 1; attempt <= FETCH_ATTEMPTS; attempt++) {
    try {
      const config = { commitment: "confirmed", maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION } as const;
      const transaction = await connection.getTransaction(signature, config);
      if (transaction !== null) return { transaction, isKept: true };
    } catch (error) {
      isKept = !(error instanceof SolanaJSONRPCError);
      logger.debug({ signature, err: error }, "the node did not return the transaction");
    }
    await clock.sleep(timing.statusMs);
  }
  return { transaction: null, isKept };
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

/** Subscriptions, base58, of which the transaction may have paid the creator. A log that was cut off leaves out a deposit's. */
export function payingIn({ settled, events }: Details): string[] {
  const funded = events.flatMap(({ name, data }) => (name === "Funded" && data.paid > 0n ? data.subscription : []));
  return [...settled.map(({ subscription }) => subscription), ...funded].map((key) => key.toBase58());
}

/**
 * The same from accounts of the slot or a later one, where nothing else tells: a close is settled if it is its subscription's
 * last. Empty if the node does not answer.
 */
export async function settledInAccounts(
  { connection, clock, logger }: Asking,
  { closes, signature }: Flight,
  minContextSlot: number,
): Promise<LandedClose[]> {
  if (closes.length === 0) return [];
  const keys = closes.map(({ lane }) => new PublicKey(lane));
  const config = { commitment: "confirmed", minContextSlot } as const;
  try {
    const accounts = await whenCaughtUp(() => connection.getMultipleAccountsInfo(keys, config), clock);
    return closes.flatMap((close, index) => {
      const account = accounts[index];
      if (!account?.owner.equals(PROGRAM_ID)) return [];
      const { instance, reference, sequence, accrued, credited } = decodeSubscription(account.data);
      const isLast = instance === close.instance && Buffer.from(reference).toString("hex") === close.reference;
      return isLast ? [{ ...close, sequence, accrued, credited, dropped: null }] : [];
    });
  } catch (error) {
    logger.debug({ signature, err: error }, "the node did not return what was settled");
    return [];
  }
}

export function failure({ transaction }: Flight, err: TransactionError, logs: readonly string[]): Explanation {
  const { message } = VersionedTransaction.deserialize(Buffer.from(transaction, "base64"));
  return explainError({ err, logs, programs: programsOf(message) });
}
