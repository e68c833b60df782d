/** Which accounts have a place on which connection, where not all of them fit. Values only: it asks nobody for anything. */

/** One connection. */
export interface Berth {
  /** Accounts that it takes at most. */
  capacity: number;
  /** Those that have a place on it. */
  readonly held: Set<string>;
}

/** What has to be done: accounts that come to a connection or leave it. */
export interface Moves<B> {
  come(berth: B, address: string): void;
  go(berth: B, address: string): void;
}

interface Entry<B> {
  rank: number;
  /** null while it waits. */
  berth: B | null;
}

/** Ranks are small whole numbers; a lower one matters more. */
export class Places<B extends Berth> {
  private readonly entries = new Map<string, Entry<B>>();
  /** By rank. */
  private readonly holding: Set<string>[] = [];
  private readonly waiting: Set<string>[] = [];
  private waits = 0;

  constructor(
    private readonly berths: readonly B[],
    private readonly moves: Moves<B>,
  ) {}

  /** Accounts without a place. */
  get waitingCount(): number {
    return this.waits;
  }

  add(address: string, rank: number): void {
    const known = this.entries.get(address);
    if (known !== undefined) {
      if (known.rank !== rank) this.rerank(address, known, rank);
      return;
    }
    const entry = { rank, berth: null };
    this.entries.set(address, entry);
    this.wait(address, entry);
    this.place(address, entry);
  }

  remove(address: string): void {
    const entry = this.entries.get(address);
    if (entry === undefined) return;
    this.entries.delete(address);
    if (entry.berth === null) this.stopWaiting(address, entry);
    else {
      this.unplace(address, entry);
      this.fill();
    }
  }

  /** The account has to give up its place and waits for another one. */
  evict(address: string): void {
    const entry = this.entries.get(address);
    if (entry === undefined || entry.berth === null) return;
    this.unplace(address, entry);
    this.wait(address, entry);
  }

  /** Gives the free places to those that wait, those that matter most first. */
  fill(): void {
    for (const waiting of this.waiting) {
      for (const address of waiting ?? []) {
        const berth = this.free();
        if (berth === null) return;
        this.settle(address, this.entries.get(address)!, berth);
      }
    }
  }

  private rerank(address: string, entry: Entry<B>, rank: number): void {
    const sets = entry.berth === null ? this.waiting : this.holding;
    sets[entry.rank]!.delete(address);
    entry.rank = rank;
    setAt(sets, rank).add(address);
    if (entry.berth === null) this.place(address, entry);
  }

  /** On a free place, else on that of one that matters less. */
  private place(address: string, entry: Entry<B>): void {
    const berth = this.free() ?? this.freed(entry.rank);
    if (berth !== null) this.settle(address, entry, berth);
  }

  private free(): B | null {
    return this.berths.find(({ held, capacity }) => held.size < capacity) ?? null;
  }

  private freed(rank: number): B | null {
    for (let lowest = this.holding.length - 1; lowest > rank; lowest -= 1) {
      const [address] = this.holding[lowest] ?? [];
      if (address === undefined) continue;
      const { berth } = this.entries.get(address)!;
      this.evict(address);
      return berth;
    }
    return null;
  }

  private settle(address: string, entry: Entry<B>, berth: B): void {
    this.stopWaiting(address, entry);
    entry.berth = berth;
    berth.held.add(address);
    setAt(this.holding, entry.rank).add(address);
    this.moves.come(berth, address);
  }

  private unplace(address: string, entry: Entry<B>): void {
    const berth = entry.berth!;
    entry.berth = null;
    berth.held.delete(address);
    this.holding[entry.rank]!.delete(address);
    this.moves.go(berth, address);
  }

  private wait(address: string, { rank }: Entry<B>): void {
    setAt(this.waiting, rank).add(address);
    this.waits += 1;
  }

  private stopWaiting(address: string, { rank }: Entry<B>): void {
    this.waiting[rank]!.delete(address);
    this.waits -= 1;
  }
}

function setAt(sets: Set<string>[], rank: number): Set<string> {
  sets[rank] ??= new Set();
  return sets[rank];
}
