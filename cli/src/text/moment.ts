/** Times for people: in UTC, and they say so. */

/** @param seconds unix seconds @returns such as "2024-10-04 12:00:00 UTC" */
export const moment = (seconds: bigint): string => `${clock(seconds)} UTC`;

/** The same where a heading says the zone. */
export const clock = (seconds: bigint): string =>
  new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ");
