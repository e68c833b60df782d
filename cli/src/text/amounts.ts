/** Amounts for people who also read the JSON. */
import { formatDollars } from "@profit-share/sdk";

/** "$1.50 (1500000 base units)". */
export function bothUnits(baseUnits: bigint): string {
  return `${formatDollars(baseUnits)} (${baseUnits} base units)`;
}

/** A change: "+$1.50", "-$1.50". */
export const signedDollars = (baseUnits: bigint): string => `${baseUnits > 0n ? "+" : ""}${formatDollars(baseUnits)}`;

const LAMPORTS_PER_SOL = 1_000_000_000n;

/** "0.000005 SOL". */
export const formatSol = (lamports: bigint): string => `${solNumber(lamports)} SOL`;

/** "0.000005". */
export function solNumber(lamports: bigint): string {
  const size = lamports < 0n ? -lamports : lamports;
  const fraction = (size % LAMPORTS_PER_SOL).toString().padStart(9, "0").replace(/0+$/, "");
  return `${lamports < 0n ? "-" : ""}${size / LAMPORTS_PER_SOL}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A change: "+0.000005 SOL". */
export const signedSol = (lamports: bigint): string => `${lamports > 0n ? "+" : ""}${formatSol(lamports)}`;
