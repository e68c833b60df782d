/** Says how far a long walk is, seldom enough for a person to read it. */
import type { Io } from "../io";

/** Between two lines. */
const EVERY_MS = 2_000;

/** Told a count again and again, tells it every other second. */
export function countedOn(io: Io): (transactions: number) => void {
  let last = performance.now();
  return (transactions) => {
    const now = performance.now();
    if (now - last < EVERY_MS) return;
    last = now;
    io.err(`${transactions} transactions read`);
  };
}
