export * from "./errors";
export * from "./marker";
export { DRIFT_SIM_PROGRAM } from "./program";
export * as driftSimulation from "./simulation";
export * from "./user";
