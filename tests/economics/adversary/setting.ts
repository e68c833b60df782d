/** Who states the realized PnL, and what is charged of it. */
export type Setting = "verified, high-water mark" | "attested, high-water mark" | "attested, each close";
export const SETTINGS: readonly Setting[] = [
  "verified, high-water mark",
  "attested, high-water mark",
  "attested, each close",
];
