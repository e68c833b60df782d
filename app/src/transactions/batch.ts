/** Several transactions that one wish takes: reviewed together, signed in groups, sent one and all, whatever becomes of each. */
import type { Simulation } from "@profit-share/sdk/sending";
import { simulate } from "@profit-share/sdk/sending";
import type { TransactionInstruction } from "@solana/web3.js";
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { type Chain, useChain } from "../data/chain";
import { faultOf } from "../data/faults";
import type { Simulated } from "./consequences";
import type { Intent } from "./intent";
import { type Outcome, type Pending, send } from "./pending";
import { transactionOf } from "./prepare";
import { signedBy } from "./signing";

export interface BatchIntent extends Omit<Intent, "instructions"> {
  /** Planned when it is reviewed. Each stands alone: one that is refused keeps no other back. */
  parts: () => Promise<readonly BatchPart[]>;
}

export interface BatchPart {
  title: string;
  /** With what they ask of the compute budget. */
  instructions: readonly TransactionInstruction[];
}

export interface Step extends BatchPart {
  simulation: Simulation;
  signature: string | null;
  state: "waits" | "signing" | "sent" | Outcome;
}

export type BatchStage =
  | { name: "preparing" }
  | { name: "impossible"; words: string }
  /** `problem`: why the last try to sign came to nothing. */
  | { name: "review"; steps: readonly Step[]; problem: string | null }
  | { name: "running" | "ended"; steps: readonly Step[] };

export interface Batch {
  intent: BatchIntent;
  stage: BatchStage;
}

/** Signed and sent together: a blockhash does not live long. */
const AT_A_TIME = 8;

let batch: Batch | null = null;
const listeners = new Set<() => void>();

function change(next: Batch | null): void {
  batch = next;
  for (const listener of listeners) listener();
}

/** Only while it is still shown: somebody may have closed it. */
function move(intent: BatchIntent, stage: BatchStage): void {
  if (batch?.intent === intent) change({ intent, stage });
}

/** Begins with the review. A second click while one is open does nothing. */
function beginBatch(chain: Chain, intent: BatchIntent): void {
  if (batch !== null) return;
  change({ intent, stage: { name: "preparing" } });
  void reviewBatch(chain, intent);
}

/** Plans and simulates all of them. */
export async function reviewBatch(chain: Chain, intent: BatchIntent): Promise<void> {
  move(intent, { name: "preparing" });
  try {
    const parts = await intent.parts();
    if (parts.length === 0) return move(intent, { name: "impossible", words: "there is nothing left to do" });
    const steps: Step[] = [];
    for (const part of parts) {
      const simulation = await simulate(chain.client.connection, transactionOf(intent.signer, part.instructions));
      const { error } = simulation;
      const state = error === null ? "waits" : ({ kind: "failed", words: error.message } as const);
      steps.push({ ...part, simulation, signature: null, state });
    }
    move(intent, { name: "review", steps, problem: null });
  } catch (error) {
    move(intent, { name: "impossible", words: faultOf(error).words });
  }
}

/** Closes what is shown. What was sent is followed on; what was not signed is not sent. */
export const closeBatch = (): void => change(null);

/** Lets the wallet sign group after group, and goes on whatever becomes of a transaction. */
export async function confirmBatch(chain: Chain, queries: QueryClient): Promise<void> {
  if (batch?.stage.name !== "review") return;
  const { intent } = batch;
  let steps = batch.stage.steps;
  const set = (index: number, changes: Partial<Step>) => {
    steps = steps.map((step, at) => (at === index ? { ...step, ...changes } : step));
    move(intent, { name: "running", steps });
  };
  const waiting = steps.flatMap(({ state }, index) => (state === "waits" ? [index] : []));
  for (let start = 0; start < waiting.length; start += AT_A_TIME) {
    const group = waiting.slice(start, start + AT_A_TIME);
    for (const index of group) set(index, { state: "signing" });
    let signed: Pending[];
    try {
      signed = await signedBy(
        chain,
        intent.signer,
        group.map((index) => steps[index]!),
      );
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      for (const index of group) set(index, { state: "waits" });
      // What was sent before is sent; the rest can be signed again.
      move(intent, { name: "review", steps, problem });
      await queries.invalidateQueries();
      return;
    }
    // Somebody closed it while the wallet was open: then nothing more is sent.
    if (batch?.intent !== intent) return;
    await Promise.all(
      group.map(async (index, at) => {
        const pending = signed[at]!;
        set(index, { state: "sent", signature: pending.signature });
        set(index, { state: await send(chain, pending) });
      }),
    );
  }
  move(intent, { name: "ended", steps });
  await queries.invalidateQueries();
}

/** What they do together. */
export function sumOf(steps: readonly Step[]): Simulated {
  const counted = steps.map(({ simulation }) => simulation);
  const owners = new Map<string, Simulated["owners"][number]>();
  const sum: { paid: bigint; returned: bigint; fee: bigint } = { paid: 0n, returned: 0n, fee: 0n };
  for (const { owners: changes, rent, fee } of counted) {
    // All of them would make the same token account: only the first does.
    if (rent.paid > sum.paid) sum.paid = rent.paid;
    sum.returned += rent.returned;
    sum.fee += fee?.total ?? 0n;
    for (const { owner, lamports, tokens } of changes) {
      const known = owners.get(owner.toBase58());
      const added = tokens.map(({ mint, amount }) => ({
        mint,
        amount: amount + (known?.tokens.find((one) => one.mint.equals(mint))?.amount ?? 0n),
      }));
      const kept = known?.tokens.filter(({ mint }) => !added.some((one) => one.mint.equals(mint))) ?? [];
      owners.set(owner.toBase58(), {
        owner,
        lamports: lamports + (known?.lamports ?? 0n),
        tokens: [...kept, ...added],
      });
    }
  }
  const isKnown = counted.every(({ fee }) => fee !== null);
  return {
    owners: [...owners.values()],
    fee: isKnown ? { base: sum.fee, priority: 0n, total: sum.fee } : null,
    rent: { paid: sum.paid, returned: sum.returned },
    exact: counted.every(({ exact }) => exact),
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useBatch = (): Batch | null => useSyncExternalStore(subscribe, () => batch);

/** What a button calls that takes several transactions. */
export function useBeginBatch(): (intent: BatchIntent) => void {
  const chain = useChain();
  return (intent) => beginBatch(chain, intent);
}
