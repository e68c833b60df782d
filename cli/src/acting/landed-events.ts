/** What a confirmed transaction did, from what it logged. */
import { setTimeout as sleep } from "node:timers/promises";
import { isNodeFailure, MAX_TRANSACTION_VERSION, type ProfitShareClient } from "@profit-share/sdk";
import { type LogEvent, loggedEvents } from "@profit-share/sdk/history";

/** A node that has confirmed a transaction may need a moment until it returns it: a slot of 200 ms, seldom more. */
const LOOK_AGAIN_MS = [200, 400, 1_000, 2_000];

/** null if the node does not return the transaction, which is done all the same. */
export async function landedEvents(client: ProfitShareClient, signature: string): Promise<LogEvent[] | null> {
  const { connection, commitment, programId } = client;
  for (let attempt = 0; ; attempt += 1) {
    const found = await connection
      .getTransaction(signature, { commitment, maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION })
      .catch((error: unknown) => {
        if (isNodeFailure(error)) return null;
        throw error;
      });
    if (found !== null) return loggedEvents(found, programId);
    const wait = LOOK_AGAIN_MS[attempt];
    if (wait === undefined) return null;
    await sleep(wait);
  }
}
