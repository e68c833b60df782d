/** One line of blocks: which account was what in which slot, what landed, and the slots' blockhashes. A fork makes another. */
import { createHash } from "node:crypto";
import type { AccountState, TransactionRecord } from "@profit-share/localnet";
import { toBase58 } from "@profit-share/sdk";

/** null: there is no such account. */
export type State = AccountState | null;

interface Version {
  slot: number;
  state: State;
}

export class Branch {
  /** The slot of each blockhash that was given out. */
  private readonly slots = new Map<string, number>();
  private readonly hashes = new Map<number, string>();
  private forks = 0;

  private constructor(
    private readonly name: string,
    private readonly parent: Branch | null,
    /** The last slot that it shares with its parent. */
    private readonly from: number,
    /** By address, the oldest first. */
    private readonly versions: Map<string, Version[]>,
    /** In the order in which they landed. */
    readonly records: TransactionRecord[],
  ) {}

  /** @param base what there is before anything happens */
  static root(
    seed: string,
    slot: number,
    base: ReadonlyMap<string, State>,
    records: readonly TransactionRecord[],
  ): Branch {
    const versions = new Map([...base].map(([key, state]) => [key, [{ slot: Number.NEGATIVE_INFINITY, state }]]));
    return new Branch(seed, null, slot, versions, [...records]);
  }

  /** Another line that begins after the slot, without what came then. */
  fork(slot: number): Branch {
    this.forks += 1;
    const kept = [...this.versions].map(([key, all]) => [key, all.filter((version) => version.slot <= slot)] as const);
    const records = this.records.filter((record) => record.slot <= slot);
    return new Branch(`${this.name}/${this.forks}`, this, slot, new Map(kept), records);
  }

  write(key: string, slot: number, state: State): void {
    const all = this.versions.get(key);
    if (all === undefined) this.versions.set(key, [{ slot, state }]);
    else if (all.at(-1)?.slot === slot) all[all.length - 1] = { slot, state };
    else all.push({ slot, state });
  }

  account(key: string, slot: number): State {
    return this.versions.get(key)?.findLast((version) => version.slot <= slot)?.state ?? null;
  }

  /** Whether something is known of it: programs and sysvars are not in the journal. */
  has(key: string): boolean {
    return this.versions.has(key);
  }

  get keys(): Iterable<string> {
    return this.versions.keys();
  }

  /** The accounts that are something else than at that slot. */
  changedSince(slot: number): string[] {
    return [...this.versions].filter(([, all]) => (all.at(-1)?.slot ?? 0) > slot).map(([key]) => key);
  }

  blockhash(slot: number): string {
    if (this.parent !== null && slot <= this.from) return this.parent.blockhash(slot);
    let hash = this.hashes.get(slot);
    if (hash === undefined) {
      hash = toBase58(createHash("sha256").update(`${this.name} ${slot}`).digest());
      this.hashes.set(slot, hash);
      this.slots.set(hash, slot);
    }
    return hash;
  }

  /** The slot of a blockhash; null if it is of another line, or was given to nobody. */
  slotOf(blockhash: string): number | null {
    const own = this.slots.get(blockhash);
    if (own !== undefined) return own;
    const before = this.parent?.slotOf(blockhash) ?? null;
    return before !== null && before <= this.from ? before : null;
  }
}
