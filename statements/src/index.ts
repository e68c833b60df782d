/** What happened to the money of subscriptions: entries, totals and reports. Pure, and safe for a browser. */

export {
  type Arrivals,
  agreementKey,
  type Books,
  type BotStanding,
  EVERYTHING,
  openBooks,
  type Scope,
  type SubscriptionStanding,
} from "./books/books";
export { type Entered, enter } from "./books/enter";
export * from "./books/entry";
export * from "./books/failures";
export type { ReadTransaction } from "./chain/executed-calls";
export * from "./debts/coverage";
export * from "./reconcile/compare";
export * from "./reconcile/conservation";
export * from "./reports/distributions";
export * from "./reports/select";
export * from "./reports/totals";
export { taxCsv } from "./tax/csv";
export * from "./tax/prices";
export * from "./tax/report";
export { type Cell, type CsvRow, csvRows, toCsv } from "./text/csv";
export * from "./time/period";
export * from "./time/zone";
