/** Follows the program and keeps what happened. What it says rests on the chain; it can be thrown away and built anew. */
export { Node } from "./chain/node";
export { Pace } from "./chain/pace";
export { Follower, type Pass } from "./follow/follower";
export { follow, type Logger, type LoopOptions, type Notifications, openNotifications } from "./follow/loop";
export { createServer, type ServerOptions } from "./http/server";
export { KeeperTables } from "./kept/keeper-tables";
export { openDatabase } from "./store/database";
export { AnotherIndexer, type Step, type StepListener } from "./store/steps";
