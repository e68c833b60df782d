/** The lines of the key picture as paths: a handful of nodes, however long the course is. */
import type { Stretch } from "./course";
import type { Scale } from "./scale";

export interface KeyPaths {
  /** Realized PnL as it was settled. */
  realized: string;
  /** Where it went without a record. */
  unrecorded: string;
  /** The same, as a keeper noted it. */
  kept: string;
  mark: string;
  /** Between realized PnL and a mark above it. */
  toWinBack: string;
  /** The rises of the mark that a share was charged for. */
  charged: string;
}

/** @param x pixels at which a stretch begins, also of the one after the last */
export function keyPaths(course: readonly Stretch[], x: (index: number) => number, { y }: Scale): KeyPaths {
  const paths: KeyPaths = { realized: "", unrecorded: "", kept: "", mark: "", toWinBack: "", charged: "" };
  const at = (index: number) => x(index).toFixed(1);
  const up = (amount: bigint) => y(amount).toFixed(1);
  let isDrawing = false;
  for (const [index, { kind, from, to, markFrom, markTo, step }] of course.entries()) {
    const [left, right] = [at(index), at(index + 1)];
    if (kind === "unrecorded" || kind === "kept") {
      paths[kind] += `M${left} ${up(from)}L${right} ${up(to)}`;
      isDrawing = false;
    } else {
      paths.realized += `${isDrawing ? "L" : "M"}${left} ${up(from)}V${up(to)}H${right}`;
      isDrawing = true;
    }
    paths.mark += `${index === 0 ? "M" : "L"}${left} ${up(markFrom)}V${up(markTo)}H${right}`;
    const start = step === null ? from : to;
    if (markTo > start || markTo > to) {
      paths.toWinBack += `M${left} ${up(markTo)}H${right}V${up(to)}L${left} ${up(start)}Z`;
    }
    if (step !== null && step.profit > 0n) paths.charged += `M${left} ${up(markTo - step.profit)}V${up(markTo)}`;
  }
  return paths;
}
