/** Subscriptions with which something failed, and why: they are tried again ever more seldom, and somebody may want to look. */
import type { PassReport } from "../reconcile/report";
import { describe, type Outcome } from "../send/outcome";

/** Names of all for which one is set aside: the metrics count by them. */
export const SET_ASIDE_CAUSES = [
  /** It refuses everybody, or its account cannot be read. */
  "venue",
  /** Was refused, failed, or expired. */
  "transaction",
  "closes_wait",
  "endless_plan",
  /** The node, the database or a signer. */
  "error",
] as const;

type SetAsideCause = (typeof SET_ASIDE_CAUSES)[number];

/** What Drift refuses whoever asks, by the names that the SDK has for them. */
export const VENUE_STOPS: readonly string[] = [
  "ExchangePaused",
  "MarketWithdrawPaused",
  "DailyWithdrawLimit",
  "InvalidOracleForSettlePnl",
  "PnlPoolCantSettleUser",
];

/** What is wrong, by its name and in words. */
export interface Trouble {
  cause: SetAsideCause;
  reason: string;
}

export interface SetAside extends Trouble {
  /** Base58. */
  subscription: string;
  /** Failures in a row. */
  failures: number;
  /** Of the first of them, the clock's milliseconds. What the last of them said is the reason. */
  since: number;
}

export class SetAsides {
  private readonly byName = new Map<string, SetAside>();

  /** @param now the clock's milliseconds */
  failed(subscription: string, trouble: Trouble, now: number): void {
    const { failures, since } = this.byName.get(subscription) ?? { failures: 0, since: now };
    this.byName.set(subscription, { subscription, failures: failures + 1, since, ...trouble });
  }

  /** All went well with it, or it is not looked after any more. */
  clear(subscription: string): void {
    this.byName.delete(subscription);
  }

  /** The one that failed first comes first. */
  all(): SetAside[] {
    return [...this.byName.values()].sort((a, b) => a.since - b.since);
  }
}

/** What is wrong after a pass; null if nothing. */
export function troubleOf({ actions, observed, failed }: PassReport): Trouble | null {
  const { venue, closesWait } = observed;
  if (venue.kind === "unreadable") {
    return { cause: "venue", reason: `the venue account cannot be read: ${venue.problem}` };
  }
  if (!failed) return null;
  const failures = actions.filter(({ outcome }) => outcome.kind !== "confirmed");
  const stop = failures.find(({ outcome }) => isVenueStop(outcome));
  const failure = stop ?? failures.at(-1);
  if (failure !== undefined) {
    const reason = `${failure.kind} ${describe(failure.outcome)}`;
    return { cause: stop === undefined ? "transaction" : "venue", reason };
  }
  if (closesWait !== null) return { cause: "closes_wait", reason: closesWait };
  return { cause: "endless_plan", reason: "its plan does not come to an end" };
}

const isVenueStop = (outcome: Outcome): boolean =>
  (outcome.kind === "refused" || outcome.kind === "failed") && VENUE_STOPS.includes(outcome.error.name);
