/** Blockhashes for new transactions: one request serves all that are signed within a second. */
import type { Connection } from "@solana/web3.js";
import type { Clock } from "../time/clock";
import { whenCaughtUp } from "./connection";

export interface Blockhash {
  blockhash: string;
  lastValidBlockHeight: number;
  /** A slot in which it was known. */
  slot: number;
}

/** What was decided on a slot that is so much later has had time to outlive a part of the blockhash. */
const MAX_SLOTS = 30;

export interface BlockhashOptions {
  connection: Connection;
  clock: Clock;
  /** Milliseconds for which one is used. */
  maxAgeMs: number;
}

export class Blockhashes {
  private latest: { at: number; answer: Promise<Blockhash> } | null = null;

  constructor(private readonly options: BlockhashOptions) {}

  /** @param slot of what the transaction was decided on @throws what the connection throws */
  async get(slot: number): Promise<Blockhash> {
    const known = this.latest;
    if (known !== null && this.options.clock.now() - known.at < this.options.maxAgeMs) {
      const blockhash = await known.answer;
      if (slot <= blockhash.slot + MAX_SLOTS) return blockhash;
      if (this.latest === known) this.latest = null;
      return this.get(slot);
    }
    const next = { at: this.options.clock.now(), answer: this.ask(slot) };
    this.latest = next;
    next.answer.catch(() => {
      if (this.latest === next) this.latest = null;
    });
    return next.answer;
  }

  /** The latest one is not used any more: a transaction expired, so the node may hand out old ones. */
  forget(): void {
    this.latest = null;
  }

  private async ask(slot: number): Promise<Blockhash> {
    const { connection, clock } = this.options;
    const config = { commitment: "confirmed", ...(slot === 0 ? {} : { minContextSlot: slot }) } as const;
    const { context, value } = await whenCaughtUp(() => connection.getLatestBlockhashAndContext(config), clock);
    return { ...value, slot: context.slot };
  }
}
