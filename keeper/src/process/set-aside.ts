/** Subscriptions with which something failed, and why: they are tried again ever more seldom, and somebody may want to look. */
import type { PassReport } from "../reconcile/report";
import { describe } from "../send/outcome";

export interface SetAside {
  /** Base58. */
  subscription: string;
  /** Failures in a row. */
  failures: number;
  /** Of the first of them, the clock's milliseconds. */
  since: number;
  /** What the last of them said. */
  reason: string;
}

export class SetAsides {
  private readonly byName = new Map<string, SetAside>();

  /** @param now the clock's milliseconds */
  failed(subscription: string, reason: string, now: number): void {
    const { failures, since } = this.byName.get(subscription) ?? { failures: 0, since: now };
    this.byName.set(subscription, { subscription, failures: failures + 1, since, reason });
  }

  /** All went well with it, or it does not exist any more. */
  clear(subscription: string): void {
    this.byName.delete(subscription);
  }

  /** The one that failed first comes first. */
  all(): SetAside[] {
    return [...this.byName.values()].sort((a, b) => a.since - b.since);
  }
}

/** Why a pass is to be repeated, in words. */
export function reasonOf({ actions, observed, skips }: PassReport): string {
  const failure = actions.findLast(({ outcome }) => outcome.kind !== "confirmed");
  if (failure !== undefined) return `${failure.kind} ${describe(failure.outcome)}`;
  return observed.closesWait ?? skips[0]?.reason ?? "its plan does not come to an end";
}
