/**
 * Every step that stores or sends something goes through `Steps.take`, so that a process can be killed right before and
 * right after each of them, and a test can show that the next one ends in the same state of the chain.
 */
import { ConfigError } from "../config/config";

export const STEPS = [
  /** A close gets its row and its sequence. */
  "record_close",
  /** The rows are brought in line with the chain's history: after a lost database, or after somebody else's settlement. */
  "reconcile_closes",
  /** A signed transaction is stored before it is sent. */
  "store_flight",
  /** A transaction is sent, the first time or again. */
  "send",
  /** A transaction has landed: it is forgotten, and the close it settled is marked. */
  "land_flight",
  /** A transaction failed or can never land any more: it is forgotten. */
  "drop_flight",
] as const;

export type Step = (typeof STEPS)[number];

export const MOMENTS = ["before", "after"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Called at both moments of each step; it may end the process. */
export type Checkpoint = (step: Step, moment: Moment) => void;

export class Steps {
  constructor(private readonly checkpoint: Checkpoint = () => {}) {}

  async take<T>(step: Step, work: () => Promise<T>): Promise<T> {
    this.checkpoint(step, "before");
    const result = await work();
    this.checkpoint(step, "after");
    return result;
  }
}

/** Names the moment at which the process kills itself, for tests: `send.before`. */
export const FAULT_VARIABLE = "PROFIT_SHARE_FAULT";

/**
 * The checkpoint that the environment asks for: none, or one that kills this process.
 * @throws ConfigError if the variable names no moment of a step
 */
export function checkpointFrom(environment: NodeJS.ProcessEnv): Checkpoint {
  const fault = environment[FAULT_VARIABLE];
  if (fault === undefined) return () => {};
  const all = STEPS.flatMap((step) => MOMENTS.map((moment) => `${step}.${moment}`));
  if (!all.includes(fault))
    throw new ConfigError(`${FAULT_VARIABLE}: there is no ${fault}; there are ${all.join(", ")}`);
  return (step, moment) => {
    if (`${step}.${moment}` === fault) process.kill(process.pid, "SIGKILL");
  };
}
