/**
 * Carries out one transaction at a time for each lane: simulate, sign, store, send until it is confirmed or can never
 * land, forget. A lane with a transaction in flight signs no other one.
 */
import { signatureOf } from "@profit-share/sdk";
import { explainError, type Limits, limitsFor, MOST, programsOf, usedBy } from "@profit-share/sdk/sending";
import {
  type Keypair,
  PublicKey,
  type SimulatedTransactionResponse,
  type TransactionInstruction,
  type VersionedTransaction,
} from "@solana/web3.js";
import type { Flight } from "../store/flights";
import type { AgentSigner } from "./agent-signer";
import { whenCaughtUp } from "./connection";
import { Follower, type FollowerOptions } from "./follower";
import type { Outcome } from "./outcome";
import { compile, sign } from "./transaction";

/** A transaction to be made. */
export interface Intent {
  /** Whose turn it takes: a subscription's address. */
  lane: string;
  /** What it is for, in logs. */
  action: string;
  instructions: TransactionInstruction[];
  /** Agents who have to sign besides the fee payer. */
  agents: PublicKey[];
  /** The attested close it settles; `reference` is hexadecimal. */
  close: { instance: bigint; reference: string } | null;
  /** The slot of what it was decided on: simulating on an older state would measure something else. */
  minContextSlot: number;
}

export interface ExecutorOptions extends FollowerOptions {
  /** Pays all fees. */
  payer: Keypair;
  agents: AgentSigner;
  /** Micro-lamports per compute unit. */
  computeUnitPrice: bigint;
}

/** Stands in for the blockhash where a node puts in its own. */
const NO_BLOCKHASH = PublicKey.default.toBase58();

export class Executor {
  private readonly follower: Follower;

  constructor(private readonly options: ExecutorOptions) {
    this.follower = new Follower(options);
  }

  /** Fee payer. */
  get payer(): PublicKey {
    return this.options.payer.publicKey;
  }

  /** The lane's transaction in flight; null if it has none. */
  inFlight(lane: string): Promise<Flight | null> {
    return this.options.flights.get(lane);
  }

  /** The slot in which the lane's last transaction landed; 0 before the first. */
  landedAt(lane: string): Promise<number> {
    return this.options.flights.landedAt(lane);
  }

  /** Goes on with the lane's transaction in flight; null if it has none. @throws Error what the RPC says */
  async resume(lane: string): Promise<{ flight: Flight; outcome: Outcome } | null> {
    const flight = await this.options.flights.get(lane);
    return flight === null ? null : { flight, outcome: await this.follower.follow(flight) };
  }

  /** @throws Error what the RPC says; a transaction that was stored before stays in flight */
  async execute(intent: Intent): Promise<Outcome> {
    const { connection, payer, flights, computeUnitPrice } = this.options;
    const { lane, action, instructions, close } = intent;
    if ((await flights.get(lane)) !== null) throw new Error(`${lane} has a transaction in flight: resume it first`);

    const simulated = await this.simulate(intent);
    if ("kind" in simulated) return simulated;
    const budget = { limits: limitsFor(simulated.used), price: computeUnitPrice };
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash("confirmed");
    const unsigned = compile(payer.publicKey, instructions, budget, blockhash);
    const transaction = await this.sign(unsigned, intent.agents);
    if ("kind" in transaction) return transaction;
    const flight: Flight = {
      lane,
      action,
      signature: signatureOf(transaction),
      lastValidBlockHeight,
      transaction: Buffer.from(transaction.serialize()).toString("base64"),
      instance: close?.instance ?? null,
      reference: close?.reference ?? null,
    };
    await flights.store(flight);
    return this.follower.follow(flight);
  }

  /** What the transaction takes, or why it would fail. Sends nothing. */
  async simulate({ instructions, minContextSlot }: Intent): Promise<{ used: Limits } | Refused> {
    const { connection, payer, computeUnitPrice } = this.options;
    const budget = { limits: MOST, price: computeUnitPrice };
    let transaction: VersionedTransaction;
    try {
      transaction = compile(payer.publicKey, instructions, budget, NO_BLOCKHASH);
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
    const { value } = await whenCaughtUp(() => connection.simulateTransaction(transaction, config));
    return verdict(value, programsOf(transaction.message));
  }

  private async sign(unsigned: VersionedTransaction, by: PublicKey[]): Promise<VersionedTransaction | Refused> {
    const { payer, agents, timing } = this.options;
    try {
      return await sign(unsigned, payer, by, agents, timing.signMs);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "refused", error: { name: "NotSigned", message, code: null, program: null }, logs: [] };
    }
  }
}

/** Nothing was sent. */
type Refused = Outcome & { kind: "refused" };

function verdict(simulated: SimulatedTransactionResponse, programs: readonly PublicKey[]) {
  const { err, logs } = simulated;
  if (err === null) return { used: usedBy(simulated) };
  return { kind: "refused" as const, error: explainError({ err, logs: logs ?? [], programs }), logs: logs ?? [] };
}

const TOO_LARGE = {
  name: "TransactionTooLarge",
  message: "The transaction names more accounts than 1,232 bytes hold: close positions in some markets first",
  code: null,
  program: null,
};
