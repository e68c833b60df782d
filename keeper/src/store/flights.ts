/** Transactions in flight: stored before they are sent, until it is known what became of them. */
import { and, eq } from "drizzle-orm";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import type { Checkpoints } from "./checkpoints";
import { closes, type FlightRow, flights, lanes } from "./schema";

export type Flight = Omit<FlightRow, "storedAt">;

/** What a flight that landed settled. */
export interface LandedClose {
  sequence: bigint;
  /** The creator's lifetime share afterwards, base units. */
  accrued: bigint;
}

/** Where the executor keeps what is in flight. */
export interface Flights {
  get(lane: string): Promise<Flight | null>;
  store(flight: Flight): Promise<void>;
  /** @param close null if it settled none, or if that is to be read from the chain's history */
  land(flight: Flight, slot: number, close: LandedClose | null): Promise<void>;
  drop(flight: Flight): Promise<void>;
  /** The slot in which the lane's last transaction landed; 0 before the first. */
  landedAt(lane: string): Promise<number>;
}

export class FlightStore implements Flights {
  constructor(
    private readonly db: PgliteDatabase,
    private readonly checkpoints: Checkpoints,
  ) {}

  async get(lane: string): Promise<Flight | null> {
    const [row] = await this.db.select().from(flights).where(eq(flights.lane, lane));
    return row ?? null;
  }

  /** KeyedQueue with a flight. */
  async lanes(): Promise<string[]> {
    return (await this.db.select({ lane: flights.lane }).from(flights)).map(({ lane }) => lane);
  }

  async store(flight: Flight): Promise<void> {
    await this.checkpoints.pass("store_flight", () => this.db.insert(flights).values(flight));
  }

  async land(flight: Flight, slot: number, close: LandedClose | null): Promise<void> {
    const { lane, signature, instance, reference } = flight;
    await this.checkpoints.pass("land_flight", () =>
      this.db.transaction(async (tx) => {
        await tx.delete(flights).where(eq(flights.lane, lane));
        await tx.insert(lanes).values({ lane, slot }).onConflictDoUpdate({ target: lanes.lane, set: { slot } });
        if (close === null || instance === null || reference === null) return;
        await tx
          .update(closes)
          .set({ ...close, status: "settled", signature })
          .where(and(eq(closes.subscription, lane), eq(closes.instance, instance), eq(closes.reference, reference)));
      }),
    );
  }

  async drop({ lane }: Flight): Promise<void> {
    await this.checkpoints.pass("drop_flight", () => this.db.delete(flights).where(eq(flights.lane, lane)));
  }

  async landedAt(lane: string): Promise<number> {
    const [row] = await this.db.select().from(lanes).where(eq(lanes.lane, lane));
    return row?.slot ?? 0;
  }
}

/** For what nobody resumes after a restart, such as a transfer that a host asked for. */
export class MemoryFlights implements Flights {
  private readonly byLane = new Map<string, Flight>();

  constructor(private readonly checkpoints: Checkpoints) {}

  async get(lane: string): Promise<Flight | null> {
    return this.byLane.get(lane) ?? null;
  }

  async store(flight: Flight): Promise<void> {
    await this.checkpoints.pass("store_flight", async () => this.byLane.set(flight.lane, flight));
  }

  async land({ lane }: Flight): Promise<void> {
    await this.checkpoints.pass("land_flight", async () => this.byLane.delete(lane));
  }

  async drop({ lane }: Flight): Promise<void> {
    await this.checkpoints.pass("drop_flight", async () => this.byLane.delete(lane));
  }

  /** Every lane is used once. */
  async landedAt(): Promise<number> {
    return 0;
  }
}
