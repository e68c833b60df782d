/** Does together what is asked for in one turn: what one look of a fleet showed comes in one. */
export class Turn<T> {
  private open: { all: T[]; done: Promise<void> } | null = null;

  /** @param work all of it, or none if it throws */
  constructor(private readonly work: (all: readonly T[]) => Promise<void>) {}

  /** Resolves when it is done, with all that came with it. @throws Error what the work throws */
  add(one: T): Promise<void> {
    this.open ??= this.begin();
    this.open.all.push(one);
    return this.open.done;
  }

  private begin() {
    const all: T[] = [];
    const done = Promise.resolve().then(() => {
      this.open = null;
      return this.work(all);
    });
    return { all, done };
  }
}
