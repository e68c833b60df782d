/** A subscription's course as a picture draws it: what was settled, and what went by without a record. Values in, values out. */
import type { Step } from "@profit-share/sdk/history";

/** A stretch of the course, from left to right. Widths say nothing of time: closes come in crowds, and then none for days. */
export interface Stretch {
  kind: "start" | "settled" | "unrecorded" | "kept";
  /** Realized PnL before and after, base units. */
  from: bigint;
  to: bigint;
  /** The mark before and after. */
  markFrom: bigint;
  markTo: bigint;
  /** null of what is no settlement. */
  step: Step | null;
  /** Of how many that lie between the same two settlements it is one. */
  parts: number;
}

/** Realized PnL as a keeper noted it: no chain proves it. */
interface Noted {
  /** Unix seconds. */
  time: bigint;
  realized: bigint;
}

/**
 * @param steps those to show, oldest first
 * @param now the subscription's account: losses after the last record show only there; null of a closed one
 * @param noted oldest first: how it went between the records, where a keeper noted it
 */
export function courseOf(
  steps: readonly Step[],
  now: { last: bigint; mark: bigint } | null,
  noted: readonly Noted[] = [],
): Stretch[] {
  const [first] = steps;
  const begin = first?.realized.before ?? now?.last ?? 0n;
  const beginMark = first?.mark.before ?? first?.mark.after ?? now?.mark ?? begin;
  const course: Stretch[] = [
    { kind: "start", from: begin, to: begin, markFrom: beginMark, markTo: beginMark, step: null, parts: 1 },
  ];
  let since = 0;
  /** What was noted until then, but for what the settlement at either end says exactly. */
  const notedUntil = (end: bigint | null, from: bigint | null): bigint[] => {
    const between: bigint[] = [];
    for (let one = noted[since]; one !== undefined && (end === null || one.time < end); one = noted[since]) {
      if (from !== null && one.time > from) between.push(one.realized);
      since += 1;
    }
    return between;
  };
  for (const [index, step] of steps.entries()) {
    const between = notedUntil(step.time, steps[index - 1]?.time ?? null);
    goTo(course, step.realized.before, step.mark.before ?? course.at(-1)!.markTo, between);
    const { markTo } = course.at(-1)!;
    course.push({
      kind: "settled",
      from: step.realized.before,
      to: step.realized.after,
      markFrom: markTo,
      markTo: step.mark.after,
      step,
      parts: 1,
    });
  }
  if (now !== null) goTo(course, now.last, now.mark, notedUntil(null, steps.at(-1)?.time ?? null));
  return course;
}

/** What lies between two records is known by where it led. How it went there, only a keeper may have noted. */
function goTo(course: Stretch[], realized: bigint, mark: bigint, noted: readonly bigint[]): void {
  const { to: begin, markTo: markFrom } = course.at(-1)!;
  const way = noted.filter((amount, index) => amount !== (noted[index - 1] ?? begin));
  if (way.at(-1) === realized) way.pop();
  if (way.length === 0 && realized === begin && mark === markFrom) return;
  const kind = way.length === 0 ? "unrecorded" : "kept";
  const parts = way.length + 1;
  let from = begin;
  for (const to of way) {
    course.push({ kind, from, to, markFrom, markTo: markFrom, step: null, parts });
    from = to;
  }
  course.push({ kind, from, to: realized, markFrom, markTo: mark, step: null, parts });
}

/** Settlements to which a stretch without a record is as wide, at most: it can hold many, and its depth has to be seen. */
const WIDEST_GAP = 8;

/** Where each stretch begins, from 0 to 1, and where the last one ends. */
export function placesOf(course: readonly Stretch[]): number[] {
  const settled = course.filter(({ kind }) => kind === "settled").length;
  const gap = Math.min(WIDEST_GAP, Math.max(1, settled / 12));
  const places = [0];
  for (const { step, kind, parts } of course) {
    places.push(places.at(-1)! + (step === null && kind !== "start" ? gap / parts : 1));
  }
  const total = places.at(-1)!;
  return places.map((place) => place / total);
}
