export * from "./addresses";
export * from "./errors";
export * as driftInstructions from "./instructions";
export { DRIFT_SIM_PROGRAM } from "./program";
export * as driftSimulation from "./simulation";
export * from "./user";
