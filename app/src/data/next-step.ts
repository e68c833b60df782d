/** What a subscriber can do next about a subscription. Values in, values out. */
import { endsAt, type Subscription, writeOffAt } from "@profit-share/sdk";
import { formatExactly } from "../format/money";
import { formatMoment } from "../format/time";
import { partingOf, type Standing } from "./standing";

export interface NextStep {
  words: string;
  /** Whether something waits for the subscriber. */
  isUrgent: boolean;
}

export function nextStep(subscription: Subscription, standing: Standing): NextStep {
  if (standing.ended) return afterTheEnd(subscription);
  if (subscription.state === "closing") {
    const end = endsAt(subscription);
    return rest(`Wait: it ends by ${end === null ? "itself" : formatMoment(end)} at the latest.`);
  }
  if (standing.owed > 0n) return urgent(`Deposit ${formatExactly(standing.owed)}: that much is owed.`);
  if (subscription.balance <= subscription.terms.minBalance) {
    return urgent("Deposit something: the next share could not be paid.");
  }
  return rest("Nothing to do.");
}

function afterTheEnd(subscription: Subscription): NextStep {
  const { toSubscriber, debt } = partingOf(subscription);
  if (debt === 0n) return urgent(`Close it: ${formatExactly(toSubscriber)} come back to you.`);
  const until = writeOffAt(subscription);
  const wait = until === null ? "" : `, or close it after ${formatMoment(until)}`;
  return urgent(`Deposit ${formatExactly(debt)} that are owed${wait}.`);
}

const urgent = (words: string): NextStep => ({ words, isUrgent: true });
const rest = (words: string): NextStep => ({ words, isUrgent: false });

/** The state of a subscription as a word. */
export function stateWord({ state }: Subscription, { ended }: Standing): string {
  if (ended) return "ended";
  return state === "closing" ? "leaving" : "active";
}
