/** After a lost database: what attested subscriptions have settled, read from the chain's history into the rows of closes. */
import type { PublicKey } from "@solana/web3.js";
import { openDatabase } from "../store/database";
import { assemble } from "./assemble";
import { type KeeperOptions, loggerOf } from "./keeper";
import { looksAt } from "./survey";

export interface BackfillReport {
  subscriptions: number;
  /** Of those: they have no closes. */
  verified: number;
  /** Settlements that were read into the database. */
  settlements: number;
  /** What could not be got. */
  missing: { subscription: string; reason: string }[];
}

/**
 * Each subscription is stored by itself: stopped and started again it goes on. Nodes are asked at their configured rates. It
 * may run beside a keeper, as far as the database takes both.
 * @param only this subscription; null for all that are looked after
 * @param progress called after each
 * @throws Error if the database is in use, or is of another chain, or the subscriptions cannot be listed
 */
export async function backfill(
  options: KeeperOptions,
  only: PublicKey | null,
  progress: (done: number, of: number) => void,
): Promise<BackfillReport> {
  const database = await openDatabase(options.database);
  try {
    // Complete: it takes no lease, so that it looks at all. It sends nothing, and beside a keeper that runs what it stores is right:
    // the rows of a subscription change under one lock, and a row of a later slot than the history's end stays as it is.
    const { sameChain, discover, looker, closeBook } = assemble(
      { ...options, logger: loggerOf(options) },
      database,
      true,
    );
    await sameChain.check();
    const { found, problem } = only === null ? await discover() : { found: [only], problem: null };
    if (problem !== null) throw problem;
    const report: BackfillReport = { subscriptions: found.length, verified: 0, settlements: 0, missing: [] };
    let done = 0;
    for await (const { address, look } of looksAt(looker, found)) {
      try {
        if (look instanceof Error) throw look;
        if (look.subscription.terms.source !== "attested") report.verified += 1;
        else report.settlements += await closeBook.backfill(look);
      } catch (error) {
        report.missing.push({ subscription: address.toBase58(), reason: (error as Error).message });
      }
      progress(++done, found.length);
    }
    return report;
  } finally {
    await database.close();
  }
}
