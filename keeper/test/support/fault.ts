/**
 * A process that kills itself at a moment that its environment names, such as `send.before`, or `send.before 2`: the second time
 * that it gets there.
 */
import { CHECKPOINTS, type CheckpointListener, MOMENTS } from "../../src/store/checkpoints";

export const FAULT_VARIABLE = "PROFIT_SHARE_FAULT";

/** Every moment at which a process can die. */
export const POINTS = CHECKPOINTS.flatMap((checkpoint) => MOMENTS.map((moment) => `${checkpoint}.${moment}`));

/** @throws Error if the variable names no moment of a checkpoint: a test would pass without its fault */
export function faultFrom(environment: NodeJS.ProcessEnv): CheckpointListener {
  const fault = environment[FAULT_VARIABLE];
  if (fault === undefined) return () => {};
  const [point, times = "1"] = fault.split(" ") as [string, string?];
  if (!POINTS.includes(point)) {
    throw new Error(`${FAULT_VARIABLE}: there is no ${point}; there are ${POINTS.join(", ")}`);
  }
  let passed = 0;
  return (checkpoint, moment) => {
    if (`${checkpoint}.${moment}` === point && ++passed === Number(times)) process.kill(process.pid, "SIGKILL");
  };
}
