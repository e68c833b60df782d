/** `@profit-share/sdk/sending`: what a transaction would do, sending it, what became of it, and why it was refused in plain words. */
export type * from "./balance-changes";
export * from "./explain";
export type { Fee } from "./fee";
export * from "./limits";
export { type Measured, measured } from "./measure";
export { MAX_TRANSACTION_BYTES, NO_BLOCKHASH, programsOf, transactionLength } from "./message";
export * from "./send";
export * from "./simulate";
export * from "./skipped-rows";
export * from "./worst";
