/** Browser-safe client of the `profit_share` program. Every amount is a bigint in base units of the token. */
export * from "./accounts";
export * from "./addresses";
export * from "./client";
export * from "./errors";
export * from "./events";
export * from "./history";
export * from "./instructions";
export { IDL, PROGRAM_ID, type ProfitShareIdl } from "./program";
export * from "./reader";
export * from "./record";
// The rule's `settle` computes; the name belongs to the instruction here.
export {
  type FeeBasis,
  type FeeTerms,
  type Ledger,
  type Observation,
  owed,
  type Settlement,
  settle as applyRule,
  shareOf,
} from "./rule";
export type { Agreement } from "./settlements";
export * from "./signature";
export * from "./skipped";
export { encodeTerms, type Source, type Terms } from "./terms";
export { MissingTransaction, type Place } from "./transactions";
export * from "./venue/layout";
export * from "./venue/observe";
export * from "./venue/user";
export * from "./views";
export * from "./window";
