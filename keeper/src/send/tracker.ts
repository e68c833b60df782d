/**
 * Follows every stored transaction to its end, all of them in one loop: the same bytes are sent again and again until the
 * transaction is confirmed or can never land, and a confirmed one is watched until it is final. Who waits for one holds
 * nothing but a promise.
 */
import type { Connection, SignatureStatus } from "@solana/web3.js";
import type { Logger } from "pino";
import type { Checkpoints } from "../store/checkpoints";
import type { Flight, Flights, LandedClose } from "../store/flights";
import type { Clock } from "../time/clock";
import { type Expiry, neverLanding, PAYMENT } from "./expiry";
import { HeightCheck } from "./height-check";
import { detailsOf, failure, fetchLanded, payingIn, settledInAccounts, settledOf } from "./landed";
import type { Outcome } from "./outcome";
import type { Timing } from "./timing";

/** So many looks in a row that the RPC does not answer, and those who wait are told; the transaction is still followed. */
const MAX_FAILURES = 10;
/** The longest gap between two looks while the RPC does not answer, in looks. */
const MAX_GAP = 8;
/** What a node answers in one call. */
const MAX_STATUSES = 256;
/** A confirmed transaction that so many looks in a row do not see any more was taken away by a fork. */
const LOOKS_WITHOUT = 2;

export interface TrackerOptions {
  connection: Connection;
  flights: Flights;
  checkpoints: Checkpoints;
  timing: Timing;
  clock: Clock;
  logger: Logger;
  /** The place of the node that answered the method last. */
  answeredBy: (method: string) => string;
  /** Aborted when the keeper stops. */
  stopping: AbortSignal;
}

interface Waiter {
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

interface Followed {
  flight: Flight;
  /** When it was sent last, by the clock. */
  sentAt: number;
  /** The node has not answered the last sending. */
  sending: boolean;
  /** Its end is being noted: it is left out of the looks. */
  ending: boolean;
  /** Looks in a row that did not see a landed one. */
  unseen: number;
  waiting: Waiter[];
}

export class Tracker {
  private readonly followed = new Map<string, Followed>();
  private readonly work = new Set<Promise<void>>();
  private readonly heightCheck: HeightCheck;
  private loop: Promise<void> | null = null;
  private failures = 0;

  constructor(private readonly options: TrackerOptions) {
    this.heightCheck = new HeightCheck(options);
  }

  /**
   * What becomes of an open flight.
   * @param isNew sent at once; one that was there before is looked for first
   * @throws Error what the RPC says after it failed ten times in a row, or the database: the flight stays stored
   */
  follow(flight: Flight, { isNew }: { isNew: boolean }): Promise<Outcome> {
    const followed = this.watch(flight);
    const outcome = new Promise<Outcome>((resolve, reject) => followed.waiting.push({ resolve, reject }));
    if (isNew) this.start(followed, () => this.send(followed));
    return outcome;
  }

  /** Follows it without anybody who waits: one that was left open, or that landed and is not final. */
  watch(flight: Flight): Followed {
    const known = this.followed.get(flight.signature);
    if (known !== undefined) return known;
    const sentAt = Number.NEGATIVE_INFINITY;
    const followed: Followed = { flight, sentAt, sending: false, ending: false, unseen: 0, waiting: [] };
    this.followed.set(flight.signature, followed);
    this.loop ??= this.run().finally(() => {
      this.loop = null;
    });
    return followed;
  }

  /** Resolves when nothing is followed any more; after `stopping`, within the grace. */
  async idle(): Promise<void> {
    while (this.loop !== null || this.work.size > 0) await Promise.all([this.loop, ...this.work]);
  }

  private async run(): Promise<void> {
    const { clock, timing, stopping } = this.options;
    let stoppedAt: number | null = null;
    while (this.followed.size > 0) {
      if (stopping.aborted) {
        stoppedAt ??= clock.now();
        const anybody = [...this.followed.values()].some(({ waiting, ending }) => waiting.length > 0 || ending);
        if (!anybody || clock.now() - stoppedAt >= timing.stopGraceMs) return this.leave();
      }
      await clock.sleep(
        timing.statusMs * Math.min(MAX_GAP, this.failures + 1),
        stopping.aborted ? undefined : stopping,
      );
      await this.look();
    }
  }

