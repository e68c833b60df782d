/** The compiled simulator, to be loaded at `DRIFT_PROGRAM_ID`. */
import { join } from "node:path";

export const DRIFT_SIM_PROGRAM = join(__dirname, "../../artifacts/drift_sim.so");
