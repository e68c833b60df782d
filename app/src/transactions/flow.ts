/** One transaction from the wish to its end. There is one at a time, so that a second click cannot send a second one. */
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { type Chain, useChain } from "../data/chain";
import { faultOf } from "../data/faults";
import type { Intent } from "./intent";
import { type Outcome, type Pending, send } from "./pending";
import { type Prepared, prepare } from "./prepare";
import { signedBy } from "./signing";

export type Stage =
  | { name: "preparing" }
  /** It cannot be built or simulated, or the simulation was refused. */
  | { name: "impossible"; words: string }
  /** `problem`: why the last try to sign came to nothing. */
  | { name: "review"; prepared: Prepared; problem: string | null }
  /** The wallet is open. */
  | { name: "signing"; prepared: Prepared }
  | { name: "sent"; signature: string }
  | { name: "ended"; signature: string; outcome: Outcome };

export interface Flow {
  intent: Intent;
  stage: Stage;
}

let flow: Flow | null = null;
const listeners = new Set<() => void>();

function change(next: Flow | null): void {
  flow = next;
  for (const listener of listeners) listener();
}

const isShown = (intent: Intent): boolean => flow?.intent === intent;

/** Only while it is still shown: somebody may have closed it. */
function move(intent: Intent, stage: Stage): void {
  if (isShown(intent)) change({ intent, stage });
}

/** Begins with the review. A second click while one is open does nothing. */
function begin(chain: Chain, intent: Intent): void {
  if (flow !== null) return;
  change({ intent, stage: { name: "preparing" } });
  void review(chain, intent);
}

/** Builds and simulates it. */
export async function review(chain: Chain, intent: Intent): Promise<void> {
  move(intent, { name: "preparing" });
  try {
    const prepared = await prepare(chain, intent);
    const { error } = prepared.simulation;
    if (error === null) move(intent, { name: "review", prepared, problem: null });
    else move(intent, { name: "impossible", words: error.message });
  } catch (error) {
    move(intent, { name: "impossible", words: faultOf(error).words });
  }
}

/** Closes what is shown. What was sent is followed on. */
export const close = (): void => change(null);

/** Lets the wallet sign what was reviewed, sends it, and follows it to its end. */
export async function confirm(chain: Chain, queries: QueryClient): Promise<void> {
  if (flow?.stage.name !== "review") return;
  const { intent } = flow;
  const { prepared } = flow.stage;
  move(intent, { name: "signing", prepared });
  let signed: Pending;
  try {
    const { title, signer } = intent;
    [signed] = (await signedBy(chain, signer, [{ title, ...prepared }])) as [Pending];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    move(intent, { name: "review", prepared, problem });
    return;
  }
  // Somebody closed the review while the wallet was open: then nothing is sent.
  if (!isShown(intent)) return;
  move(intent, { name: "sent", signature: signed.signature });
  const outcome = await send(chain, signed);
  await queries.invalidateQueries();
  move(intent, { name: "ended", signature: signed.signature, outcome });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useFlow = (): Flow | null => useSyncExternalStore(subscribe, () => flow);

/** What a button calls that moves money. */
export function useBegin(): (intent: Intent) => void {
  const chain = useChain();
  return (intent) => begin(chain, intent);
}
