/** Transactions that were signed and of which it is not known yet what became: kept, so that a reload follows them on. */
import { fromBase58, NodeFailure } from "@profit-share/sdk";
import { Expired, FateUnknown, followSigned, Refused, sendSigned } from "@profit-share/sdk/sending";
import { VersionedTransaction } from "@solana/web3.js";
import { useSyncExternalStore } from "react";
import { keep, kept } from "../config/storage";
import type { Chain } from "../data/chain";

export interface Pending {
  /** What was wanted. */
  title: string;
  signature: string;
  lastValidBlockHeight: number;
  /** The signed transaction in base58: the chain has it already or soon, so nothing in it is secret. */
  wire: string;
  genesis: string;
}

/** How a transaction ended; unknown: the node failed before it told. */
export type Outcome = { kind: "confirmed" } | { kind: "failed" | "unknown"; words: string };

const KEY = "pending";
const listeners = new Set<() => void>();
let pending: readonly Pending[] = stored();
/** Those that are followed now, so that no two follow one. */
const followed = new Map<string, Promise<Outcome>>();

function stored(): Pending[] {
  try {
    const found: unknown = JSON.parse(kept(KEY) ?? "[]");
    return Array.isArray(found) ? (found as Pending[]) : [];
  } catch {
    return [];
  }
}

function change(next: readonly Pending[]): void {
  pending = next;
  keep(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Keeps it first: a page that is closed while it is being sent finds it again. */
export function send(chain: Chain, one: Pending): Promise<Outcome> {
  change([...pending, one]);
  return settle(one, (transaction, options) => sendSigned(chain.client.connection, transaction, options));
}

/** Waits for what became of one that was sent before. */
export const follow = (chain: Chain, one: Pending): Promise<Outcome> =>
  settle(one, (transaction, options) => followSigned(chain.client.connection, transaction, options));

type Fate = (transaction: VersionedTransaction, options: { lastValidBlockHeight: number }) => Promise<string>;

function settle(one: Pending, fate: Fate): Promise<Outcome> {
  const { signature } = one;
  const known = followed.get(signature);
  if (known !== undefined) return known;
  const outcome = outcomeOf(one, fate).then((is) => {
    followed.delete(signature);
    if (is.kind !== "unknown") change(pending.filter((other) => other.signature !== signature));
    return is;
  });
  followed.set(signature, outcome);
  return outcome;
}

async function outcomeOf({ wire, lastValidBlockHeight }: Pending, fate: Fate): Promise<Outcome> {
  try {
    await fate(VersionedTransaction.deserialize(fromBase58(wire)), { lastValidBlockHeight });
    return { kind: "confirmed" };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const wasNotTaken = error instanceof NodeFailure && !(error instanceof FateUnknown);
    const isOver = error instanceof Refused || error instanceof Expired || wasNotTaken;
    return { kind: isOver ? "failed" : "unknown", words };
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePending = (): readonly Pending[] => useSyncExternalStore(subscribe, () => pending);
