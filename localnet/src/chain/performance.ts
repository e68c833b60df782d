import type { Ledger } from "./ledger";
import type { Slots } from "./slots";

/** What a node measures about once a minute. */
export interface PerformanceSample {
  /** The last slot of the sample. */
  slot: number;
  numSlots: number;
  numTransactions: number;
  /** Of them, those that are no votes: here all. */
  numNonVoteTransactions: number;
  /** Seconds, at most what a u16 holds. */
  samplePeriodSecs: number;
}

const SAMPLE_SECONDS = 60;
const U16_MAX = 65_535;

/** The chain's closed slots in samples of a minute or a little more, newest first. A clock set back starts a sample anew. */
export function performanceSamples(slots: Slots, ledger: Ledger): PerformanceSample[] {
  const samples: PerformanceSample[] = [];
  let start = slots.genesisSlot;
  let transactions = 0;
  for (let slot = slots.genesisSlot + 1; slot <= slots.slot; slot += 1) {
    transactions += ledger.landedIn(slot - 1).length;
    const seconds = slots.time(slot)! - slots.time(start)!;
    if (seconds >= 0 && seconds < SAMPLE_SECONDS) continue;
    if (seconds > 0) {
      samples.push({
        slot: slot - 1,
        numSlots: slot - start,
        numTransactions: transactions,
        numNonVoteTransactions: transactions,
        samplePeriodSecs: Math.min(seconds, U16_MAX),
      });
    }
    start = slot;
    transactions = 0;
  }
  return samples.reverse();
}