  /** The next start goes on from here. */
  private leave(): void {
    for (const { flight, waiting } of this.followed.values()) {
      for (const { resolve } of waiting) resolve({ kind: "unresolved", signature: flight.signature });
    }
    this.followed.clear();
  }

  private async look(): Promise<void> {
    const { connection, logger } = this.options;
    try {
      const all = [...this.followed.values()].filter(({ ending }) => !ending);
      let seen = 0;
      for (let first = 0; first < all.length; first += MAX_STATUSES) {
        const some = all.slice(first, first + MAX_STATUSES);
        const signatures = some.map(({ flight }) => flight.signature);
        const { context, value } = await connection.getSignatureStatuses(signatures);
        seen = context.slot;
        const unknown = some.filter((followed, index) => !this.judge(followed, value[index] ?? null, context.slot));
        await this.giveUp(unknown, context.slot);
      }
      const flights = all.map(({ flight }) => flight);
      await this.heightCheck.look(flights, seen);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      const level = this.failures === 1 || this.failures === MAX_FAILURES ? "warn" : "debug";
      logger[level]({ inFlight: this.followed.size, failures: this.failures, err: error }, "the RPC does not answer");
      if (this.failures === MAX_FAILURES) for (const followed of this.followed.values()) release(followed, error);
    }
  }

  /** @returns whether the status says all there is to do; what is unknown may have expired, or is to be sent again */
  private judge(followed: Followed, status: SignatureStatus | null, slot: number): boolean {
    const { flight } = followed;
    if (flight.landedSlot !== null) {
      followed.unseen = status === null && slot >= flight.landedSlot ? followed.unseen + 1 : 0;
      if (status !== null && isFinal(status)) this.end(followed, () => this.final(followed));
      else if (followed.unseen >= LOOKS_WITHOUT) this.end(followed, () => this.reopen(followed));
      return true;
    }
    if (status === null) return false;
    // Of a payment success is said once and for good, so it waits until no fork can take it away.
    const isEnough = flight.action === PAYMENT ? isFinal : isConfirmed;
    if (isEnough(status)) this.end(followed, () => this.landed(followed, status));
    return true;
  }

  /** Sends again what may still land, and ends what never will. @param slot of the answer that does not know them */
  private async giveUp(unknown: readonly Followed[], slot: number): Promise<void> {
    const { clock, timing } = this.options;
    for (const followed of unknown) {
      // It was known at the latest now, so it dies at the latest 150 blocks from now.
      if (followed.flight.blockhashSlot === 0) followed.flight = { ...followed.flight, blockhashSlot: slot };
      const due = !followed.sending && clock.now() - followed.sentAt >= timing.resendMs;
      if (due && !this.options.stopping.aborted) this.start(followed, () => this.send(followed));
    }
    const ends = await neverLanding(
      this.options,
      unknown.map(({ flight }) => flight),
      slot,
    );
    for (const followed of unknown) {
      const expiry = ends.get(followed.flight.signature);
      if (expiry === undefined) continue;
      if (expiry.kind === "landed") this.end(followed, () => this.landed(followed, expiry.status));
      else this.end(followed, () => this.expired(followed, expiry));
    }
  }

  private async send(followed: Followed): Promise<void> {
    const { connection, checkpoints, logger, clock } = this.options;
    const { action, signature, transaction } = followed.flight;
    followed.sentAt = clock.now();
    followed.sending = true;
    await checkpoints.pass("send", async () => {
      try {
        await connection.sendRawTransaction(Buffer.from(transaction, "base64"), { skipPreflight: true, maxRetries: 0 });
        logger.debug({ action, signature }, "sent");
      } catch (error) {
        // The answer may be lost while the transaction is not: the status decides, and the next sending follows anyway.
        logger.debug({ action, signature, err: error }, "the node did not take the transaction");
      }
      followed.sending = false;
    });
  }

