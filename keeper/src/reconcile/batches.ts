/**
 * Carries out what is due together in one transaction. What comes alone goes at once; what comes within a slot of the last
 * transaction of its kind waits for the rest of that slot, and goes with all that came meanwhile. A lane whose last transaction
 * never landed goes alone until one does: what keeps it from landing would keep those that go with it waiting, too.
 */
import type { PublicKey } from "@solana/web3.js";
import type { Executor, Intent } from "../send/executor";
import type { Outcome } from "../send/outcome";
import type { Tables } from "../send/tables";
import { fits } from "../send/transaction";
import type { Clock } from "../time/clock";
import { type Due, intentOf, intentOfAll, taking, togetherWith } from "./intents";

/** A slot of today's network, milliseconds. */
const SLOT_MS = 200;

interface Waiting extends Due {
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/** Those of one kind. */
interface Queue {
  most: number;
  waiting: Waiting[];
  /** When the last one left, the clock's milliseconds. */
  leftAt: number;
  draining: boolean;
}

interface Batch {
  due: Waiting[];
  intent: Intent;
}

export class Batches {
  private readonly queues = new Map<string, Queue>();
  /** Lanes whose last transaction expired. */
  private readonly expired = new Set<string>();

  constructor(
    private readonly executor: Pick<Executor, "payer" | "execute" | "resume">,
    private readonly tables: Tables,
    private readonly clock: Clock,
  ) {}

  /** @returns what became of this one, whatever became of those that went with it @throws Error as the executor does */
  execute(due: Due): Promise<Outcome> {
    const together = togetherWith(due);
    if (together === null || this.expired.has(due.observed.address.toBase58())) return this.alone(due);
    const { name, most } = together;
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = { most, waiting: [], leftAt: Number.NEGATIVE_INFINITY, draining: false };
      this.queues.set(name, queue);
    }
    const { waiting } = queue;
    const outcome = new Promise<Outcome>((resolve, reject) => waiting.push({ ...due, resolve, reject }));
    void this.drain(queue);
    return outcome;
  }

  /** As the executor does. */
  async resume(lane: string): ReturnType<Executor["resume"]> {
    const resumed = await this.executor.resume(lane);
    if (resumed !== null) this.note(resumed.flight.lanes, resumed.outcome);
    return resumed;
  }

  private alone(due: Due): Promise<Outcome> {
    const intent = intentOf(due, this.payer);
    const { instructions } = intent;
    if (fits(this.payer, instructions, [])) return this.carryOut(intent);
    const tables = this.tables.covering(instructions);
    if (!fits(this.payer, instructions, tables)) this.tables.needed(instructions);
    return this.carryOut(taking(intent, tables));
  }

  private async carryOut(intent: Intent): Promise<Outcome> {
    const outcome = await this.executor.execute(intent);
    this.note(intent.lanes, outcome);
    return outcome;
  }

  private note(lanes: readonly string[], { kind }: Outcome): void {
    for (const lane of lanes) {
      if (kind === "expired") this.expired.add(lane);
      else if (kind === "confirmed" || kind === "failed") this.expired.delete(lane);
    }
  }

  private get payer(): PublicKey {
    return this.executor.payer;
  }

  private async drain(queue: Queue): Promise<void> {
    if (queue.draining) return;
    queue.draining = true;
    while (queue.waiting.length > 0) {
      // What one look showed comes in one turn.
      await this.clock.sleep(0);
      const rest = queue.leftAt + SLOT_MS - this.clock.now();
      if (rest > 0 && queue.waiting.length < queue.most) await this.clock.sleep(rest);
      queue.leftAt = this.clock.now();
      try {
        void this.send(queue, this.take(queue));
      } catch {
        // One of them cannot be made into a transaction: which, they show alone.
        for (const one of queue.waiting.splice(0)) void this.sendAlone(one);
      }
    }
    queue.draining = false;
  }

  /** The oldest, as many as fit: with tables where that makes room for more. */
  private take({ waiting, most }: Queue): Batch {
    const all = Math.min(most, waiting.length);
    const together = (count: number) => intentOfAll(waiting.slice(0, count), this.payer);
    const whole = together(all);
    const { instructions } = whole;
    // As a rule.
    if (all === 1 || fits(this.payer, instructions, [])) return { due: waiting.splice(0, all), intent: whole };
    const tables = this.tables.covering(instructions);
    let [fitting, tooMany, intent] = [1, all + 1, together(1)];
    // Else the number is halved in: each attempt builds a whole transaction.
    for (let count = all; fitting < tooMany - 1; count = (fitting + tooMany) >> 1) {
      const larger = taking(count === all ? whole : together(count), tables);
      if (fits(this.payer, larger.instructions, tables)) [fitting, intent] = [count, larger];
      else tooMany = count;
    }
    if (fitting < all) this.tables.crowded(instructions);
    return { due: waiting.splice(0, fitting), intent };
  }

  private async send(queue: Queue, { due, intent }: Batch): Promise<void> {
    try {
      const outcome = await this.carryOut(intent);
      // A table that is gone makes a transaction that never lands.
      if (outcome.kind === "expired" && intent.tables.length > 0) this.tables.distrust();
      // One of them keeps all from being sent: which, they show alone.
      if (outcome.kind === "refused" && due.length > 1) await Promise.all(due.map((one) => this.sendAlone(one)));
      else
        for (const [row, one] of due.entries()) one.resolve(due.length === 1 ? outcome : outcomeOf(one, row, outcome));
    } catch (error) {
      if (intent.tables.length > 0) return this.sendWithout(queue, due);
      for (const { reject } of due) reject(error);
    }
  }

  /** A node may know a table less well than we do: then fewer go together, and none has to wait. */
  private sendWithout(queue: Queue, due: readonly Waiting[]): void {
    this.tables.distrust();
    queue.waiting.unshift(...due);
    void this.drain(queue);
  }

  private async sendAlone(due: Waiting): Promise<void> {
    try {
      due.resolve(await this.alone(due));
    } catch (error) {
      due.reject(error);
    }
  }
}

/** What a transaction of several did for one of them. */
function outcomeOf({ observed }: Due, row: number, outcome: Outcome): Outcome {
  if (outcome.kind !== "confirmed" || outcome.details === null) return outcome;
  const { signature, details } = outcome;
  const skipped = details.skipped.find((one) => one.row === row);
  if (skipped !== undefined) return { kind: "failed", signature, error: skipped.error };
  const settled = details.settled.filter(({ subscription }) => subscription.equals(observed.address));
  return { ...outcome, details: { ...details, settled } };
}
