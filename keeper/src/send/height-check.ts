/** Whether a node's block height can be right. Nothing is decided by it here; whoever else asks the node is misled by it. */
import type { Connection } from "@solana/web3.js";
import type { Logger } from "pino";
import type { Flight } from "../store/flights";
import type { Clock } from "../time/clock";

/** Milliseconds between two looks. */
const EVERY_MS = 60_000;
/** Blocks by which nodes behind one address may be apart, and finalized ones behind. */
const SLACK = 1_000;
/** Blocks that a blockhash lives for. */
const LIFETIME = 150;

interface HeightCheckOptions {
  connection: Connection;
  clock: Clock;
  logger: Logger;
  /** Which node answered last. */
  answeredBy: (method: string) => string;
}

export class HeightCheck {
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: HeightCheckOptions) {}

  /** Compares the height with what the youngest blockhash in flight says of it. @param seen a slot of the same time */
  async look(flights: readonly Flight[], seen: number): Promise<void> {
    const { connection, clock, logger, answeredBy } = this.options;
    const youngest = flights.reduce<Flight | null>(
      (best, one) => (one.blockhashSlot > (best?.blockhashSlot ?? 0) ? one : best),
      null,
    );
    if (youngest === null || clock.now() - this.lastAt < EVERY_MS) return;
    this.lastAt = clock.now();
    try {
      const height = await connection.getBlockHeight("finalized");
      const born = youngest.lastValidBlockHeight - LIFETIME;
      // Every block takes a slot at least.
      const most = born + Math.max(0, seen - youngest.blockhashSlot) + SLACK;
      if (height <= most && height >= born - SLACK) return;
      const node = answeredBy("getBlockHeight");
      logger.warn(
        { node, height, lastValidBlockHeight: youngest.lastValidBlockHeight },
        `the node ${node} says an implausible block height, ${height}: a fresh blockhash of it was known at about ${born}. ` +
          "The keeper does not go by it; ask the provider, or take another node",
      );
    } catch (error) {
      logger.debug({ err: error }, "the node does not say its block height");
    }
  }
}
