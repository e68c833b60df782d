/** Everything that the follower stores goes through here: a step is stored as a whole or not at all, together with how far it has come. */
import { InvalidInput } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import { and, eq } from "drizzle-orm";
import { type Progress, progress } from "./schema";

/** What is stored. A process can be killed before and after each; the next one goes on from there. */
export const STEPS = [
  /** A page of signatures is listed. */
  "list_page",
  /** A walk has come to its end: what it did not list any more is taken back. */
  "end_walk",
  /** A walk begins anew. */
  "leave_walk",
  /** Transactions were fetched, or could not be. */
  "keep_fetched",
  /** Transactions are entered. */
  "enter",
  /** A transaction could not be entered. */
  "note_problem",
  /** Subscriptions are set aside. */
  "set_aside",
] as const;
export type Step = (typeof STEPS)[number];

/** Called at both moments of each step; what it throws ends the follower. */
export type StepListener = (step: Step, moment: "before" | "after") => void;

/** Another process has stored a step meanwhile. */
export class AnotherIndexer extends Error {
  override readonly name = "AnotherIndexer";
}

export class Steps {
  constructor(
    private readonly db: Db,
    private readonly listener: StepListener = () => {},
  ) {}

  /** How far the index has come; it begins if it has not. @throws InvalidInput if the database is about another chain or program */
  async begin(genesisHash: string, program: string): Promise<Progress> {
    const nothing = { steps: 0, floor: 0, walk: 0, walkOpen: false, walkBefore: null, walkListed: 0, walkFinalSlot: 0 };
    await this.db
      .insert(progress)
      .values({ genesisHash, program, ...nothing })
      .onConflictDoNothing();
    const now = await this.progress();
    if (now.genesisHash !== genesisHash || now.program !== program) {
      throw new InvalidInput(
        `The index is about program ${now.program} on the chain ${now.genesisHash}, not ${program} on ${genesisHash}: use another database, or drop the schema profit_share_index`,
      );
    }
    return now;
  }

  async progress(): Promise<Progress> {
    const [row] = await this.db.select().from(progress);
    return row!;
  }

  /**
   * @param from what the step rests on
   * @returns how far the index has come with it
   * @throws AnotherIndexer if that was no longer so
   */
  async store(step: Step, from: Progress, work: (tx: Db) => Promise<Partial<Progress>>): Promise<Progress> {
    this.listener(step, "before");
    const stored = await this.db.transaction(async (tx) => {
      // First, so that the row is locked: nobody else is within a step.
      const [locked] = await tx
        .update(progress)
        .set({ steps: from.steps + 1 })
        .where(and(eq(progress.only, true), eq(progress.steps, from.steps)))
        .returning();
      if (locked === undefined) {
        throw new AnotherIndexer(
          "Another indexer stores into the same database: stop one of them, or give it a database of its own",
        );
      }
      const changes = await work(tx as unknown as Db);
      if (Object.keys(changes).length === 0) return locked;
      const [after] = await tx.update(progress).set(changes).where(eq(progress.only, true)).returning();
      return after!;
    });
    this.listener(step, "after");
    return stored;
  }
}
