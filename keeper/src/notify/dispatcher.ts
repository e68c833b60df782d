/** Sends what waits in the outbox, until it is delivered or dead. */
import { placeOf } from "@profit-share/sdk";
import type { Logger } from "pino";
import type { Checkpoints } from "../store/checkpoints";
import type { Channel, OutboxRow } from "../store/message-tables";
import type { Outbox } from "../store/outbox";
import type { Clock } from "../time/clock";
import type { Delivery, Send } from "./delivery";

/** Attempts for a message, over some 15 hours. */
const MOST_ATTEMPTS = 10;
const FIRST_GAP_MS = 10_000;
const LAST_GAP_MS = 6 * 3_600_000;
/** In hand at a time; those of one target are sent one after the other. */
const MOST_IN_HAND = 30;
/** A target that takes its time gets the rest in the next round, which the others are waiting for. */
const ROUND_MS = 10_000;
/** Nobody else takes what is in hand: longer than a round and its last message. */
const IN_HAND_MS = 60_000;
const KEPT_MS = 30 * 86_400_000;
const PRUNE_MS = 3_600_000;

export interface DispatcherOptions {
  outbox: Outbox;
  checkpoints: Checkpoints;
  /** By channel; what is left out is not configured. */
  senders: Partial<Record<Channel, Send>>;
  clock: Clock;
  /** Wall clock. */
  now: () => Date;
  random: () => number;
  logger: Logger;
}

export class Dispatcher {
  private prunedAt = Number.NEGATIVE_INFINITY;
  /** Channels that asked to be left alone, until when by the clock. */
  private readonly heldUntil = new Map<Channel, number>();

  constructor(private readonly options: DispatcherOptions) {}

  /** One round: each target gets its messages until one fails. @returns whether there was something to send */
  async round(stopping: AbortSignal): Promise<boolean> {
    const { outbox, now } = this.options;
    await this.prune();
    const rows = await outbox.take(now(), MOST_IN_HAND, this.later(IN_HAND_MS));
    const targets = new Map<string, OutboxRow[]>();
    for (const row of rows) {
      const name = `${row.channel} ${row.target}`;
      targets.set(name, [...(targets.get(name) ?? []), row]);
    }
    const ends = await Promise.allSettled([...targets.values()].map((own) => this.sendAll(own, stopping)));
    const failure = ends.find((end) => end.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    return rows.length > 0;
  }

  private async sendAll(rows: readonly OutboxRow[], stopping: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const end = clock.now() + ROUND_MS;
    for (const [index, row] of rows.entries()) {
      const heldMs = (this.heldUntil.get(row.channel) ?? 0) - clock.now();
      if (stopping.aborted || clock.now() >= end || heldMs > 0) {
        return this.giveBack(rows.slice(index), Math.max(0, heldMs));
      }
      const delivery = await this.send(row);
      await this.note(row, delivery);
      // Others of the target would wait as long for nothing.
      if (delivery.kind === "failed" || delivery.kind === "busy") {
        return this.giveBack(rows.slice(index + 1), delivery.kind === "busy" ? delivery.waitMs : 0);
      }
    }
  }

  private async send({ channel, target, payload, id }: OutboxRow): Promise<Delivery> {
    const { senders, checkpoints } = this.options;
    const send = senders[channel];
    if (send === undefined) return { kind: "refused", error: `The configuration has no ${channel} any more` };
    return checkpoints.pass("send_message", () => send(target, payload, id));
  }

  private async note(row: OutboxRow, delivery: Delivery): Promise<void> {
    const { outbox, now, clock, logger } = this.options;
    const { id, kind, channel, target, attempts } = row;
    if (delivery.kind === "sent") return outbox.sent(id, now());
    const { error } = delivery;
    const to = channel === "webhook" ? placeOf(target) : target;
    if (delivery.kind === "busy") {
      const { waitMs, everywhere } = delivery;
      if (everywhere) this.heldUntil.set(channel, clock.now() + waitMs);
      await outbox.hold(channel, everywhere ? null : target, this.later(waitMs));
      await this.giveBack([row], waitMs);
      return logger.warn({ channel, to, waitMs }, `messages wait: ${error}`);
    }
    if (delivery.kind === "refused" || attempts + 1 >= MOST_ATTEMPTS) {
      await outbox.died(id, error);
      return logger.warn({ id, kind, channel, to }, `a message is given up: ${error}`);
    }
    await outbox.failed(id, error, this.later(this.gapMs(attempts)));
    logger.info({ id, kind, channel, to, attempts: attempts + 1 }, `a message was not delivered: ${error}`);
  }

  /** Out of hand, to be taken so much later. */
  private async giveBack(rows: readonly OutboxRow[], waitMs: number): Promise<void> {
    const ids = rows.map(({ id }) => id);
    await this.options.outbox.giveBack(ids, this.later(waitMs));
  }

  /** @param failures before this one */
  private gapMs(failures: number): number {
    const gap = Math.min(LAST_GAP_MS, FIRST_GAP_MS * 3 ** failures);
    return gap * (0.75 + this.options.random() / 2);
  }

  private later(ms: number): Date {
    return new Date(this.options.now().getTime() + ms);
  }

  private async prune(): Promise<void> {
    const { clock, outbox } = this.options;
    if (clock.now() - this.prunedAt < PRUNE_MS) return;
    this.prunedAt = clock.now();
    await outbox.prune(this.later(-KEPT_MS));
  }
}
