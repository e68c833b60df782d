import { createRequire } from "node:module";

/** File of the compiled simulator, to be loaded at `DRIFT_PROGRAM_ID`. The package's own name finds it, built or not. */
export const DRIFT_SIM_PROGRAM = createRequire(__filename).resolve("@profit-share/localnet/artifacts/drift_sim.so");
