/** Says how far a long walk is, seldom enough for a person to read it. */
import type { Io } from "../io";

/** Between two lines. */
const EVERY_MS = 2_000;

/** Told a count again and again. */
export const countedOn = (io: Io): ((transactions: number) => void) =>
  seldom(io, (transactions) => `${transactions} transactions read`);

/** The same where it is known how many are left. */
export const walkedOn = (io: Io): ((progress: { read: number; left: number }) => void) =>
  seldom(io, ({ read, left }) => `${read} transactions read, ${left} to go`);

/** The same of what is done one after the other. @param what such as "bots published" */
export const doneOn = (io: Io, what: string): ((progress: { done: number; of: number }) => void) =>
  seldom(io, ({ done, of }) => `${done} of ${of} ${what}`);

function seldom<T>(io: Io, lineOf: (progress: T) => string): (progress: T) => void {
  let last = performance.now();
  return (progress) => {
    const now = performance.now();
    if (now - last < EVERY_MS) return;
    last = now;
    io.err(lineOf(progress));
  };
}
