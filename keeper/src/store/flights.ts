/** Transactions in flight: stored before they are sent, until it is known what became of them. */
import { and, eq } from "drizzle-orm";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import type { Steps } from "../steps";
import { closes, type FlightRow, flights } from "./schema";

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
  /** Lanes with a flight. */
  lanes(): Promise<string[]>;
  store(flight: Flight): Promise<void>;
  /** @param close null if it settled none, or if that is to be read from the chain's history */
  land(flight: Flight, close: LandedClose | null): Promise<void>;
  drop(flight: Flight): Promise<void>;
}

export class FlightStore implements Flights {
  constructor(
    private readonly db: PgliteDatabase,
    private readonly steps: Steps,
  ) {}

  async get(lane: string): Promise<Flight | null> {
    const [row] = await this.db.select().from(flights).where(eq(flights.lane, lane));
    return row ?? null;
  }

  async lanes(): Promise<string[]> {
    return (await this.db.select({ lane: flights.lane }).from(flights)).map(({ lane }) => lane);
  }

  async store(flight: Flight): Promise<void> {
    await this.steps.take("store_flight", () => this.db.insert(flights).values(flight));
  }

  async land(flight: Flight, close: LandedClose | null): Promise<void> {
    const { lane, signature, instance, reference } = flight;
    await this.steps.take("land_flight", () =>
      this.db.transaction(async (tx) => {
        await tx.delete(flights).where(eq(flights.lane, lane));
        if (close === null || instance === null || reference === null) return;
        await tx
          .update(closes)
          .set({ ...close, status: "settled", signature })
          .where(and(eq(closes.subscription, lane), eq(closes.instance, instance), eq(closes.reference, reference)));
      }),
    );
  }

  async drop({ lane }: Flight): Promise<void> {
    await this.steps.take("drop_flight", () => this.db.delete(flights).where(eq(flights.lane, lane)));
  }
}

/** For what nobody resumes after a restart: a transfer that a host asked for, and tests. */
export class MemoryFlights implements Flights {
  private readonly byLane = new Map<string, Flight>();

  constructor(private readonly steps: Steps) {}

  async get(lane: string): Promise<Flight | null> {
    return this.byLane.get(lane) ?? null;
  }

  async lanes(): Promise<string[]> {
    return [...this.byLane.keys()];
  }

  async store(flight: Flight): Promise<void> {
    await this.steps.take("store_flight", async () => this.byLane.set(flight.lane, flight));
  }

  async land({ lane }: Flight): Promise<void> {
    await this.steps.take("land_flight", async () => this.byLane.delete(lane));
  }

  async drop({ lane }: Flight): Promise<void> {
    await this.steps.take("drop_flight", async () => this.byLane.delete(lane));
  }
}
