/** The one chain that there is, in virtual time, with a journal of all its states: it can be forked, and set back. */
import type { Chain } from "@profit-share/localnet";
import { answerRpc } from "@profit-share/localnet";
import { Branch, type State } from "./branch";
import type { Timeline } from "./timeline";

const SLOT_MS = 200;
/** Slots after which nothing is taken back any more. */
export const FINAL_SLOTS = 32;

export class Truth {
  private readonly baseSlot: number;
  private readonly base = new Map<string, State>();
  private readonly baseRecords: Branch["records"] = [];
  private readonly others = new Map<string, State>();
  /** Signatures of what forks took back in this run. */
  readonly takenBack = new Set<string>();
  /** Unix seconds at which the base slot is. */
  private startTime = 0;
  /** Accounts are being set back: that is no event of the chain's. */
  private restoring = false;
  private current: Branch;

  /** @param chain as it is now, it is what every run begins with */
  constructor(
    readonly chain: Chain,
    private readonly timeline: Timeline,
    /** Whose accounts there are, base58. */
    owners: readonly string[],
  ) {
    const { slots, ledger } = chain;
    this.baseSlot = slots.slot;
    for (const owner of owners) for (const [key, state] of chain.accountsOwnedBy(owner)) this.base.set(key, state);
    for (let slot = slots.genesisSlot; slot <= slots.slot; slot += 1) {
      this.baseRecords.push(...ledger.landedIn(slot).map((landed) => landed.record()));
    }
    this.current = this.rootOf("");
    chain.events.on("account", (key, state) => {
      this.others.delete(key);
      if (!this.restoring) this.current.write(key, chain.slots.slot, state);
    });
    chain.events.on("transaction", (record) => this.current.records.push(record));
  }

  get branch(): Branch {
    return this.current;
  }

  /** The open slot. */
  get slot(): number {
    return this.slotAt(this.timeline.now());
  }

  slotAt(ms: number): number {
    return this.baseSlot + 1 + Math.floor(Math.max(0, ms) / SLOT_MS);
  }

  heightOf(slot: number): number {
    return slot - this.chain.slots.genesisSlot;
  }

  /** Unix seconds. */
  timeOf(slot: number): number {
    return this.startTime + Math.floor(((slot - this.baseSlot) * SLOT_MS) / 1_000);
  }

  /** Everything is as it was when this was made. @param time unix seconds that the run begins at */
  reset(seed: string, time: number): void {
    this.takenBack.clear();
    this.restore(this.baseSlot, this.current.changedSince(this.baseSlot));
    this.startTime = time;
    this.chain.setTime(time);
    this.chain.rewind(this.baseSlot);
    this.current = this.rootOf(seed);
    // Nothing of a run is in the slot that it begins with.
    this.catchUp();
  }

  /** The chain gets to the slot that time says. */
  catchUp(): void {
    const missing = this.slot - this.chain.slots.slot;
    if (missing > 0) this.chain.advanceSlots(missing);
  }

  /**
   * The slots of late become others, in which nothing lands.
   * @param depth so many, less than are final
   * @returns the transactions that were taken back
   */
  fork(depth: number): Branch["records"] {
    if (depth >= FINAL_SLOTS) throw new RangeError(`A fork of ${depth} slots would take back what is final`);
    this.catchUp();
    const slot = Math.max(this.baseSlot, this.chain.slots.slot - depth);
    const lost = this.current.records.filter((record) => record.slot > slot);
    for (const { transaction } of lost) this.takenBack.add(transaction.signatures[0]!);
    const changed = this.current.changedSince(slot);
    this.restore(slot, changed);
    this.chain.rewind(slot);
    this.current = this.current.fork(slot);
    this.catchUp();
    return lost;
  }

  /** Answers a request as the chain itself, of its newest slot. */
  answer(request: string): string {
    this.catchUp();
    return answerRpc(this.chain, request) ?? "";
  }

  /** Does the work while these accounts are what they were in that slot of that line. */
  asOf<T>(branch: Branch, slot: number, keys: readonly string[], work: () => T): T {
    const now = new Map<string, State>();
    this.restoring = true;
    try {
      for (const key of keys) {
        if (!branch.has(key) && !this.current.has(key)) continue;
        const then = branch.account(key, slot);
        const state = this.current.account(key, Number.POSITIVE_INFINITY);
        // The journal keeps one object for a state.
        if (then === state) continue;
        now.set(key, state);
        this.chain.setAccount(key, then);
      }
      return work();
    } finally {
      for (const [key, state] of now) this.chain.setAccount(key, state);
      this.restoring = false;
    }
  }

  /** Of an account that is in no journal: nothing, a program, or a sysvar as it was some time. */
  unchanged(key: string): State {
    let state = this.others.get(key);
    if (state === undefined) {
      state = this.chain.account(key);
      this.others.set(key, state);
    }
    return state;
  }

  private rootOf(seed: string): Branch {
    return Branch.root(seed, this.baseSlot, this.base, this.baseRecords);
  }

  private restore(slot: number, keys: readonly string[]): void {
    this.restoring = true;
    for (const key of keys) this.chain.setAccount(key, this.current.account(key, slot));
    this.restoring = false;
  }
}
