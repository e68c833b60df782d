/** Walks the transactions that touched an account, newest first. */
import type { Connection, Finality, PublicKey, VersionedTransactionResponse } from "@solana/web3.js";

import { HistoryUnavailable } from "../failures";

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
/** Transactions fetched at a time. */
const BATCH = 25;

/**
 * Yields the successful transactions that name `address`, newest first; stop reading to stop fetching.
 * @throws MissingTransaction when the walk comes to one: a history with a hole would look complete
 */
export async function* transactionsOf(
  connection: Connection,
  address: PublicKey,
  commitment: Finality,
): AsyncGenerator<WalkedTransaction> {
  let before: string | undefined;
  for (;;) {
    const page = await connection.getSignaturesForAddress(
      address,
      { limit: PAGE, ...(before === undefined ? {} : { before }) },
      commitment,
    );
    const succeeded = page.filter(({ err }) => err === null);
    for (let start = 0; start < succeeded.length; start += BATCH) {
      const batch = succeeded.slice(start, start + BATCH);
      const fetched = await Promise.all(
        batch.map(({ signature }) =>
          connection.getTransaction(signature, { commitment, maxSupportedTransactionVersion: 0 }),
        ),
      );
      for (const [index, transaction] of fetched.entries()) {
        const { signature, slot, blockTime } = batch[index]!;
        if (transaction === null) throw new MissingTransaction(signature);
        yield { signature, slot, time: blockTime ?? transaction.blockTime ?? null, transaction };
      }
    }
    if (page.length < PAGE) return;
    before = page.at(-1)!.signature;
  }
}
