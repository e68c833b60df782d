/** Which requests come first where an endpoint allows so many a second. */

/** From the most urgent: sending and its statuses, looks at what has changed, looks that a poll makes, what strangers ask for. */
export const PRIORITIES = ["sending", "looking", "polling", "strangers"] as const;
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

export const priorityOf = (method: string): Priority => (OF_SENDING.includes(method) ? "sending" : "looking");

/** The lower, the sooner. */
export const rankOf = (priority: Priority): number => PRIORITIES.indexOf(priority);
