/** A process that kills itself at a moment that its environment names, such as `send.before`. */
import { CHECKPOINTS, type CheckpointListener, MOMENTS } from "../../src/store/checkpoints";

export const FAULT_VARIABLE = "PROFIT_SHARE_FAULT";

/** @throws Error if the variable names no moment of a checkpoint: a test would pass without its fault */
export function faultFrom(environment: NodeJS.ProcessEnv): CheckpointListener {
  const fault = environment[FAULT_VARIABLE];
  if (fault === undefined) return () => {};
  const all = CHECKPOINTS.flatMap((checkpoint) => MOMENTS.map((moment) => `${checkpoint}.${moment}`));
  if (!all.includes(fault)) throw new Error(`${FAULT_VARIABLE}: there is no ${fault}; there are ${all.join(", ")}`);
  return (checkpoint, moment) => {
    if (`${checkpoint}.${moment}` === fault) process.kill(process.pid, "SIGKILL");
  };
}
