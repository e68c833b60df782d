/** `@profit-share/sdk/history`: what happened, from the chain's transactions: events, records, and the proof of a history. */

export { transactionsAtOnce } from "../client/transaction-batch";
export type { BotInstance } from "./agreement";
export { type ExecutedInstruction, executedInstructions, type ProgramCall, programCall, recordedBy } from "./calls";
export type { HistoryCursor } from "./cursor";
export * from "./earnings";
export * from "./events";
export * from "./feed";
export * from "./ledger";
export { termsAfter } from "./offered-terms";
export * from "./read";
export * from "./record";
export * from "./steps";
export {
  type EventPlace,
  type FetchOptions,
  type ListedTransaction,
  listedAt,
  MissingTransaction,
  type Place,
  type ReadTo,
  TransactionFetcher,
  transactionsOf,
  type WalkedTransaction,
  type WalkOptions,
} from "./transactions";
export * from "./verify";
