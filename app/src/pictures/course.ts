/** A subscription's course as a picture draws it: what was settled, and what went by without a record. Values in, values out. */
import type { Step } from "@profit-share/sdk/history";

/** A stretch of the course, from left to right. Widths say nothing of time: closes come in crowds, and then none for days. */
export interface Stretch {
  kind: "start" | "settled" | "unrecorded";
  /** Realized PnL before and after, base units. */
  from: bigint;
  to: bigint;
  /** The mark before and after. */
  markFrom: bigint;
  markTo: bigint;
  /** null of what is no settlement. */
  step: Step | null;
}

/**
 * @param steps those to show, oldest first
 * @param now the subscription's account: losses after the last record show only there; null of a closed one
 */
export function courseOf(steps: readonly Step[], now: { last: bigint; mark: bigint } | null): Stretch[] {
  const [first] = steps;
  const begin = first?.realized.before ?? now?.last ?? 0n;
  const beginMark = first?.mark.before ?? first?.mark.after ?? now?.mark ?? begin;
  const course: Stretch[] = [
    { kind: "start", from: begin, to: begin, markFrom: beginMark, markTo: beginMark, step: null },
  ];
  for (const step of steps) {
    goTo(course, step.realized.before, step.mark.before ?? course.at(-1)!.markTo);
    const { markTo } = course.at(-1)!;
    course.push({
      kind: "settled",
      from: step.realized.before,
      to: step.realized.after,
      markFrom: markTo,
      markTo: step.mark.after,
      step,
    });
  }
  if (now !== null) goTo(course, now.last, now.mark);
  return course;
}

/** What lies between two records is known by where it led, not by how. */
function goTo(course: Stretch[], realized: bigint, mark: bigint): void {
  const { to, markTo } = course.at(-1)!;
  if (realized === to && mark === markTo) return;
  course.push({ kind: "unrecorded", from: to, to: realized, markFrom: markTo, markTo: mark, step: null });
}

/** Settlements to which a stretch without a record is as wide, at most: it can hold many, and its depth has to be seen. */
const WIDEST_GAP = 8;

/** Where each stretch begins, from 0 to 1, and where the last one ends. */
export function placesOf(course: readonly Stretch[]): number[] {
  const settled = course.filter(({ kind }) => kind === "settled").length;
  const gap = Math.min(WIDEST_GAP, Math.max(1, settled / 12));
  const places = [0];
  for (const { kind } of course) places.push(places.at(-1)! + (kind === "unrecorded" ? gap : 1));
  const total = places.at(-1)!;
  return places.map((place) => place / total);
}
