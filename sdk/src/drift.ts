/**
 * `@profit-share/sdk/drift`: Drift's own accounts and instructions, as far as a keeper needs them to bring money out of an
 * account, and a test to bring an account into a state. Checked against Drift's IDL and, by the tests, against its client.
 */
export * from "./venue/drift/addresses";
export * from "./venue/drift/data";
export * as driftInstructions from "./venue/drift/instructions";
export * from "./venue/drift/markets";
export * from "./venue/drift/orders";
export * from "./venue/drift/user";
