/** Tells creators what they were paid and operators what is to be mended, beside the keeper's work, which never waits for it. */
import type { Database, Db } from "@profit-share/storage";
import type { Logger } from "pino";
import type { Notifications } from "../config/notifications";
import { AlertStore } from "../store/alerts";
import type { Checkpoints } from "../store/checkpoints";
import type { Distribution } from "../store/distributions";
import { NewsStore } from "../store/news";
import { type Message, Outbox, type OutboxCounts } from "../store/outbox";
import type { Clock } from "../time/clock";
import { type AlertNews, alertsAfter, HOLD_MS, type Problem } from "./alerting";
import { compose, idOf } from "./compose";
import { Dispatcher } from "./dispatcher";
import { telegramSender } from "./telegram";
import { webhookSender } from "./webhook";
import { overText, problemText } from "./words";

/** Between two looks at what is due. */
const IDLE_MS = 2_000;
/** After a fault of the database. */
const FAULT_MS = 10_000;
/** Between two looks at what is to be mended. */
const WATCH_MS = 60_000;

export interface NotifierOptions {
  notifications: Notifications;
  database: Database;
  checkpoints: Checkpoints;
  /** The payer, base58: whom operators hear from. */
  keeper: string;
  /** How long the answer to a message is waited for. */
  messageMs: number;
  clock: Clock;
  random: () => number;
  logger: Logger;
  /** Wall clock; the system's if left out. */
  now?: () => Date;
}

export class Notifier {
  private readonly outbox: Outbox;
  private readonly news: NewsStore;
  private readonly alerts: AlertStore;
  private readonly dispatcher: Dispatcher;
  private readonly now: () => Date;

  constructor(private readonly options: NotifierOptions) {
    const { database, checkpoints, notifications, messageMs, clock, random, logger, now = () => new Date() } = options;
    const { telegram, webhooks } = notifications;
    this.now = now;
    this.outbox = new Outbox(database.db, checkpoints);
    this.news = new NewsStore(database.db, checkpoints);
    this.alerts = new AlertStore(database.db, checkpoints);
    const senders = {
      ...(telegram === null ? {} : { telegram: telegramSender({ ...telegram, timeoutMs: messageMs }) }),
      webhook: webhookSender(webhooks, messageMs),
    };
    this.dispatcher = new Dispatcher({ outbox: this.outbox, checkpoints, senders, clock, now, random, logger });
  }

  /** Within the transaction that stores the payments: what is rolled back is not told, and nothing else is lost. */
  paid(tx: Db, payments: readonly Distribution[]): Promise<void> {
    const urls = this.options.notifications.webhooks.map(({ url }) => url);
    return this.news.note(tx, payments, urls, this.now());
  }

  counts(): Promise<OutboxCounts> {
    return this.outbox.counts();
  }

  /**
   * Goes on until it is aborted; then it waits for the messages in hand, each for `messageMs` at the most.
   * @param problems what is to be mended now
   */
  async run(stopping: AbortSignal, problems: () => Promise<Problem[]>): Promise<void> {
    await Promise.all([
      this.repeat(stopping, async () => ((await this.round(stopping)) ? 0 : IDLE_MS)),
      this.watch(stopping, problems),
    ]);
  }

  /** Makes messages of what is due, and sends them. @returns whether there was something */
  async round(stopping: AbortSignal): Promise<boolean> {
    const gathered = await this.news.gather(this.now(), compose);
    return (await this.dispatcher.round(stopping)) || gathered;
  }

  /** @param mayEnd whether this keeper has run for long enough to know that it has no other problems */
  async tell(problems: readonly Problem[], mayEnd: boolean): Promise<void> {
    const now = this.now();
    await this.alerts.change(now, (before) => {
      const { rows, news } = alertsAfter(before, problems, now, mayEnd);
      return { rows, messages: news.flatMap((one) => this.messagesOf(one, now)) };
    });
  }

  private async watch(stopping: AbortSignal, problems: () => Promise<Problem[]>): Promise<void> {
    const { clock, notifications } = this.options;
    if (notifications.operators.length + notifications.webhooks.length === 0) return;
    const started = clock.now();
    await this.repeat(stopping, async () => {
      await this.tell(await problems(), clock.now() - started >= HOLD_MS);
      return WATCH_MS;
    });
  }

  /** @param work returns the milliseconds until the next time */
  private async repeat(stopping: AbortSignal, work: () => Promise<number>): Promise<void> {
    const { clock, logger } = this.options;
    while (!stopping.aborted) {
      const ms = await work().catch((error) => {
        logger.error({ err: error }, "messages cannot be made or noted: they wait");
        return FAULT_MS;
      });
      if (ms > 0) await clock.sleep(ms, stopping);
    }
  }

  private messagesOf({ kind, row }: AlertNews, now: Date): Message[] {
    const { keeper, notifications } = this.options;
    const { problem, sentence, since } = row;
    const text = kind === "problem" ? problemText(keeper, sentence) : overText(keeper, sentence, since, now);
    const data = { keeper, problem, sentence, since };
    const json = JSON.stringify({ type: kind, timestamp: now, data });
    const about = [problem, since.toISOString(), now.toISOString()];
    const message = (channel: Message["channel"], target: string, payload: string): Message => ({
      id: idOf(kind, target, about),
      kind,
      channel,
      target,
      payload,
    });
    return [
      ...notifications.operators.map(({ chat }) => message("telegram", chat, text)),
      ...notifications.webhooks.map(({ url }) => message("webhook", url, json)),
    ];
  }
}
