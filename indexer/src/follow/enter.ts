/** Enters what is fetched into the books, the oldest first. What does not fit is not passed. */
import { type Books, BooksMismatch, enter, MissingBeginning, type ReadTransaction } from "@profit-share/statements";
import { readable, unpack } from "../chain/essentials";
import { markEntered, noteRefusal, toEnter } from "../store/listed";
import { realizedChanges } from "../store/realized-change";
import type { Progress, TransactionRow } from "../store/schema";
import { keepAside, keepBooks, loadBooks } from "../store/standings";
import { keepEntries } from "../store/written";
import { misfits } from "./aside";
import type { Walker } from "./walk";

/** In one step, below the floor. */
const AT_A_TIME = 200;
/** What does not fit so often, each time fetched anew, is no slip of the node. */
const TRIES = 5;

export interface Entering {
  now: Progress;
  /** Transactions that were entered. */
  entered: number;
  /** Subscriptions (base58) without which it went on. */
  setAside: string[];
  /** Why it ended before the end. */
  problem: BooksMismatch | MissingBeginning | null;
}

/** All that can be entered now, step by step. */
export async function enterAll(walker: Walker, from: Progress): Promise<Entering> {
  const setAside: string[] = [];
  let now = from;
  for (let entered = 0; ; ) {
    const rows = await toEnter(walker.db, now.floor, AT_A_TIME);
    if (rows.length === 0) return { now, entered, setAside, problem: null };
    try {
      now = await enterRows(walker, now, rows);
      entered += rows.length;
    } catch (problem) {
      if (!(problem instanceof BooksMismatch || problem instanceof MissingBeginning)) throw problem;
      const { signature, message } = problem;
      const wrong = rows.find((row) => row.signature === signature)!;
      const older = rows.filter(({ slot }) => slot < wrong.slot);
      if (older.length > 0) now = await enterRows(walker, now, older);
      entered += older.length;
      const slot = rows.filter((row) => row.slot === wrong.slot);
      const some = wrong.refused < TRIES ? null : misfits(...(await readRows(walker, slot)));
      if (some === null) {
        now = await walker.steps.store("note_problem", now, async (tx) => {
          await noteRefusal(tx, signature, message);
          return {};
        });
        return { now, entered, setAside, problem };
      }
      const names = some.map(({ subscription }) => subscription.toBase58());
      now = await walker.steps.store("set_aside", now, async (tx) => {
        await keepAside(tx, names, wrong.slot, message);
        return {};
      });
      setAside.push(...names);
    }
  }
}

/** The transactions, and the books of what they name. */
async function readRows({ node, db }: Walker, rows: readonly TransactionRow[]): Promise<[Books, ReadTransaction[]]> {
  const unpacked = rows.flatMap((row) => (row.essentials === null ? [] : [{ row, content: unpack(row.essentials) }]));
  const accounts = new Set(unpacked.flatMap(({ content }) => content.keys));
  const before = await loadBooks(db, node.programId, [...accounts]);
  return [before, unpacked.map(({ row, content }) => readable(row, content))];
}

async function enterRows(walker: Walker, now: Progress, rows: readonly TransactionRow[]): Promise<Progress> {
  const [before, transactions] = await readRows(walker, rows);
  const { books, entries } = enter(before, transactions);
  const changes = realizedChanges(before, entries);
  return walker.steps.store("enter", now, async (tx) => {
    await keepEntries(tx, entries, changes);
    await keepBooks(tx, { before, after: books, changes }, rows.at(-1)!.slot, now.floor);
    await markEntered(tx, rows);
    return {};
  });
}
