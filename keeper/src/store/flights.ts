/**
 * Transactions in flight: stored before they are sent, until their fate is final. All of them are kept in memory, too, and
 * every change is written through: thousands of lanes ask about themselves without a query each.
 */
import type { Db } from "@profit-share/storage";
import { and, count, eq, inArray, isNull, min, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { UNSETTLED } from "./closes";
import { EVERYTHING, type Leases } from "./leases";
import { TABLES_LANE } from "./lookup-tables";
import { closes, flightLanes, flights, lanes, transfers, UNPAID } from "./schema";
import { profitShareDistributions } from "./tables";
import { transferOf } from "./transfers";

/** An attested close that a transaction settles. */
export interface LaneClose {
  /** The subscription's address. */
  lane: string;
  instance: bigint;
  /** Hexadecimal. */
  reference: string;
}

/** A signed transaction. */
export interface Flight {
  signature: string;
  /** What it is for, in logs. */
  action: string;
  /** Whose turns it takes, each once. */
  lanes: readonly string[];
  /** At most one for each lane. */
  closes: readonly LaneClose[];
  lastValidBlockHeight: number;
  /** A slot in which its blockhash was known; 0 if the version that stored it did not say. */
  blockhashSlot: number;
  /** Base64 of the signed bytes. */
  transaction: string;
  /** The slot in which it was confirmed; null while it is open. */
  landedSlot: number | null;
}

/** A close that a flight settled. */
export interface LandedClose extends LaneClose {
  sequence: bigint;
  /** The creator's lifetime share afterwards, base units. */
  accrued: bigint;
  /** What the balance has paid of it, lifetime, base units. */
  credited: bigint;
  /** Profit that the day's cap cut off for good, base units; null if it was read from an account, which does not say. */
  dropped: bigint | null;
}

/** What became of a flight. */
export interface Landed {
  slot: number;
  /** What it settled; one that is left out is read from the chain's accounts or history. */
  closes: readonly LandedClose[];
  /** Lanes of which it may have paid the creator. */
  paying: readonly string[];
  /** Whether no fork can take it away: then it is forgotten. */
  final: boolean;
}

/** Where the executor keeps what is in flight. */
export interface Flights {
  /** The lane's open flight; null if it has none. */
  get(lane: string): Promise<Flight | null>;
  /** Every flight, the landed ones that are not final yet, too. */
  all(): Promise<Flight[]>;
  /** How many are open, and since when the oldest is; null without one. */
  waiting(): Promise<{ count: number; since: Date | null }>;
  /** @throws Error if one of its lanes has an open flight */
  store(flight: Flight): Promise<void>;
  /** It was confirmed: its lanes are free. */
  land(flight: Flight, landed: Landed): Promise<void>;
  /** A landed one is final. */
  forget(flight: Flight): Promise<void>;
  /**
   * A fork took a landed one away: what it settled is pending again.
   * @returns whether it is open again; it is not if one of its lanes has another open flight by now, and is forgotten then
   */
  reopen(flight: Flight): Promise<boolean>;
  /** It failed, or can never land any more. @param slot from which on the chain's accounts show that; 0: they need not */
  drop(flight: Flight, slot: number): Promise<void>;
  /** What is read of the lane has to be of this slot or a later one; 0 before its first transaction. */
  landedAt(lane: string): Promise<number>;
}

export class FlightStore implements Flights {
  private loaded: Promise<void> | null = null;
  private readonly known = new Map<string, Flight>();
  /** The open flight of each lane that has one. */
  private readonly open = new Map<string, Flight>();
  private readonly slots = new Map<string, number>();

  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
    private readonly leases: Pick<Leases, "fence"> = EVERYTHING,
  ) {}

  async get(lane: string): Promise<Flight | null> {
    await this.load();
    return this.open.get(lane) ?? null;
  }

  async all(): Promise<Flight[]> {
    await this.load();
    return [...this.known.values()];
  }

  async waiting(): Promise<{ count: number; since: Date | null }> {
    const [row] = await this.db
      .select({ count: count(), since: min(flights.storedAt) })
      .from(flights)
      .where(isNull(flights.landedSlot));
    return row!;
  }

  /** Subscriptions with an open flight. */
  async lanes(): Promise<string[]> {
    await this.load();
    return [...this.open.keys()].filter((lane) => transferOf(lane) === null && lane !== TABLES_LANE);
  }

  async landedAt(lane: string): Promise<number> {
    await this.load();
    return this.slots.get(lane) ?? 0;
  }

  /** Every lane that the database knows of, whoever looks after it. */
  async storedLanes(): Promise<string[]> {
    const taken = await this.db.selectDistinct({ lane: flightLanes.lane }).from(flightLanes);
    const landed = await this.db.select({ lane: lanes.lane }).from(lanes);
    return [...new Set([...taken, ...landed].map(({ lane }) => lane))];
  }

  /** Reads what another process has left of these lanes: it looked after them before. */
  async takeOver(taken: readonly string[]): Promise<void> {
    await this.load();
    if (taken.length === 0) return;
    const named = this.db
      .select({ signature: flightLanes.signature })
      .from(flightLanes)
      .where(inArray(flightLanes.lane, [...taken]));
    const rows = await this.db.select().from(flights).where(inArray(flights.signature, named));
    const slots = await this.db
      .select()
      .from(lanes)
      .where(inArray(lanes.lane, [...taken]));
    const present = new Set(rows.map(({ signature }) => signature));
    for (const lane of taken) {
      const stale = this.open.get(lane);
      if (stale !== undefined && !present.has(stale.signature)) this.remove(stale);
    }
    await this.read(rows);
    for (const { lane, slot } of slots) this.slots.set(lane, slot);
  }

  async store(flight: Flight): Promise<void> {
    await this.load();
    await this.checkpoints.pass("store_flight", () =>
      this.db.transaction(async (tx) => {
        const { lanes: names, closes: settles, ...row } = flight;
        await this.leases.fence(
          tx,
          names.filter((lane) => transferOf(lane) === null),
        );
        await requireUnpaid(tx, transfersOf(flight));
        await tx.insert(flights).values(row);
        const settled = new Map(settles.map((close) => [close.lane, close]));
        await tx.insert(flightLanes).values(
          names.map((lane) => {
            const { instance = null, reference = null } = settled.get(lane) ?? {};
            return { signature: flight.signature, lane, open: true, instance, reference };
          }),
        );
      }),
    );
    this.put(flight);
  }

  async land(flight: Flight, { slot, closes: settled, paying, final }: Landed): Promise<void> {
    const { signature } = flight;
    await this.checkpoints.pass("land_flight", () =>
      this.db.transaction(async (tx) => {
        if (final) await tx.delete(flights).where(eq(flights.signature, signature));
        else {
          await tx.update(flights).set({ landedSlot: slot }).where(eq(flights.signature, signature));
          await tx.update(flightLanes).set({ open: false }).where(eq(flightLanes.signature, signature));
        }
        await raise(tx, flight.lanes, slot);
        if (paying.length > 0) {
          await tx
            .update(lanes)
            .set({ paidBy: signature, paidSlot: slot })
            .where(inArray(lanes.lane, [...paying]));
        }
        const paid = transfersOf(flight);
        if (paid.length > 0) await tx.update(transfers).set({ signature, slot }).where(inArray(transfers.id, paid));
        for (const { lane, instance, reference, ...told } of settled) {
          const row = of({ lane, instance, reference });
          await tx
            .update(closes)
            .set({ ...told, status: "settled", signature, slot })
            .where(row);
        }
      }),
    );
    this.remove(flight);
    if (!final) this.put({ ...flight, landedSlot: slot });
    this.raise(flight.lanes, slot);
  }

  async forget(flight: Flight): Promise<void> {
    await this.checkpoints.pass("forget_flight", () =>
      this.db.delete(flights).where(eq(flights.signature, flight.signature)),
    );
    this.remove(flight);
  }

  async reopen(flight: Flight): Promise<boolean> {
    const { signature } = flight;
    const isFree = await this.checkpoints.pass("reopen_flight", () =>
      this.db.transaction(async (tx) => {
        await tx
          .update(closes)
          .set({ ...UNSETTLED, status: "pending" })
          .where(eq(closes.signature, signature));
        await tx.update(transfers).set({ signature: null, slot: null }).where(eq(transfers.signature, signature));
        await unsign(tx, flight);
        // Asked here, not in memory: another one of the lane that the same fork took may be coming back, too.
        const open = and(inArray(flightLanes.lane, [...flight.lanes]), flightLanes.open);
        const taken = await tx.select({ lane: flightLanes.lane }).from(flightLanes).where(open).limit(1);
        if (taken.length > 0) await tx.delete(flights).where(eq(flights.signature, signature));
        else {
          await tx.update(flights).set({ landedSlot: null }).where(eq(flights.signature, signature));
          await tx.update(flightLanes).set({ open: true }).where(eq(flightLanes.signature, signature));
        }
        return taken.length === 0;
      }),
    );
    this.remove(flight);
    if (isFree) this.put({ ...flight, landedSlot: null });
    return isFree;
  }

  async drop(flight: Flight, slot: number): Promise<void> {
    await this.checkpoints.pass("drop_flight", () =>
      this.db.transaction(async (tx) => {
        await tx.delete(flights).where(eq(flights.signature, flight.signature));
        if (slot > 0) await raise(tx, flight.lanes, slot);
      }),
    );
    this.remove(flight);
    this.raise(flight.lanes, slot);
  }

  private load(): Promise<void> {
    this.loaded ??= this.readAll().catch((error) => {
      // The next who asks tries again.
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }

  private async readAll(): Promise<void> {
    await this.read(await this.db.select().from(flights));
    for (const { lane, slot } of await this.db.select().from(lanes)) this.slots.set(lane, slot);
  }

  private async read(rows: readonly (typeof flights.$inferSelect)[]): Promise<void> {
    if (rows.length === 0) return;
    const signatures = rows.map(({ signature }) => signature);
    const taken = await this.db.select().from(flightLanes).where(inArray(flightLanes.signature, signatures));
    const bySignature = new Map(signatures.map((signature) => [signature, [] as (typeof taken)[number][]]));
    for (const lane of taken) bySignature.get(lane.signature)!.push(lane);
    for (const { storedAt: _, ...row } of rows) {
      const own = bySignature.get(row.signature)!;
      const settles = own.flatMap(({ lane, instance, reference }) =>
        instance === null || reference === null ? [] : [{ lane, instance, reference }],
      );
      this.put({ ...row, lanes: own.map(({ lane }) => lane), closes: settles });
    }
  }

  private put(flight: Flight): void {
    this.known.set(flight.signature, flight);
    if (flight.landedSlot === null) for (const lane of flight.lanes) this.open.set(lane, flight);
  }

  private remove({ signature, lanes: names }: Flight): void {
    this.known.delete(signature);
    for (const lane of names) if (this.open.get(lane)?.signature === signature) this.open.delete(lane);
  }

  private raise(names: readonly string[], slot: number): void {
    for (const lane of names) if (slot > (this.slots.get(lane) ?? 0)) this.slots.set(lane, slot);
  }
}

/** Another keeper on this database may have paid it meanwhile. */
async function requireUnpaid(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .select()
    .from(transfers)
    .where(inArray(transfers.id, [...ids]))
    .for("update");
  for (const { id, signature } of rows) {
    if (signature !== null) throw new Error(`The transfer ${id} is paid by ${signature}`);
  }
}

const transfersOf = ({ lanes: names }: Flight): string[] => names.flatMap((lane) => transferOf(lane) ?? []);

const of = ({ lane, instance, reference }: LaneClose) =>
  and(eq(closes.subscription, lane), eq(closes.instance, instance), eq(closes.reference, reference));

/** What it had paid may be paid by another one, before a look shows that it was not. */
async function unsign(tx: Db, { signature, lanes: names }: Flight): Promise<void> {
  const { subscription, signature: paidBy } = profitShareDistributions;
  await tx
    .update(lanes)
    .set(UNPAID)
    .where(and(inArray(lanes.lane, [...names]), eq(lanes.paidBy, signature)));
  await tx
    .update(profitShareDistributions)
    .set({ signature: null })
    .where(and(inArray(subscription, [...names]), eq(paidBy, signature)));
}

type Transaction = Pick<Db, "insert">;

/** The lanes' slots never go back. */
async function raise(tx: Transaction, names: readonly string[], slot: number): Promise<void> {
  await tx
    .insert(lanes)
    .values(names.map((lane) => ({ lane, slot })))
    .onConflictDoUpdate({ target: lanes.lane, set: { slot: sql`greatest(${lanes.slot}, excluded.slot)` } });
}
