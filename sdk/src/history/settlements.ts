/** Finds the settlements of one agreement, its movements of money and its two ends, among the transactions of its address. */
import type { PublicKey } from "@solana/web3.js";
import { programEvents } from "./events";
import { type RecordsFound, Search, type Settlements, type Wanted } from "./search";
import { MissingTransaction, type WalkedTransaction } from "./transactions";

/**
 * The settlements up to the account's `sequence`, or up to the end. Nodes list the transactions of one slot in any order:
 * there the records' own sequence and heads say which came first.
 * @param transactions of the address, newest slot first; read no further than needed
 * @param onFound told after each transaction
 * @returns null if no such agreement lives or was closed there
 * @throws MissingTransaction if it lies among the settlements
 */
export async function settlementsOf(
  transactions: AsyncIterable<WalkedTransaction>,
  wanted: Wanted,
  programId: PublicKey,
  onFound: (progress: RecordsFound) => void = () => undefined,
): Promise<Settlements | null> {
  const search = new Search(wanted);
  try {
    if (search.hasAll) return search.found();
    for await (const { transaction, ...place } of transactions) {
      search.enter(place.slot);
      if (search.passed) return search.found();
      search.read(place);
      const events = [...programEvents(transaction, programId).entries()].reverse();
      for (const [index, event] of events) search.meet(event, { ...place, index });
      onFound(search.progress);
      if (search.hasAll) return search.found();
    }
    search.enter(null);
  } catch (error) {
    if (!search.complete || !(error instanceof MissingTransaction)) throw error;
  }
  return search.found();
}
