/** Fetches what is listed, the oldest first. What a node does not return stays listed, with the reason: nothing newer is entered. */
import { HistoryUnavailable, isNodeFailure } from "@profit-share/sdk";
import { missingIn, pack, uncountedIn } from "../chain/essentials";
import { heldBefore } from "../chain/held-before";
import type { Node } from "../chain/node";
import { type Behind, type Fetched, keepFetched, noteProblem, toFetch } from "../store/listed";
import type { Progress, TransactionRow } from "../store/schema";
import type { Walker } from "./walk";

/** Fetched at the same time, and stored in one step. */
const AT_A_TIME = 50;

export interface Fetching {
  now: Progress;
  /** Behind the last that was tried; null: there was nothing left. */
  behind: Behind | null;
  /** What the node did instead of answering; null if it answered. */
  failure: unknown;
}

type Outcome = { row: TransactionRow } & ({ fetched: Fetched } | { problem: string; failure: unknown });

/** One step. @param behind what was tried before */
export async function fetchSome({ node, db, steps }: Walker, now: Progress, behind: Behind | null): Promise<Fetching> {
  const rows = await toFetch(db, behind, AT_A_TIME);
  if (rows.length === 0) return { now, behind: null, failure: null };
  const outcomes = await Promise.all(rows.map((row) => fetchOne(node, row)));
  const after = await steps.store("keep_fetched", now, async (tx) => {
    await keepFetched(
      tx,
      outcomes.flatMap((one) => ("fetched" in one ? [one.fetched] : [])),
    );
    for (const one of outcomes) if ("problem" in one) await noteProblem(tx, one.row.signature, one.problem);
    return {};
  });
  const failed = outcomes.find((one) => "failure" in one && one.failure !== null);
  return {
    now: after,
    behind: rows.at(-1)!,
    failure: failed !== undefined && "failure" in failed ? failed.failure : null,
  };
}

async function fetchOne(node: Node, row: TransactionRow): Promise<Outcome> {
  const { signature, slot } = row;
  try {
    const found = await node.transaction(signature);
    const problem = (text: string) => ({ row, problem: text, failure: null });
    if (found === null) return problem("the node lists it and does not return it: ask an archive node");
    // The next walk finds it in its new slot.
    if (found.slot !== slot) return problem(`it was listed in slot ${slot} and is in slot ${found.slot}`);
    const time = row.time ?? found.blockTime ?? null;
    const missing = missingIn(found, time);
    if (missing !== null) return problem(`the node returns it without its ${missing}: ask an archive node`);
    const held = new Map<string, bigint>();
    for (const escrow of uncountedIn(found, node.programId)) {
      held.set(escrow.toBase58(), await heldBefore(node, escrow, signature));
    }
    return { row, fetched: { signature, time, essentials: pack(found, node.programId, held) } };
  } catch (failure) {
    if (!(isNodeFailure(failure) || failure instanceof HistoryUnavailable)) throw failure;
    return { row, problem: (failure as Error).message, failure };
  }
}
