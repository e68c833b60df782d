export * from "./addresses";
export * from "./errors";
export * as driftInstructions from "./instructions";
export * as driftSimulation from "./simulation";
export * from "./user";
