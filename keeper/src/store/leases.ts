/**
 * Several keepers on one database share the fleet: each holds parts of it for a while and renews that. The database's clock
 * says when a lease ends; this process counts it from before it asked, so it never believes in one for longer.
 */
import type { Db } from "@profit-share/storage";
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Logger } from "pino";
import type { Clock } from "../time/clock";
import { keepers, leases } from "./schema";
import { partitionOf, shiftOf } from "./shares";

/** Another keeper looks after the subscription by now. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export interface Leases {
  /** Whether this keeper looks after the subscription, base58, now. */
  holds(subscription: string): boolean;
  /**
   * Within a transaction that stores what only the holder may store: nobody else gets the leases before it ends.
   * @throws LeaseLost if one of the subscriptions is another's
   */
  fence(tx: Db, subscriptions: readonly string[]): Promise<void>;
  /** One round of renewing, taking and giving. @throws Error what the database says: what is held stays so until it runs out */
  renew(): Promise<void>;
  /** Resolves when every part has a holder that lives: what a dead one left is taken over by then. @throws Error as `renew` */
  settled(): Promise<void>;
  /** Goes on so until it is aborted, then gives everything back. */
  run(stopping: AbortSignal): Promise<void>;
}

/** A keeper that has its database to itself. */
export const EVERYTHING: Leases = {
  holds: () => true,
  fence: async () => {},
  renew: async () => {},
  settled: async () => {},
  run: async () => {},
};

export interface LeaseOptions {
  db: Db;
  clock: Clock;
  logger: Logger;
  /** How long a lease lives, and the time between two renewals, milliseconds. */
  leaseMs: number;
  renewMs: number;
  /** Of this process, unlike any other's. */
  self: string;
  /** What others may have left of these is read before they count as held. @throws Error what the database says */
  onGain: (isGained: (subscription: string) => boolean) => Promise<void>;
  /** Called when what is held has changed. */
  onChange: () => void;
}

export class SharedLeases implements Leases {
  private held: ReadonlySet<number> = new Set();
  /** By the clock. */
  private validUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LeaseOptions) {}

  holds(subscription: string): boolean {
    return this.isValid && this.held.has(partitionOf(subscription));
  }

  async fence(tx: Db, subscriptions: readonly string[]): Promise<void> {
    const wanted = [...new Set(subscriptions.map(partitionOf))];
    const rows = await tx
      .select({ partition: leases.partition })
      .from(leases)
      .where(
        and(
          inArray(leases.partition, wanted),
          eq(leases.holder, this.options.self),
          sql`${leases.until} > clock_timestamp()`,
        ),
      )
      .orderBy(asc(leases.partition))
      .for("share");
    if (rows.length === wanted.length) return;
    throw new LeaseLost(`Another keeper looks after ${subscriptions.join(", ")} by now`);
  }

  async settled(): Promise<void> {
    const { clock, renewMs } = this.options;
    for (const before = await this.others(); ; await clock.sleep(renewMs)) {
      await this.renew();
      const now = await this.others();
      // It has renewed since, or its time has run out and the round has taken what it held.
      if ([...before].every(([id, until]) => now.get(id) !== until)) return;
    }
  }

  async run(stopping: AbortSignal): Promise<void> {
    const { clock, logger } = this.options;
    while (!stopping.aborted) {
      await this.renew().catch((error) => logger.error({ err: error }, "the leases could not be renewed"));
      await clock.sleep(this.options.renewMs, stopping);
    }
    await this.release().catch((error) => logger.warn({ err: error }, "the leases were not given back: they run out"));
  }

  async renew(): Promise<void> {
    const { db, clock, self, onGain, onChange, logger } = this.options;
    const asked = clock.now();
    const held = new Set(await db.transaction((tx) => this.shift(tx)));
    // The answer may come when the time before is over: since then all of them were nobody's, or another's.
    const before = this.isValid ? this.held : new Set<number>();
    const gained = new Set([...held].filter((partition) => !before.has(partition)));
    if (gained.size > 0) await onGain((subscription) => gained.has(partitionOf(subscription)));
    const isGap = !this.isValid && this.held.size > 0;
    this.held = held;
    this.validUntil = asked + this.options.leaseMs;
    if (!isGap && before.size === held.size && gained.size === 0) return;
    logger.info({ keeper: self, parts: held.size }, "the part of the fleet that this keeper looks after has changed");
    onChange();
  }

  private get isValid(): boolean {
    return this.options.clock.now() < this.validUntil;
  }

  /** The end of each other keeper's time, by its name. */
  private async others(): Promise<Map<string, number>> {
    const rows = await this.options.db.select().from(keepers);
    return new Map(rows.filter(({ id }) => id !== this.options.self).map(({ id, until }) => [id, until.getTime()]));
  }

  /** Gives everything back at once. */
  async release(): Promise<void> {
    const { db, self } = this.options;
    this.held = new Set();
    await db.transaction(async (tx) => {
      await tx.update(leases).set({ holder: null, until: null }).where(eq(leases.holder, self));
      await tx.delete(keepers).where(eq(keepers.id, self));
    });
  }

  /**
   * All of it at one time, that of its beginning: a keeper's parts are free as soon as it counts as dead.
   * @returns what is held afterwards
   */
  private async shift(tx: Db): Promise<number[]> {
    const { self } = this.options;
    const until = sql`now() + ${`${this.options.leaseMs} milliseconds`}::interval`;
    // One after the other, and the rows in one order: nobody decides on what another one is changing.
    const rows = await tx
      .select({
        partition: leases.partition,
        holder: sql<string | null>`case when ${leases.until} > now() then ${leases.holder} end`,
      })
      .from(leases)
      .orderBy(asc(leases.partition))
      .for("update");
    await tx.insert(keepers).values({ id: self, until }).onConflictDoUpdate({ target: keepers.id, set: { until } });
    await tx.delete(keepers).where(lt(keepers.until, sql`now()`));
    const alive = await tx.select({ id: keepers.id }).from(keepers);
    const names = alive.map(({ id }) => id);
    const { take, give } = shiftOf(self, names, rows);
    const own = rows.filter(({ holder }) => holder === self).map(({ partition }) => partition);
    const held = [...own.filter((partition) => !give.includes(partition)), ...take];
    if (give.length > 0)
      await tx.update(leases).set({ holder: null, until: null }).where(inArray(leases.partition, give));
    if (held.length > 0) await tx.update(leases).set({ holder: self, until }).where(inArray(leases.partition, held));
    return held;
  }
}
