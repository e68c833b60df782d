/** `@profit-share/cli/deploy`: puts keeper and bots in place where the program is, by a plan that can be read from a file. */
export * from "./deployment/deploy";
export { readPlan } from "./deployment/plan";
