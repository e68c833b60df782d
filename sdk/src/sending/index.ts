/** `@profit-share/sdk/sending`: sends a transaction, says what became of it, and in plain words why it was refused. */
export * from "./explain";
export * from "./limits";
export * from "./send";
export * from "./skipped-rows";
