/**
 * Carries out one transaction at a time for each lane: simulate, sign, store, send until it is confirmed or can never
 * land, forget. A lane with a transaction in flight signs no other one. A transaction can take the turns of many lanes.
 */
import { createHash } from "node:crypto";
import { signatureOf } from "@profit-share/sdk";
import {
  explainError,
  type Limits,
  limitsFor,
  MOST,
  NO_BLOCKHASH,
  programsOf,
  usedBy,
} from "@profit-share/sdk/sending";
import type {
  AddressLookupTableAccount,
  Keypair,
  PublicKey,
  SimulatedTransactionResponse,
  TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import type { Flight, LaneClose } from "../store/flights";
import type { AgentSigner } from "./agent-signer";
import { type Blockhash, Blockhashes } from "./blockhashes";
import { whenCaughtUp } from "./connection";
import type { Outcome } from "./outcome";
import { Prices } from "./prices";
import { RecentSet } from "./recent-set";
import { Tracker, type TrackerOptions } from "./tracker";
import { type ComputeBudget, compile, priceOf, sign } from "./transaction";

/** A transaction to be made. */
export interface Intent {
  /** Whose turns it takes: addresses of subscriptions, each once. */
  lanes: readonly string[];
  /** What it is for, in logs. */
  action: string;
  instructions: readonly TransactionInstruction[];
  /** What it takes addresses from. */
  tables: readonly AddressLookupTableAccount[];
  /** Agents who have to sign besides the fee payer. */
  agents: readonly PublicKey[];
  /** The attested closes that it settles, one for a lane at most. */
  closes: readonly LaneClose[];
  /** The slot of what it was decided on: simulating on an older state would measure something else. */
  minContextSlot: number;
}

export interface ExecutorOptions extends TrackerOptions {
  /** Pays all fees. */
  payer: Keypair;
  agents: AgentSigner;
  /** Micro-lamports per compute unit: the least and the most that is offered. */
  computeUnitPrice: bigint;
  maxComputeUnitPrice: bigint;
}

/** Longer than any blockhash lives. */
const REMEMBERED_MS = 180_000;

export class Executor {
  private readonly tracker: Tracker;
  private readonly blockhashes: Blockhashes;
  private readonly prices: Prices;
  /** Lanes of which a transaction is being made. */
  private readonly making = new Set<string>();
  /** Digests of the messages of late. */
  private readonly signed: RecentSet;

  constructor(private readonly options: ExecutorOptions) {
    const { connection, clock, timing, logger, computeUnitPrice: floor, maxComputeUnitPrice: ceiling } = options;
    this.tracker = new Tracker(options);
    this.signed = new RecentSet(clock, REMEMBERED_MS);
    this.blockhashes = new Blockhashes({ connection, clock, maxAgeMs: timing.blockhashMs });
    this.prices = new Prices({ connection, clock, logger, floor, ceiling });
  }

  /** Fee payer. */
  get payer(): PublicKey {
    return this.options.payer.publicKey;
  }

  /** The lane's transaction in flight; null if it has none. */
  inFlight(lane: string): Promise<Flight | null> {
    return this.options.flights.get(lane);
  }

  /** How many transactions have no end that is known, and since when the oldest; null without one. */
  waiting(): Promise<{ count: number; since: Date | null }> {
    return this.options.flights.waiting();
  }

  /** The slot that what is read of the lane has to be of, or a later one; 0 before its first transaction. */
  landedAt(lane: string): Promise<number> {
    return this.options.flights.landedAt(lane);
  }

  /**
   * Follows what earlier starts, or other keepers, left of these lanes, without anybody who waits for it.
   * @throws Error what the database says
   */
  async resumeAll(isOurs: (lane: string) => boolean): Promise<void> {
    for (const flight of await this.options.flights.all()) if (flight.lanes.some(isOurs)) this.tracker.watch(flight);
  }

  /** Goes on with the lane's transaction in flight; null if it has none. @throws Error as `execute` */
  async resume(lane: string): Promise<{ flight: Flight; outcome: Outcome } | null> {
    const flight = await this.options.flights.get(lane);
    return flight === null ? null : { flight, outcome: await this.follow(flight, false) };
  }

  /**
   * Waiting for the outcome holds nothing but the lanes.
   * @throws Error what the RPC says, if it does not answer for a while; a transaction that was stored before stays in flight
   *   and is followed all the same
   */
  async execute(intent: Intent): Promise<Outcome> {
    const { lanes } = intent;
    for (const lane of lanes) if (this.making.has(lane)) throw isTaken(lane);
    for (const lane of lanes) this.making.add(lane);
    let made: Flight | Refused;
    try {
      for (const lane of lanes) if ((await this.options.flights.get(lane)) !== null) throw isTaken(lane);
      made = await this.make(intent);
    } finally {
      for (const lane of lanes) this.making.delete(lane);
    }
    return "kind" in made ? made : this.follow(made, true);
  }

  /** What the transaction takes, or why it would fail. Sends nothing. */
  async simulate({ instructions, tables, minContextSlot }: Intent): Promise<{ used: Limits } | Refused> {
    const { connection, payer, computeUnitPrice, clock } = this.options;
    const budget = { limits: MOST, price: computeUnitPrice };
    let transaction: VersionedTransaction;
    try {
      transaction = compile(payer.publicKey, instructions, budget, NO_BLOCKHASH, tables);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { kind: "refused", error: TOO_LARGE, logs: [] };
    }
    const config = {
      commitment: "confirmed",
      replaceRecentBlockhash: true,
      sigVerify: false,
      ...(minContextSlot === 0 ? {} : { minContextSlot }),
    } as const;
    const { value } = await whenCaughtUp(() => connection.simulateTransaction(transaction, config), clock);
    return verdict(value, programsOf(transaction.message));
  }

  /** Resolves when nothing is in flight any more, or left to the next start. */
  idle(): Promise<void> {
    return this.tracker.idle();
  }

  private async follow(flight: Flight, isNew: boolean): Promise<Outcome> {
    const outcome = await this.tracker.follow(flight, { isNew });
    if (outcome.kind === "expired") {
      this.blockhashes.forget();
      this.prices.raise(flight.lanes, priceOf(flight.transaction));
    } else if (outcome.kind !== "unresolved") this.prices.forget(flight.lanes);
    return outcome;
  }

  /** Signed and stored; or why not. */
  private async make(intent: Intent): Promise<Flight | Refused> {
    const { flights } = this.options;
    const { lanes, action, closes } = intent;
    const simulating = this.simulate(intent);
    this.prices.ask(intent);
    const simulated = await simulating;
    if ("kind" in simulated) return simulated;
    const limits = limitsFor(simulated.used, intent.instructions);
    const latest = await this.blockhashes.get(intent.minContextSlot);
    const transaction = await this.sign(intent, this.priced(intent, limits, latest));
    if ("kind" in transaction) return transaction;
    const flight: Flight = {
      signature: signatureOf(transaction),
      action,
      lanes,
      closes,
      lastValidBlockHeight: latest.lastValidBlockHeight,
      blockhashSlot: latest.slot,
      transaction: Buffer.from(transaction.serialize()).toString("base64"),
      landedSlot: null,
    };
    await flights.store(flight);
    return flight;
  }

  /** Without what it would offer beyond the floor, if there is no room to offer it. */
  private priced(intent: Intent, limits: Limits, latest: Blockhash): VersionedTransaction {
    try {
      return this.compile(intent, { limits, price: this.prices.of(intent) }, latest);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.compile(intent, { limits, price: this.options.computeUnitPrice }, latest);
    }
  }

  /** The same instructions with the same blockhash would be the same transaction: to do a thing once more asks for a unit more. */
  private compile(intent: Intent, { limits, price }: ComputeBudget, { blockhash }: Blockhash): VersionedTransaction {
    const { instructions, tables } = intent;
    for (let { computeUnits } = limits; ; computeUnits += 1) {
      const budget = { limits: { ...limits, computeUnits }, price };
      const transaction = compile(this.payer, instructions, budget, blockhash, tables);
      if (this.signed.add(createHash("sha256").update(transaction.message.serialize()).digest("base64"))) {
        return transaction;
      }
    }
  }

  private async sign(intent: Intent, unsigned: VersionedTransaction): Promise<VersionedTransaction | Refused> {
    const { payer, agents, timing, clock } = this.options;
    try {
      return await sign(unsigned, payer, intent.agents, agents, { timeoutMs: timing.signMs, clock });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "refused", error: { name: "NotSigned", message, code: null, program: null }, logs: [] };
    }
  }
}

const isTaken = (lane: string): Error => new Error(`${lane} has a transaction in flight: resume it first`);

/** Nothing was sent. */
type Refused = Outcome & { kind: "refused" };

function verdict(simulated: SimulatedTransactionResponse, programs: readonly PublicKey[]) {
  const { err, logs } = simulated;
  if (err === null) return { used: usedBy(simulated) };
  return { kind: "refused" as const, error: explainError({ err, logs: logs ?? [], programs }), logs: logs ?? [] };
}

const TOO_LARGE = {
  name: "TransactionTooLarge",
  message: "The transaction names more accounts than fit into one: close positions in some markets first",
  code: null,
  program: null,
};
