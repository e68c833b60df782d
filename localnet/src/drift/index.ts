export { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
export * from "@profit-share/sdk/drift";
export * from "./errors";
export * from "./marker";
export { DRIFT_SIM_PROGRAM } from "./program";
export * as driftSimulation from "./simulation";
export * from "./user";
