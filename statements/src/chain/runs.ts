/** A transaction as a row of calls of the program, each with what it recorded and what tokens moved. Pure. */
import {
  executedInstructions,
  type FetchedTransaction,
  type HistoryEvent,
  type Place,
  type ProgramCall,
  programCall,
  recordedBy,
} from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { afterMove, type Holdings, statedHoldings, type TokenMove, tokenMove } from "./holdings";

/**
 * A transaction as `getTransaction` returns it, of any version. It has to carry its inner instructions, the token balances before
 * and after, and the addresses that it loaded. Its logs may be missing:
 * they tell the order within a slot where nothing else does, and what `Arrivals` says.
 */
export interface ReadTransaction extends Place {
  transaction: FetchedTransaction;
}

/** One call of the program, by the transaction itself or by another program. */
export interface Run {
  call: ProgramCall;
  recorded: readonly HistoryEvent[];
  /** What token accounts held when it began. */
  before: Holdings;
  /** What moved since, until the next call began. */
  moves: readonly TokenMove[];
}

export interface Runs {
  runs: readonly Run[];
  /** What token accounts held before, as the node says. A transaction that names no token program has none, and moves none. */
  before: Holdings;
  /** What they hold by the transfers, and what the node says of them. */
  end: { moved: Holdings; stated: Holdings };
}

export function runsOf({ transaction }: ReadTransaction, programId: PublicKey): Runs {
  const { before, after: stated } = statedHoldings(transaction);
  const runs: { call: ProgramCall; recorded: HistoryEvent[]; before: Holdings; moves: TokenMove[] }[] = [];
  let moved = before;
  for (const executed of executedInstructions(transaction)) {
    const call = programCall(executed, programId);
    if (call !== null) runs.push({ call, recorded: [], before: moved, moves: [] });
    const run = runs.at(-1);
    run?.recorded.push(...recordedBy(executed, programId));
    const move = tokenMove(executed);
    if (move === null) continue;
    run?.moves.push(move);
    moved = afterMove(moved, move);
  }
  return { runs, before, end: { moved, stated } };
}
