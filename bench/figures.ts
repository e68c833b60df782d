/** The figures that have a budget. */
import type { Batches } from "./batch";
import type { Measurement } from "./measure";

export interface Figure {
  /** Its name in the output of `--json`. */
  key: string;
  label: string;
  value: number;
  budget: { atMost: number } | { atLeast: number };
  /** Where the rest goes, measured; said when the budget is not met. */
  reason?: string;
}

export function figures(measurements: Measurement[], batches: Batches, binaryBytes: number): Figure[] {
  const units = (name: string): number => {
    const found = measurements.find((measurement) => measurement.name === name);
    if (found === undefined) throw new Error(`Nothing called "${name}" was measured`);
    return found.computeUnits;
  };
  const atMost = (key: string, label: string, value: number, budget: number, reason?: string): Figure => ({
    key,
    label,
    value,
    budget: { atMost: budget },
    ...(reason === undefined ? {} : { reason }),
  });
  const { perRow, mostVerified, mostAttested } = batches;
  return [
    atMost("settle", "settle, with its event", units("settle"), 2_000),
    atMost("settleNoop", "settle that finds nothing", units("settle (nothing new)"), 700),
    atMost("settleAttested", "settle_attested", units("settle_attested"), 2_000),
    atMost("settleBatchPerRow", "settle_batch, each of 24 verified rows", perRow, 900),
    { key: "settleBatchRows", label: "verified rows in a batch", value: mostVerified, budget: { atLeast: 24 } },
    { key: "settleBatchRowsAttested", label: "attested rows in a batch", value: mostAttested, budget: { atLeast: 12 } },
    atMost("deposit", "deposit", units("deposit"), 2_500),
    atMost("claim", "claim", units("claim"), 2_050),
    atMost("immediate", "deposit + settle_attested + payout", units("deposit + settle_attested + payout"), 6_500),
    atMost("subscribe", "subscribe (verified)", units("subscribe (verified)"), 12_000),
    atMost("binaryBytes", "the program's binary, bytes", binaryBytes, 195_000),
  ];
}

export const isMet = ({ value, budget }: Figure): boolean =>
  "atMost" in budget ? value <= budget.atMost : value >= budget.atLeast;
