/** Passes, one after the other: when a notification says that something happened, and when none has come for a while. */
import { type Feed, type FeedListener, openWebSocketFeed, openYellowstoneFeed } from "@profit-share/feed";
import { HistoryUnavailable, isNodeFailure } from "@profit-share/sdk";
import { DatabaseUnreachable } from "@profit-share/storage";
import type { Follower, Pass } from "./follower";

/** pino's logger, or one like it. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Where notifications come from. They only wake: what they miss, the next poll finds. */
export type Notifications = { url: string } | { url: string; token: string };

export interface LoopOptions {
  /** Milliseconds after which it looks by itself. */
  pollMs: number;
  /** Ends it: the step under way is stored or not, and what it waits for is left. */
  signal: AbortSignal;
  logger: Logger;
  /** Told of each pass that went through. */
  onPass?: (pass: Pass) => void;
}

/** Waits after passes that failed; the last one again and again. Milliseconds. */
const FAILED_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

/** @throws what no waiting helps against: AnotherIndexer, NewerDatabase, InvalidInput, and faults of this program */
export async function follow(
  follower: Pick<Follower, "pass">,
  openFeed: (listener: FeedListener) => Feed | null,
  { pollMs, signal, logger, onPass = () => {} }: LoopOptions,
): Promise<void> {
  const bell = new Bell(signal);
  const feed = openFeed({ onTransaction: () => bell.ring(), onGap: () => bell.ring() });
  try {
    for (let failures = 0; !signal.aborted; ) {
      bell.hush();
      try {
        const pass = await follower.pass();
        for (const subscription of pass.setAside)
          logger.warn(
            { subscription },
            "A subscription does not fit: nothing of it is entered any more, /v1/status says why",
          );
        if (pass.problem !== null)
          logger.warn({ problem: pass.problem.message }, "A transaction does not fit: nothing newer is entered");
        else if (pass.entered > 0) logger.info({ entered: pass.entered }, "Entered transactions");
        onPass(pass);
        failures = 0;
        await bell.rung(pollMs);
      } catch (error) {
        if (signal.aborted) return;
        if (!isPassing(error)) throw error;
        const wait = FAILED_MS[Math.min(failures, FAILED_MS.length - 1)]!;
        failures += 1;
        logger.warn({ error: (error as Error).message, againInMs: wait }, "A pass failed");
        await bell.elapsed(wait);
      }
    }
  } finally {
    await feed?.close();
  }
}

const isPassing = (error: unknown): boolean =>
  isNodeFailure(error) || error instanceof HistoryUnavailable || error instanceof DatabaseUnreachable;

/** Transactions that name the program, as they land. */
export function openNotifications(program: string, from: Notifications, listener: FeedListener, logger: Logger): Feed {
  const wanted = { mentions: [program], listener, logger };
  return "token" in from ? openYellowstoneFeed({ ...from, ...wanted }) : openWebSocketFeed({ ...from, ...wanted });
}

/** Wakes whoever waits; rung before, it wakes at once. */
class Bell {
  private isRung = false;
  private wake: () => void = () => {};

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener("abort", () => this.wake(), { once: true });
  }

  ring(): void {
    this.isRung = true;
    this.wake();
  }

  hush(): void {
    this.isRung = false;
  }

  async rung(ms: number): Promise<void> {
    if (!this.isRung) await this.elapsed(ms);
  }

  async elapsed(ms: number): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = () => {};
  }
}
