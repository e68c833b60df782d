/**
 * `verify`: rebuilds all that happened to a subscription, a bot or a creator's bots from the transactions alone, and holds it
 * against the accounts. Every record's head and split, every payment and every token in an escrow is recomputed.
 */
import { formatDollars, type ProfitShareClient } from "@profit-share/sdk";
import type { WalkedTransaction } from "@profit-share/sdk/history";
import { type Books, BooksMismatch, enter, MissingBeginning, openBooks } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { type Checkpoint, CheckpointFile } from "./checkpoint";
import { differenceIn } from "./compare";
import { type Beginning, beginningAt, Followed, type Kind, keyOf } from "./followed";
import { TransactionQueue } from "./queue";

export interface VerifyOptions {
  /** File of the checkpoint; null: it begins anew and leaves none. */
  resume: string | null;
  /** Whether a node may be asked for many transactions by one request. */
  atOnce: boolean;
  onProgress: (progress: { read: number; left: number }) => void;
}

/** Something is settled all the time: then the accounts are read again, behind what came since. */
const ATTEMPTS = 10;
/** Transactions between two checkpoints. */
const SAVE_EVERY = 2_000;

export async function verify(client: ProfitShareClient, address: PublicKey, options: VerifyOptions): Promise<Outcome> {
  const { resume } = options;
  const beginning = await beginningAt(client, address);
  const file = resume === null ? null : await CheckpointFile.of(client, address, resume);
  const before = file?.load() ?? null;
  // Of a bot that the checkpoint does not know nothing was read.
  const usable = before !== null && beginning.bots.every((bot) => before.bots.includes(bot.toBase58()));
  for (let from = usable ? before : null, { bots } = beginning; ; from = null) {
    const verification = new Verification(client, beginning.kind, { ...options, file }, from);
    await verification.follow({ ...beginning, bots });
    const { mismatch, otherBots } = await verification.run();
    if (otherBots.length === 0) return outcomeOf(address, verification, mismatch);
    // Transactions that were entered may tell of these bots, too: all is entered again.
    bots = [...bots, ...otherBots];
  }
}

/** What a run found. */
interface Verdict {
  /** The first thing that is wrong, in words; null if everything is right. */
  mismatch: string | null;
  /** Bots that have to be followed, too, before anything can be said. */
  otherBots: PublicKey[];
}

class Verification {
  private readonly followed: Followed;
  private readonly queue: TransactionQueue;
  books: Books;
  records = 0;
  private newest: number;
  private savedAt = 0;

  constructor(
    private readonly client: ProfitShareClient,
    readonly kind: Kind,
    private readonly options: Omit<VerifyOptions, "resume"> & { file: CheckpointFile | null },
    private readonly before: Checkpoint | null,
  ) {
    this.newest = before?.slot ?? 0;
    this.followed = new Followed(kind, client.programId);
    this.queue = new TransactionQueue(client, this.newest, options.atOnce);
    this.books = before?.books ?? openBooks(client.programId);
  }

  /** Begins with these, and with what the checkpoint knows. */
  async follow({ bots, subscriptions }: Omit<Beginning, "kind">): Promise<void> {
    const { followed, before } = this;
    for (const bot of [...bots, ...(before?.bots.map(keyOf) ?? [])]) await this.add(followed.addBot(bot));
    for (const one of [...subscriptions, ...(before?.subscriptions.map(keyOf) ?? [])]) {
      await this.add(followed.addSubscription(one));
    }
  }

  get transactions(): number {
    return this.queue.read;
  }

  async run(): Promise<Verdict> {
    for (let attempt = 1; ; attempt += 1) {
      const entered = await this.enterAll();
      if (entered.mismatch !== null || entered.otherBots.length > 0) return entered;
      const mismatch = await differenceIn(this.client, this.books, this.kind);
      if (mismatch === null) this.save();
      if (mismatch === null || attempt === ATTEMPTS || !(await this.queue.addNew(this.newest))) {
        return { mismatch, otherBots: [] };
      }
    }
  }

  private async enterAll(): Promise<Verdict> {
    for (;;) {
      const transactions = await this.queue.next();
      if (transactions.length === 0) return { mismatch: null, otherBots: [] };
      const otherBots = this.followed.otherBotsIn(transactions);
      if (otherBots.length > 0) return { mismatch: null, otherBots };
      const more = this.followed.addSubscriptionsOf(transactions);
      if (more.length > 0) {
        // What they tell of can have begun in the same slots.
        this.queue.putBack(transactions);
        await this.add(more);
        continue;
      }
      const mismatch = this.enter(transactions);
      if (mismatch !== null) return { mismatch, otherBots: [] };
      if (this.queue.read - this.savedAt >= SAVE_EVERY) this.save();
      this.options.onProgress({ read: this.queue.read, left: this.queue.left });
    }
  }

  private enter(transactions: readonly WalkedTransaction[]): string | null {
    try {
      const { books, entries } = enter({ ...this.books, scope: this.followed.scope }, transactions);
      this.books = books;
      this.records += entries.filter(({ kind }) => kind === "settlement").length;
    } catch (error) {
      if (error instanceof BooksMismatch) return mismatchWords(error);
      if (error instanceof MissingBeginning) return error.message;
      throw error;
    }
    this.newest = Math.max(this.newest, transactions.at(-1)!.slot);
    return null;
  }

  private save(): void {
    this.savedAt = this.queue.read;
    const { books, newest: slot } = this;
    this.options.file?.save({ slot, ...this.followed.names(), books });
  }

  private async add(addresses: readonly PublicKey[]): Promise<void> {
    for (const address of addresses) await this.queue.add(address);
  }
}

function mismatchWords({ signature, what, expected, actual }: BooksMismatch): string {
  // A record that is wrong says itself what the rule or the chain of heads gives.
  const said = expected === "right" ? `is wrong: ${actual}` : `is ${actual}, recomputed it is ${expected}`;
  return `transaction ${signature}: ${what} ${said}`;
}

function outcomeOf(address: PublicKey, verification: Verification, mismatch: string | null): Outcome {
  const { books, kind, records, transactions } = verification;
  const living = [...books.live.values()].filter((standing) => standing !== null);
  const standings = [...living, ...books.closed.values()];
  const share = standings.reduce((sum, { sums }) => sum + sums.accrued, 0n);
  const counts = `${transactions} transactions, ${records} settlements, ${living.length} living and ${books.closed.size} closed subscriptions of ${books.bots.size} bots`;
  return {
    text:
      mismatch === null
        ? `VERIFIED: ${kind} ${address.toBase58()}. ${counts}: every head, split, payment and escrow follows from the terms; together a share of ${formatDollars(share)}.`
        : `NOT VERIFIED: ${kind} ${address.toBase58()}: ${mismatch}`,
    json: {
      ...{ address, kind, verified: mismatch === null, mismatch, transactions, records },
      ...{ bots: books.bots.size, living: living.length, closed: books.closed.size, accrued: share },
    },
    exitCode: mismatch === null ? EXIT.done : EXIT.refused,
  };
}
