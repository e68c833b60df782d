/** A whole run by seed: random transactions, the hash of the state they led to, the drain. */

import { Random } from "@profit-share/testing/random";
import { draining, leftover } from "./drain";
import { draw } from "./draw";
import { Table } from "./draw/table";
import { turnEventLoop } from "./event-loop";
import { Lockstep } from "./lockstep";
import type { Operation, Send } from "./operations";

export interface Result {
  lockstep: Lockstep;
  /** Transactions that were sent and that succeeded, without those of the drain. */
  transactions: number;
  succeeded: number;
  /** Operations of all kinds, with those of the drain. */
  steps: number;
  /** What went wrong at the last step; null if nothing did. */
  violation: string | null;
  /** Of the program and token accounts before the drain. */
  stateHash: string;
}

interface Options {
  transactions: number;
  seed: number;
  /** Called with every operation before it is done. */
  onStep?: (operation: Operation) => void;
}

export async function fuzz({ transactions, seed, onStep }: Options): Promise<Result> {
  const lockstep = new Lockstep();
  const table = new Table(new Random(seed), lockstep.state);
  let steps = 0;
  let last: Send | null = null;
  const perform = async (operation: Operation): Promise<string | null> => {
    onStep?.(operation);
    await turnEventLoop(steps++);
    const before = lockstep.succeeded;
    const violation = lockstep.perform(operation);
    if (operation.kind !== "send") return violation;
    last = operation;
    if (violation === null && lockstep.succeeded > before) table.learn(operation);
    return violation;
  };
  let violation: string | null = null;
  while (violation === null && lockstep.transactions < transactions) {
    violation = await perform(draw(table, last));
  }
  violation ??= lockstep.everything();
  const counts = {
    transactions: lockstep.transactions,
    succeeded: lockstep.succeeded,
    stateHash: lockstep.stateHash(),
  };
  if (violation === null) {
    for (const operation of draining(table)) {
      violation = await perform(operation);
      if (violation !== null) break;
    }
    violation ??= lockstep.everything() ?? leftover(lockstep, table);
  }
  return { lockstep, ...counts, steps, violation };
}

/** The operations of a run up to the one that failed. */
export async function operationsOf(options: Options): Promise<Operation[]> {
  const operations: Operation[] = [];
  await fuzz({ ...options, onStep: (operation) => operations.push(operation) });
  return operations;
}
