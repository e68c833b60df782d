/** Follows the program and keeps what happened. What it says rests on the chain; it can be thrown away and built anew. */
export type { Logger, Notifications } from "./follow/loop";
export { KeeperTables } from "./kept/keeper-tables";
export { type Indexer, type IndexerOptions, startIndexer } from "./process/indexer";
export { AnotherIndexer } from "./store/steps";
