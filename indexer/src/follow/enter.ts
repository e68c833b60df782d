/** Enters what is fetched into the books, the oldest first. What does not fit is not passed. */
import { BooksMismatch, enter, MissingBeginning } from "@profit-share/statements";
import { readable, unpack } from "../chain/essentials";
import { markEntered, noteProblem, toEnter } from "../store/listed";
import { realizedChanges } from "../store/realized-change";
import type { Progress, TransactionRow } from "../store/schema";
import { keepBooks, loadBooks } from "../store/standings";
import { keepEntries } from "../store/written";
import type { Walker } from "./walk";

/** In one step, below the floor. */
const AT_A_TIME = 200;

export interface Entering {
  now: Progress;
  /** Transactions that were entered. */
  entered: number;
  /** Why it ended before the end. */
  problem: BooksMismatch | MissingBeginning | null;
}

/** All that can be entered now, step by step. */
export async function enterAll(walker: Walker, from: Progress): Promise<Entering> {
  let now = from;
  for (let entered = 0; ; ) {
    const rows = await toEnter(walker.db, now.floor, AT_A_TIME);
    if (rows.length === 0) return { now, entered, problem: null };
    try {
      now = await enterRows(walker, now, rows);
      entered += rows.length;
    } catch (problem) {
      if (!(problem instanceof BooksMismatch || problem instanceof MissingBeginning)) throw problem;
      const { signature, message } = problem;
      const wrong = rows.find((row) => row.signature === signature)!;
      const older = rows.filter(({ slot }) => slot < wrong.slot);
      if (older.length > 0) now = await enterRows(walker, now, older);
      now = await walker.steps.store("note_problem", now, async (tx) => {
        await noteProblem(tx, signature, message);
        return {};
      });
      return { now, entered: entered + older.length, problem };
    }
  }
}

async function enterRows(
  { node, db, steps }: Walker,
  now: Progress,
  rows: readonly TransactionRow[],
): Promise<Progress> {
  const unpacked = rows.flatMap((row) => (row.essentials === null ? [] : [{ row, content: unpack(row.essentials) }]));
  const accounts = new Set(unpacked.flatMap(({ content }) => content.keys));
  const before = await loadBooks(db, node.programId, [...accounts]);
  const { books, entries } = enter(
    before,
    unpacked.map(({ row, content }) => readable(row, content)),
  );
  const changes = realizedChanges(before, entries);
  return steps.store("enter", now, async (tx) => {
    await keepEntries(tx, entries, changes);
    await keepBooks(tx, { before, after: books, changes }, rows.at(-1)!.slot, now.floor);
    await markEntered(tx, rows);
    return {};
  });
}
