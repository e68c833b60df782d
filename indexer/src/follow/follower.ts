/** Follows the program: lists, fetches and enters what happened. Everything it knows is in the database; it can be killed at any time. */
import type { Db } from "@profit-share/storage";
import type { Node } from "../chain/node";
import { type StepListener, Steps } from "../store/steps";
import { enterAll } from "./enter";
import { fetchSome } from "./fetch";
import { type Walker, walk } from "./walk";

export interface Pass {
  /** Transactions that were entered. */
  entered: number;
  /** What does not fit into the books, and is tried again with the next pass; null if nothing is. */
  problem: Error | null;
}

export class Follower {
  private readonly walker: Walker;
  private genesisHash: string | null = null;

  constructor(
    private readonly node: Node,
    db: Db,
    listener: StepListener = () => {},
  ) {
    this.walker = { node, db, steps: new Steps(db, listener) };
  }

  /**
   * Once everything that is new. What it could not fetch stays in front of all that is newer, and is tried again with the next pass.
   * @throws NodeFailure, HistoryUnavailable, DatabaseUnreachable, AnotherIndexer; InvalidInput if the database is another chain's
   */
  async pass(): Promise<Pass> {
    this.genesisHash ??= await this.node.genesisHash();
    const begun = await this.walker.steps.begin(this.genesisHash, this.node.programId.toBase58());
    let now = await walk(this.walker, begun);
    let total = 0;
    for (let behind = null as Parameters<typeof fetchSome>[2]; ; ) {
      const fetching = await fetchSome(this.walker, now, behind);
      const { entered, problem, now: after } = await enterAll(this.walker, fetching.now);
      now = after;
      total += entered;
      if (fetching.failure !== null) throw fetching.failure;
      if (problem !== null || fetching.behind === null) return { entered: total, problem };
      behind = fetching.behind;
    }
  }
}
