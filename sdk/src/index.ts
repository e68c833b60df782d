/** Browser-safe client of the `profit_share` program. Every amount is a bigint in base units of the token. */

export * from "./client/client";
export { type ConnectOptions, connect, isNodeFailure, placeOf } from "./client/connection";
export { describeAccount } from "./client/describe-account";
export * from "./client/reader";
export * from "./failures";
export * from "./instructions";
export * from "./money";
export * from "./program/accounts";
export * from "./program/addresses";
export * from "./program/clock";
export { decodeTerms, encodeTerms, type Source, type Terms } from "./program/terms";
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
} from "./rule/rule";
export * from "./rule/window";
export * from "./spl/token";
export * from "./venue/addresses";
export * from "./venue/layout";
export * from "./venue/observation";
export * from "./venue/user";
export * from "./views/views";
export { addressOf, base58Of } from "./wire/base58-of";
export { accountLength } from "./wire/coder";
export { PROGRAM_ID, type ProfitShareIdl } from "./wire/idl";
export { I64_MAX, I64_MIN, max, min, U64_MAX } from "./wire/integers";
export * from "./wire/key-file";
export {
  ATTESTED_CLOSING_TIME,
  BPS_DENOMINATOR,
  MAX_PROFIT_SHARE_BPS,
  MINT_DECIMALS,
  SECONDS_PER_DAY,
  VERIFIED_CLOSING_TIME,
  WRITE_OFF_TIME,
} from "./wire/profit-share-constants";
export * from "./wire/signature";
export { fromBase58, hex, toBase58 } from "./wire/text";
export * from "./wire/transaction-version";
