/** What happened to the money of subscriptions: entries, totals and reports. Pure, and safe for a browser. */

export {
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
export type { ReadTransaction } from "./chain/runs";
