/** What a program needs to run a keeper inside itself, and what a host server needs. */

export { type RunOptions, runKeeper } from "./commands/run";
export {
  ConfigError,
  DEFAULT_SETTINGS,
  type KeeperConfig,
  type KeeperSettings,
  loadConfig,
  type Policy,
  type Watched,
} from "./config/config";
export { readKeyFile } from "./config/keys";
export type { Notifications, WebhookTarget } from "./config/notifications";
export { Cosigner, type CosignerOptions, type CosignResult, type PreparedSubscription } from "./cosign/cosigner";
export type { SubscribeRequest } from "./cosign/offer";
export { CosignRefused, type RefusalReason } from "./cosign/refusal";
export type { Action, ActionKind, Payout, Skip } from "./decide/actions";
export { type Bundle, type BundleOptions, bundleWithClose } from "./host/bundle";
export type { DistributionResult } from "./host/distribution";
export {
  createProfitShareHost,
  type FinishResult,
  type HostOptions,
  type ProfitShareHost,
  type TransferResult,
} from "./host/host";
export { type ServeKeeperOptions, serveKeeper } from "./http/serve";
export type { Lag } from "./loop/subjects";
export type { StoredClose } from "./observe/close-book";
export { NoSubscription } from "./observe/dependencies";
export type { Observed, PendingClose, VenueReading } from "./observe/observed";
export { type CloseResult, createKeeper, Keeper, type KeeperOptions } from "./process/keeper";
export type { SetAside } from "./process/set-aside";
export type { KeeperStatus, MessageCounts } from "./process/status";
export type { ActionReport, KeeperEvents, PassReport } from "./reconcile/report";
export { type AgentSigner, fileAgents, MemoryAgents } from "./send/agent-signer";
export { type Details, describe, type Outcome } from "./send/outcome";
export { RemoteAgents, type RemoteAgentsOptions } from "./signers/remote-agents";
export { CHECKPOINTS, type Checkpoint, type CheckpointListener, MOMENTS, type Moment } from "./store/checkpoints";
export type { CloseAmounts } from "./store/closes";
export type { Distribution, DistributionQuery } from "./store/distributions";
export { CloseConflict, CloseRefused, type NewClose } from "./store/intake";
export { type Recipient, type Recipients, UnfitRecipient } from "./store/recipients";
export { TransferConflict } from "./store/transfers";
