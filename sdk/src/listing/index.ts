/** `@profit-share/sdk/listing`: what there is on a cluster, in slices: bots, subscriptions, and what a bot has earned over its life. */
export * from "./addresses";
export * from "./list";
export type { ListOptions } from "./pages";
export * from "./totals";
