/**
 * What a transaction offers for each compute unit: what others paid of late for the accounts that it writes, between a floor and
 * a ceiling, and more for a lane whose last transaction expired. Asking holds up nothing: what is not known yet is not waited
 * for, and a node that does not say means the floor.
 */
import { max, min } from "@profit-share/sdk";
import { type Connection, PublicKey, type TransactionInstruction } from "@solana/web3.js";
import type { Logger } from "pino";
import type { Clock } from "../time/clock";

/** A node answers for some 150 slots; three quarters of them let a transaction in for this price. */
const PERCENTILE = 75;
/** How long an answer is used, and a node that fails to answer is left alone. Milliseconds. */
const FRESH_MS = 10_000;
const REST_MS = 60_000;
/** After an expiry the last price is doubled; from nothing it begins here. Micro-lamports. */
const FIRST_RAISE = 1_000n;

export interface PriceOptions {
  connection: Connection;
  clock: Clock;
  logger: Logger;
  /** Micro-lamports per compute unit. */
  floor: bigint;
  ceiling: bigint;
}

/** A transaction that is to be made. */
export interface Priced {
  lanes: readonly string[];
  instructions: readonly TransactionInstruction[];
}

interface Known {
  at: number;
  /** null until the node answers. */
  price: bigint | null;
}

export class Prices {
  /** By the accounts that it was asked for. */
  private readonly known = new Map<string, Known>();
  /** The answer that came last. */
  private latest: { at: number; price: bigint } | null = null;
  /** What lanes offer at least, since their last transaction expired. */
  private readonly raised = new Map<string, bigint>();
  private restsUntil = Number.NEGATIVE_INFINITY;
  private isFailing = false;

  constructor(private readonly options: PriceOptions) {}

  /** Begins to find out, where that is not known. */
  ask(transaction: Priced): void {
    const { clock, floor, ceiling } = this.options;
    const now = clock.now();
    if (ceiling <= floor || now < this.restsUntil) return;
    for (const [name, { at }] of this.known) if (now - at >= FRESH_MS) this.known.delete(name);
    const accounts = sharedBy(transaction);
    const name = accounts.join();
    if (this.known.has(name)) return;
    const asked: Known = { at: now, price: null };
    this.known.set(name, asked);
    void this.find(accounts, asked);
  }

  /** By what is known now. Micro-lamports per compute unit. */
  of(transaction: Priced): bigint {
    const { clock, floor, ceiling } = this.options;
    const isFresh = ({ at }: { at: number }): boolean => clock.now() - at < FRESH_MS;
    const own = this.known.get(sharedBy(transaction).join());
    // The accounts may be others, the cluster is as busy.
    const latest = this.latest !== null && isFresh(this.latest) ? this.latest.price : 0n;
    const market = own !== undefined && isFresh(own) && own.price !== null ? own.price : latest;
    const raised = transaction.lanes.map((lane) => this.raised.get(lane) ?? 0n);
    return max(floor, min(ceiling, [market, ...raised].reduce(max)));
  }

  /** The next transaction of these lanes offers more than this price. */
  raise(lanes: readonly string[], price: bigint): void {
    const next = min(this.options.ceiling, max(2n * price, FIRST_RAISE));
    for (const lane of lanes) this.raised.set(lane, next);
  }

  /** One of these lanes has landed. */
  forget(lanes: readonly string[]): void {
    for (const lane of lanes) this.raised.delete(lane);
  }

  private async find(accounts: readonly string[], asked: Known): Promise<void> {
    const { connection, clock, logger } = this.options;
    try {
      const lockedWritableAccounts = accounts.map((name) => new PublicKey(name));
      const fees = await connection.getRecentPrioritizationFees({ lockedWritableAccounts });
      asked.price = percentile(fees.map(({ prioritizationFee }) => BigInt(prioritizationFee)));
      this.latest = { at: clock.now(), price: asked.price };
      this.isFailing = false;
    } catch (error) {
      this.restsUntil = clock.now() + REST_MS;
      if (!this.isFailing) {
        logger.warn({ err: error }, "the node does not say what priority costs: computeUnitPrice is offered");
      }
      this.isFailing = true;
    }
  }
}

/** What it writes and others may write, too: a lane's account is written by its own transactions. */
function sharedBy({ lanes, instructions }: Priced): string[] {
  const written = instructions.flatMap(({ keys }) => keys.filter(({ isWritable }) => isWritable));
  const names = new Set(written.map(({ pubkey }) => pubkey.toBase58()));
  for (const lane of lanes) names.delete(lane);
  return [...names].sort();
}

/** The lowest of them that so many of 100 do not exceed; 0 of none. */
function percentile(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((one, other) => (one < other ? -1 : Number(one > other)));
  return sorted[Math.ceil((sorted.length * PERCENTILE) / 100) - 1] ?? 0n;
}
