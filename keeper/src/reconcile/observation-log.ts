/** Gathers what looks show of venue accounts, and stores it together: a fleet that starts shows thousands in seconds. */
import type { Logger } from "pino";
import type { Observed } from "../observe/observed";
import type { Observation, ObservationStore } from "../store/observations";
import type { Clock } from "../time/clock";

const GATHER_MS = 500;

export class ObservationLog {
  private waiting: Observation[] = [];
  private storing: Promise<void> | null = null;

  constructor(
    private readonly store: Pick<ObservationStore, "note">,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  add({ address, slot, now, subscription, venue }: Observed): void {
    if (venue.kind !== "read" && venue.kind !== "gone") return;
    const user = venue.kind === "read" ? venue.user : null;
    this.waiting.push({ subscription: address.toBase58(), instance: subscription.instance, slot, at: now, user });
    this.storing ??= this.gather();
  }

  /** Resolves when all is stored, or could not be. */
  async idle(): Promise<void> {
    await this.storing;
  }

  private async gather(): Promise<void> {
    await this.clock.sleep(GATHER_MS);
    while (this.waiting.length > 0) {
      const seen = this.waiting;
      this.waiting = [];
      try {
        await this.store.note(seen);
      } catch (error) {
        // Nothing is decided by them, and a later look that differs from what is stored is stored.
        this.logger.warn({ err: error }, "what the venue's accounts said could not be stored");
      }
    }
    this.storing = null;
  }
}
