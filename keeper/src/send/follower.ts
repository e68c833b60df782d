/** Follows a stored transaction to its end: sends the same bytes again and again until it is confirmed or has expired. */
import { setTimeout as sleep } from "node:timers/promises";
import { MAX_TRANSACTION_VERSION } from "@profit-share/sdk";
import { loggedEvents, settledEvents } from "@profit-share/sdk/history";
import { explainError, fateOf, programsOf } from "@profit-share/sdk/sending";
import {
  type Connection,
  type SignatureStatus,
  VersionedTransaction,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import type { Logger } from "pino";
import type { Checkpoints } from "../store/checkpoints";
import type { Flight, Flights, LandedClose } from "../store/flights";
import type { Details, Outcome } from "./outcome";

/** So many looks in a row that the RPC does not answer give up; the transaction stays stored. */
const MAX_FAILURES = 10;
/** How often a confirmed transaction is asked for before its details are given up. */
const FETCH_ATTEMPTS = 5;

/** Milliseconds. */
export interface Timing {
  /** Between two looks at a signature's status. */
  statusMs: number;
  /** Between two sendings of the same bytes. */
  resendMs: number;
  /** How long an agent's signature is waited for; the blockhash is there already, and lives for some 30 s. */
  signMs: number;
  /** How long a transaction in flight is waited for when the keeper stops. */
  stopGraceMs: number;
}

export const TIMING: Timing = { statusMs: 500, resendMs: 2_000, signMs: 10_000, stopGraceMs: 10_000 };

export interface FollowerOptions {
  connection: Connection;
  flights: Flights;
  checkpoints: Checkpoints;
  timing: Timing;
  logger: Logger;
  /** Aborted when the keeper stops. */
  stopping: AbortSignal;
}

export class Follower {
  constructor(private readonly options: FollowerOptions) {}

  /** @throws Error what the RPC says after it failed ten times in a row */
  async follow(flight: Flight): Promise<Outcome> {
    const { stopping, timing, logger } = this.options;
    let sentAt = Number.NEGATIVE_INFINITY;
    let stoppedAt: number | null = null;
    for (let failures = 0; ; ) {
      try {
        const outcome = await this.look(flight);
        if (outcome !== null) return outcome;
        if (performance.now() - sentAt >= timing.resendMs) {
          sentAt = performance.now();
          await this.send(flight);
        }
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.warn({ lane: flight.lane, signature: flight.signature, err: error }, "the RPC does not answer");
        if (failures >= MAX_FAILURES) throw error;
      }
      if (stopping.aborted) {
        stoppedAt ??= performance.now();
        const waited = performance.now() - stoppedAt;
        if (waited >= timing.stopGraceMs) return { kind: "unresolved", signature: flight.signature };
      }
      await sleep(timing.statusMs);
    }
  }

  /** What became of it; null while it can still land. */
  private async look(flight: Flight): Promise<Outcome | null> {
    const { connection, flights } = this.options;
    // Finalized, so that no fork brings it back.
    const fate = await fateOf(connection, flight, { height: "finalized" });
    if (fate.kind === "landed") return this.landed(flight, fate.status);
    if (fate.kind === "pending") return null;
    await flights.drop(flight);
    return { kind: "expired", signature: flight.signature };
  }

  private async send({ lane, action, signature, transaction }: Flight): Promise<void> {
    const { connection, checkpoints, logger } = this.options;
    await checkpoints.pass("send", async () => {
      try {
        await connection.sendRawTransaction(Buffer.from(transaction, "base64"), { skipPreflight: true, maxRetries: 0 });
        logger.debug({ lane, action, signature }, "sent");
      } catch (error) {
        // The answer may be lost while the transaction is not: the status decides, and the next sending follows anyway.
        logger.debug({ lane, action, signature, err: error }, "the node did not take the transaction");
      }
    });
  }

  private async landed(flight: Flight, status: SignatureStatus): Promise<Outcome> {
    const { flights } = this.options;
    const { signature } = flight;
    const transaction = await this.fetch(signature);
    if (status.err !== null) {
      await flights.drop(flight);
      const logs = transaction?.meta?.logMessages ?? [];
      const sent = VersionedTransaction.deserialize(Buffer.from(flight.transaction, "base64"));
      return {
        kind: "failed",
        signature,
        error: explainError({ err: status.err, logs, programs: programsOf(sent.message) }),
      };
    }
    const details = transaction === null ? null : detailsOf(transaction);
    await flights.land(flight, status.slot, landedClose(flight, details));
    return { kind: "confirmed", signature, slot: status.slot, details };
  }

  private async fetch(signature: string): Promise<VersionedTransactionResponse | null> {
    const { connection, timing, logger } = this.options;
    for (let attempt = 1; attempt <= FETCH_ATTEMPTS; attempt++) {
      try {
        const config = { commitment: "confirmed", maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION } as const;
        const transaction = await connection.getTransaction(signature, config);
        if (transaction !== null) return transaction;
      } catch (error) {
        logger.debug({ signature, err: error }, "the node did not return the transaction");
      }
      await sleep(timing.statusMs);
    }
    return null;
  }
}

function detailsOf(transaction: VersionedTransactionResponse): Details {
  return {
    computeUnits: transaction.meta?.computeUnitsConsumed ?? null,
    settled: settledEvents(transaction),
    events: loggedEvents(transaction),
  };
}

/** What the transaction settled of the close it was sent for; null if it was sent for none, or cannot be read. */
function landedClose({ lane, reference }: Flight, details: Details | null): LandedClose | null {
  const settled = details?.settled.find(
    ({ subscription, record }) =>
      subscription.toBase58() === lane && Buffer.from(record.reference).toString("hex") === reference,
  );
  return settled === undefined ? null : { sequence: settled.record.sequence, accrued: settled.record.accrued };
}
