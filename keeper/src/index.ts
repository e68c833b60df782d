/** What a program needs to run a keeper inside itself, and what a host server needs. */

export type { Action, ActionKind, Payout, Skip } from "./actions";
export { type AgentSigner, fileAgents, MemoryAgents } from "./agents";
export { toBaseUnits, toDollars } from "./amounts";
export { ConfigError, type KeeperConfig, type KeeperSettings, loadConfig, type Policy, type Watched } from "./config";
export {
  createProfitShareHost,
  type DistributionResult,
  type HostOptions,
  type ProfitShareHost,
  type TransferResult,
} from "./host";
export { type CloseResult, createKeeper, Keeper, type KeeperOptions } from "./keeper";
export { readKeyFile } from "./keys";
export type { Observed, PendingClose, VenueReading } from "./observed";
export { type Details, describe, type Outcome } from "./outcome";
export type { ActionReport, KeeperEvents, PassReport } from "./report";
export { type RunOptions, runKeeper } from "./run";
export { type Checkpoint, MOMENTS, type Moment, STEPS, type Step } from "./steps";
export { CloseConflict, type NewClose } from "./store/closes";