  private async landed(followed: Followed, status: SignatureStatus): Promise<void> {
    const { flights } = this.options;
    const { flight } = followed;
    const { signature } = flight;
    const { transaction, isKept } = await fetchLanded(this.options, signature);
    if (status.err !== null) {
      await flights.drop(flight, status.slot);
      const error = failure(flight, status.err, transaction?.meta?.logMessages ?? []);
      return this.resolve(followed, { kind: "failed", signature, error });
    }
    const details = transaction === null ? null : detailsOf(transaction);
    const final = isFinal(status);
    const { slot } = status;
    // What the node does not return now it may return as history, which says more than the accounts.
    const closes = isKept ? settledOf(flight, details) : await settledInAccounts(this.options, flight, slot);
    const paying = details === null ? lanesOf(closes) : payingIn(details);
    await flights.land(flight, { slot, closes, paying, final });
    this.resolve(followed, { kind: "confirmed", signature, slot, details });
    if (!final) this.watch({ ...flight, landedSlot: slot });
  }

  private async expired(followed: Followed, { slot, isSure }: Expiry & { kind: "expired" }): Promise<void> {
    const { flights } = this.options;
    const { flight } = followed;
    const { signature } = flight;
    const closes = isSure ? [] : await settledInAccounts(this.options, flight, slot);
    if (closes.length > 0) {
      await flights.land(flight, { slot, closes, paying: lanesOf(closes), final: true });
      return this.resolve(followed, { kind: "confirmed", signature, slot, details: null });
    }
    await flights.drop(flight, slot);
    this.resolve(followed, { kind: "expired", signature, isSure });
  }

  private async final(followed: Followed): Promise<void> {
    await this.options.flights.forget(followed.flight);
    this.followed.delete(followed.flight.signature);
  }

  private async reopen(followed: Followed): Promise<void> {
    const { flights, logger } = this.options;
    const { flight } = followed;
    const { action, signature, lanes, landedSlot } = flight;
    const isOpen = await flights.reopen(flight);
    logger.warn(
      { action, signature, lanes, slot: landedSlot },
      isOpen
        ? "a fork took away a confirmed transaction: it is sent again"
        : "a fork took away a confirmed transaction: what it did is decided anew",
    );
    this.followed.delete(signature);
    if (isOpen) this.watch({ ...flight, landedSlot: null });
  }

  /** Its last steps, outside the looks. */
  private end(followed: Followed, steps: () => Promise<void>): void {
    followed.ending = true;
    this.start(followed, steps);
  }

  /**
   * Runs beside the loop. What a step throws is not the RPC's. It ends the following, and the flight stays stored: the lane's
   * next action goes on with it. Nothing else does with one that landed, so its step is made again at the next look.
   */
  private start(followed: Followed, step: () => Promise<void>): void {
    const running: Promise<void> = step()
      .catch((error: unknown) => {
        const { signature, action, landedSlot } = followed.flight;
        if (followed.waiting.length === 0) this.options.logger.error({ action, signature, err: error }, "not noted");
        if (landedSlot === null) this.followed.delete(signature);
        else followed.ending = false;
        release(followed, error);
      })
      .then(() => {
        this.work.delete(running);
      });
    this.work.add(running);
  }

  private resolve(followed: Followed, outcome: Outcome): void {
    this.followed.delete(followed.flight.signature);
    for (const { resolve } of followed.waiting.splice(0)) resolve(outcome);
  }
}

function release({ waiting }: Followed, error: unknown): void {
  for (const { reject } of waiting.splice(0)) reject(error);
}

const lanesOf = (closes: readonly LandedClose[]): string[] => closes.map(({ lane }) => lane);

const isFinal = ({ confirmationStatus, confirmations }: SignatureStatus): boolean =>
  confirmationStatus === "finalized" || (confirmationStatus === undefined && confirmations === null);

const isConfirmed = (status: SignatureStatus): boolean => status.confirmationStatus === "confirmed" || isFinal(status);
