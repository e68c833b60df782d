/** `@profit-share/sdk/history`: what happened, from the chain's transactions: events, records, and the proof of a history. */
export * from "./earnings";
export * from "./events";
export * from "./read";
export * from "./record";
export type { BotInstance } from "./settlements";
export * from "./steps";
export { MissingTransaction, type Place } from "./transactions";
export * from "./verify";
