/** Which requests come first where an endpoint allows so many a second: the caller marks what it does. */
import { AsyncLocalStorage } from "node:async_hooks";

/** From the most urgent: sending and its statuses, looks at what has changed, looks that a poll makes. */
export const PRIORITIES = ["sending", "looking", "polling"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What is in flight is asked about by these, whoever asks. */
const OF_SENDING: readonly string[] = [
  "sendTransaction",
  "simulateTransaction",
  "getLatestBlockhash",
  "getSignatureStatuses",
  "isBlockhashValid",
  "getTransaction",
  "getRecentPrioritizationFees",
];

const marks = new AsyncLocalStorage<Priority>();

/** Every request that the work makes has this priority, apart from those about what is in flight. */
export const withPriority = <T>(priority: Priority, work: () => Promise<T>): Promise<T> => marks.run(priority, work);

/** Of a request that is made now; the lower, the sooner. */
export function rankOf(method: string): number {
  return PRIORITIES.indexOf(OF_SENDING.includes(method) ? "sending" : (marks.getStore() ?? "looking"));
}
