/** Books that change: what is written stands above what was there, and is kept or dropped as a whole. */
import type { Books, BotStanding, SubscriptionStanding } from "./books";

type Source = Pick<Books, "programId" | "scope" | "arrivals"> & {
  bots: Readable<BotStanding>;
  live: Readable<SubscriptionStanding | null>;
  closed: Readable<SubscriptionStanding>;
  held: Readable<bigint>;
};

interface Readable<Value> {
  get(key: string): Value | undefined;
}

/** What was written above something that stays as it is. */
class Layer<Value> implements Readable<Value> {
  private readonly written = new Map<string, Value | undefined>();

  constructor(private readonly below: Readable<Value>) {}

  get(key: string): Value | undefined {
    return this.written.has(key) ? this.written.get(key) : this.below.get(key);
  }

  /** @param value undefined takes it away */
  set(key: string, value: Value | undefined): void {
    this.written.set(key, value);
  }

  copyTo(other: Layer<Value>): void {
    for (const [key, value] of this.written) other.set(key, value);
  }

  over(base: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
    if (this.written.size === 0) return base;
    const all = new Map(base);
    for (const [key, value] of this.written) {
      if (value === undefined) all.delete(key);
      else all.set(key, value);
    }
    return all;
  }
}

export class Draft implements Source {
  readonly bots: Layer<BotStanding>;
  readonly live: Layer<SubscriptionStanding | null>;
  readonly closed: Layer<SubscriptionStanding>;
  readonly held: Layer<bigint>;

  constructor(private readonly below: Source) {
    this.bots = new Layer(below.bots);
    this.live = new Layer(below.live);
    this.closed = new Layer(below.closed);
    this.held = new Layer(below.held);
  }

  get programId() {
    return this.below.programId;
  }

  get scope() {
    return this.below.scope;
  }

  get arrivals() {
    return this.below.arrivals;
  }

  /** Writes everything into the draft below. */
  keepIn(draft: Draft): void {
    this.bots.copyTo(draft.bots);
    this.live.copyTo(draft.live);
    this.closed.copyTo(draft.closed);
    this.held.copyTo(draft.held);
  }

  /** @param base the books that it was made of */
  over(base: Books): Books {
    return {
      ...base,
      bots: this.bots.over(base.bots),
      live: this.live.over(base.live),
      closed: this.closed.over(base.closed),
      held: this.held.over(base.held),
    };
  }
}
