/** Amounts for people who also read the JSON. */
import { formatDollars } from "@profit-share/sdk";

/** "$1.50 (1500000 base units)". */
export function bothUnits(baseUnits: bigint): string {
  return `${formatDollars(baseUnits)} (${baseUnits} base units)`;
}
