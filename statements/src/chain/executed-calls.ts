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
export interface ExecutedCall {
  call: ProgramCall;
  recorded: readonly HistoryEvent[];
  /** What token accounts held when it began. */
  before: Holdings;
  /** What moved since, until the next call began. */
  moves: readonly TokenMove[];
}

export interface ExecutedCalls {
  calls: readonly ExecutedCall[];
  /** What token accounts held before, as the node says. A transaction that names no token program has none, and moves none. */
  before: Holdings;
  /** What they hold by the transfers, and what the node says of them. */
  end: { moved: Holdings; stated: Holdings };
}

export function executedCalls({ transaction }: ReadTransaction, programId: PublicKey): ExecutedCalls {
  const { before, after: stated } = statedHoldings(transaction);
  const calls: { call: ProgramCall; recorded: HistoryEvent[]; before: Holdings; moves: TokenMove[] }[] = [];
  let moved = before;
  for (const executed of executedInstructions(transaction)) {
    const call = programCall(executed, programId);
    if (call !== null) calls.push({ call, recorded: [], before: moved, moves: [] });
    const latest = calls.at(-1);
    latest?.recorded.push(...recordedBy(executed, programId));
    const move = tokenMove(executed);
    if (move === null) continue;
    latest?.moves.push(move);
    moved = afterMove(moved, move);
  }
  return { calls, before, end: { moved, stated } };
}
