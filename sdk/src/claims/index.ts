/** `@profit-share/sdk/claims`: a creator's money out of many escrows, in as few transactions as fit. */
export * from "./plan";
export * from "./send";
