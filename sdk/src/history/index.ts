/** `@profit-share/sdk/history`: what happened, from the chain's transactions: events, records, and the proof of a history. */
export type { HistoryCursor } from "./cursor";
export * from "./events";
export * from "./read";
export * from "./record";
export type { BotInstance } from "./settlements";
export { type EventPlace, MissingTransaction, type Place, type ReadTo } from "./transactions";
export * from "./verify";
