/** Fetches what is listed, the oldest first. What a node does not return stays listed, with the reason: nothing newer is entered. */
import { HistoryUnavailable, isNodeFailure } from "@profit-share/sdk";
import type { VersionedTransactionResponse } from "@solana/web3.js";
import { missingIn, pack, uncountedIn } from "../chain/essentials";
import { heldBefore } from "../chain/held-before";
import type { Node } from "../chain/node";
import { type Behind, type Fetched, keepFetched, noteProblem, toFetch } from "../store/listed";
import type { Progress, TransactionRow } from "../store/schema";
import type { Walker } from "./walk";

/** Fetched at the same time, and stored in one step. */
const AT_A_TIME = 200;

type Outcome = { row: TransactionRow } & ({ fetched: Fetched } | { problem: string; failure: unknown });

/** What came of asking, and is not stored yet. */
export interface Asked {
  outcomes: readonly Outcome[];
  /** Behind the last that was asked for; null: there was nothing left. */
  behind: Behind | null;
}

/** Asks for the next ones. @param behind what was asked for before */
export async function ask({ node, db }: Walker, behind: Behind | null): Promise<Asked> {
  const rows = await toFetch(db, behind, AT_A_TIME);
  return { outcomes: await fetchAll(node, rows), behind: rows.at(-1) ?? null };
}

/** Stores it in one step. @returns what the node did instead of answering; null if it answered */
export async function keep(
  { steps }: Walker,
  from: Progress,
  { outcomes }: Asked,
): Promise<{ now: Progress; failure: unknown }> {
  const now = await steps.store("keep_fetched", from, async (tx) => {
    await keepFetched(
      tx,
      outcomes.flatMap((one) => ("fetched" in one ? [one.fetched] : [])),
    );
    for (const one of outcomes) if ("problem" in one) await noteProblem(tx, one.row.signature, one.problem);
    return {};
  });
  const failed = outcomes.find((one) => "failure" in one && one.failure !== null);
  return { now, failure: failed !== undefined && "failure" in failed ? failed.failure : null };
}

/** By as few requests as the node takes. */
async function fetchAll(node: Node, rows: readonly TransactionRow[]): Promise<Outcome[]> {
  const parts: Promise<Outcome[]>[] = [];
  for (let start = 0; start < rows.length; start += node.atOnce) {
    parts.push(fetchPart(node, rows.slice(start, start + node.atOnce)));
  }
  return (await Promise.all(parts)).flat();
}

async function fetchPart(node: Node, rows: readonly TransactionRow[]): Promise<Outcome[]> {
  try {
    const known = await node.transactions(rows.map(({ signature }) => signature));
    return await Promise.all(rows.map((row) => fetchOne(node, row, known.get(row.signature))));
  } catch (failure) {
    return rows.map((row) => unanswered(row, failure));
  }
}

async function fetchOne(
  node: Node,
  row: TransactionRow,
  known: VersionedTransactionResponse | undefined,
): Promise<Outcome> {
  const { signature, slot } = row;
  try {
    const found = known ?? (await node.transaction(signature));
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
    return unanswered(row, failure);
  }
}

/** @throws what is no matter of the node */
function unanswered(row: TransactionRow, failure: unknown): Outcome {
  if (!(isNodeFailure(failure) || failure instanceof HistoryUnavailable)) throw failure;
  return { row, problem: (failure as Error).message, failure };
}
