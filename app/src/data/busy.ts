/** Whether the node limits how often it may be asked: then reading takes longer, and a page says why. */
import { useSyncExternalStore } from "react";

/** Longer than the longest wait between two tries: after so long without a complaint it is over. */
const OVER_MS = 12_000;
const listeners = new Set<() => void>();
let isBusy = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The node complained. */
export function nodeIsBusy(): void {
  clearTimeout(timer);
  timer = setTimeout(() => change(false), OVER_MS);
  change(true);
}

function change(next: boolean): void {
  if (next === isBusy) return;
  isBusy = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useIsBusy = (): boolean => useSyncExternalStore(subscribe, () => isBusy);
