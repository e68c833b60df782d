/** Walks the transactions that touched an account, newest first. */
import type { Connection, Finality, PublicKey, VersionedTransactionResponse } from "@solana/web3.js";

import { HistoryUnavailable, NodeFailure } from "../failures";
import { MAX_TRANSACTION_VERSION } from "../wire/transaction-version";

/** A transaction that succeeded. */
export interface WalkedTransaction {
  signature: string;
  slot: number;
  /** Unix seconds; null if the node does not know. */
  time: number | null;
  transaction: VersionedTransactionResponse;
}

/** Where on the chain something is. */
export type Place = Pick<WalkedTransaction, "signature" | "slot" | "time">;

/** The node lists a transaction and does not return it. */
export class MissingTransaction extends HistoryUnavailable {
  override readonly name = "MissingTransaction";

  constructor(readonly signature: string) {
    super(`The node lists transaction ${signature} but does not return it: ask an archive node`);
  }
}

/** Signatures asked for at a time: the most a node returns. */
const PAGE = 1_000;
/** Transactions fetched at a time, as long as the node does not mind. */
const BATCH = 25;
/** Waits before a node that is asked too often is asked again; the last one again and again. */
const BUSY_MS = [1_000, 2_000, 4_000, 8_000];
/** A node that was busy is asked no faster than this afterwards, one by one. */
const PACE_MS = 250;
/** A node that stays busy for this long is given up. */
const PATIENCE_MS = 120_000;

/**
 * Yields the successful transactions that name `address`, newest first; stop reading to stop fetching. The walk ends where the
 * node has no more: a short page is no end. A node that limits requests makes it slower, not shorter.
 * @throws MissingTransaction when the walk comes to one: a history with a hole would look complete; NodeFailure
 */
export async function* transactionsOf(
  connection: Connection,
  address: PublicKey,
  commitment: Finality,
): AsyncGenerator<WalkedTransaction> {
  const node = new PatientNode();
  let before: string | undefined;
  for (;;) {
    const options = { limit: PAGE, ...(before === undefined ? {} : { before }) };
    const page = await node.ask(() => connection.getSignaturesForAddress(address, options, commitment));
    const last = page.at(-1)?.signature;
    if (last === undefined) return;
    if (last === before) throw new NodeFailure(`The node lists the same transactions of ${address.toBase58()} again`);
    const succeeded = page.filter(({ err }) => err === null);
    for (let start = 0; start < succeeded.length; ) {
      const batch = succeeded.slice(start, start + node.atATime);
      const fetched = await Promise.all(
        batch.map(({ signature }) =>
          node.ask(() =>
            connection.getTransaction(signature, {
              commitment,
              maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
            }),
          ),
        ),
      );
      for (const [index, transaction] of fetched.entries()) {
        const { signature, slot, blockTime } = batch[index]!;
        if (transaction === null) throw new MissingTransaction(signature);
        yield { signature, slot, time: blockTime ?? transaction.blockTime ?? null, transaction };
      }
      start += batch.length;
    }
    before = last;
  }
}

/** Asks fast until the node says that this is too fast, then one request after the other. */
class PatientNode {
  private busy = false;
  private turn: Promise<unknown> = Promise.resolve();

  /** Requests that may be made at the same time. */
  get atATime(): number {
    return this.busy ? 1 : BATCH;
  }

  async ask<T>(request: () => Promise<T>): Promise<T> {
    if (this.busy) return this.inTurn(request);
    try {
      return await request();
    } catch (error) {
      if (!isTooOften(error)) throw error;
      this.busy = true;
      return this.inTurn(request);
    }
  }

  private inTurn<T>(request: () => Promise<T>): Promise<T> {
    const asked = this.turn.then(() => patiently(request));
    this.turn = asked.catch(() => {}).then(() => pause(PACE_MS));
    return asked;
  }
}

async function patiently<T>(request: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      const wait = BUSY_MS[Math.min(attempt, BUSY_MS.length - 1)]!;
      if (!isTooOften(error) || Date.now() + wait > until) throw error;
      await pause(wait);
    }
  }
}

/** Of `connect`, or of a plain web3.js connection. */
const isTooOften = (error: unknown): boolean =>
  error instanceof NodeFailure ? error.status === 429 : error instanceof Error && /\b429\b/.test(error.message);

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
