/** Follows the program: lists, fetches and enters what happened. Everything it knows is in the database; it can be killed at any time. */
import type { Db } from "@profit-share/storage";
import type { Node } from "../chain/node";
import { type StepListener, Steps } from "../store/steps";
import { enterAll } from "./enter";
import { ask, keep } from "./fetch";
import { type Walker, walk } from "./walk";

export interface Pass {
  /** Transactions that were entered. */
  entered: number;
  /** Subscriptions (base58) of which nothing is entered any more, since this pass. */
  setAside: string[];
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
    const setAside: string[] = [];
    for (let asked = await ask(this.walker, null); ; ) {
      const isLast = asked.behind === null;
      const kept = isLast ? { now, failure: null } : await keep(this.walker, now, asked);
      // While these are entered, the node answers for the next ones.
      const next = isLast || kept.failure !== null ? null : quietly(ask(this.walker, asked.behind));
      const entering = await enterAll(this.walker, kept.now);
      now = entering.now;
      total += entering.entered;
      setAside.push(...entering.setAside);
      if (kept.failure !== null) throw kept.failure;
      if (entering.problem !== null || next === null) return { entered: total, setAside, problem: entering.problem };
      asked = await next;
    }
  }
}

/** What it throws is told to whoever waits for it, and nobody may. */
function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
