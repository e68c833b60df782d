/** The transactions of several addresses, each once, oldest slot first. Only what is listed of them is kept: flat in memory. */
import type { ProfitShareReader } from "@profit-share/sdk";
import {
  type ListedTransaction,
  listedAt,
  TransactionFetcher,
  type WalkedTransaction,
} from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";

/** Transactions fetched between two looks at what they name: as many as one request asks for. A slot is never cut in two. */
const AT_A_TIME = 100;

/** Transactions that are being fetched while the ones before them are entered. */
interface Ahead {
  listed: readonly ListedTransaction[];
  fetched: Promise<WalkedTransaction[]>;
}

export class TransactionQueue {
  /** Newest slot first, so that the next ones are at the end. */
  private waiting: ListedTransaction[] = [];
  private sorted = true;
  private readonly known = new Set<string>();
  private readonly addresses = new Map<string, PublicKey>();
  private readonly fetcher: TransactionFetcher;
  private ahead: Ahead | null = null;
  /** Handed out so far. */
  read = 0;

  /**
   * @param after transactions up to this slot are left out: they were read before, or tell of others
   * @param atOnce whether a node may be asked for many transactions by one request
   */
  constructor(
    private readonly reader: ProfitShareReader,
    private readonly after: number,
    private readonly atOnce: boolean,
  ) {
    this.fetcher = new TransactionFetcher(reader.connection, reader.commitment, { atOnce });
  }

  /** Adds all transactions of an address, once. */
  async add(address: PublicKey): Promise<void> {
    if (this.addresses.has(address.toBase58())) return;
    this.addresses.set(address.toBase58(), address);
    await this.list(address, this.after);
  }

  /** Lists what came since. @param newest slot that was read @returns whether there was anything */
  async addNew(newest: number): Promise<boolean> {
    const before = this.waiting.length;
    for (const address of this.addresses.values()) await this.list(address, Math.max(0, newest - 1));
    return this.waiting.length > before;
  }

  /** How many were listed and are not handed out yet. */
  get left(): number {
    return this.waiting.length;
  }

  /** The next ones; empty at the end. */
  async next(): Promise<WalkedTransaction[]> {
    if (!this.sorted) this.waiting.sort((a, b) => b.slot - a.slot);
    this.sorted = true;
    const listed = this.waiting.splice(this.beginOfNext()).reverse();
    const { ahead } = this;
    const isAhead = ahead !== null && isSame(ahead.listed, listed);
    const found = await (isAhead ? ahead.fetched : this.fetch(listed));
    this.read += found.length;
    this.fetchAhead();
    return found;
  }

  /** Hands them out again, in their place among what was added since. */
  putBack(transactions: readonly WalkedTransaction[]): void {
    for (const { signature, slot, time } of transactions) this.waiting.push({ signature, slot, blockTime: time });
    this.sorted = false;
    this.read -= transactions.length;
  }

  /** What is added since can come before it: then it was fetched in vain, by one request. */
  private fetchAhead(): void {
    if (!this.atOnce) return;
    const listed = this.waiting.slice(this.beginOfNext()).reverse();
    const fetched = this.fetch(listed);
    // Whoever waits for it is told.
    fetched.catch(() => {});
    this.ahead = { listed, fetched };
  }

  private async fetch(listed: readonly ListedTransaction[]): Promise<WalkedTransaction[]> {
    const found: WalkedTransaction[] = [];
    for await (const walked of this.fetcher.fetch(listed)) found.push(walked);
    return found;
  }

  private beginOfNext(): number {
    const { waiting } = this;
    let begin = Math.max(0, waiting.length - AT_A_TIME);
    while (begin > 0 && waiting[begin - 1]!.slot === waiting[begin]!.slot) begin -= 1;
    return begin;
  }

  private async list(address: PublicKey, after: number): Promise<void> {
    const { connection, commitment } = this.reader;
    const newerThan = after === 0 ? null : { slot: after + 1, signatures: [] };
    for await (const page of listedAt(connection, address, commitment, { newerThan })) {
      for (const one of page) {
        if (this.known.has(one.signature)) continue;
        this.known.add(one.signature);
        this.waiting.push({ signature: one.signature, slot: one.slot, blockTime: one.blockTime ?? null });
        this.sorted = false;
      }
    }
  }
}

const isSame = (some: readonly ListedTransaction[], others: readonly ListedTransaction[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index]);
