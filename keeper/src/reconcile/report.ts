/** What a keeper tells whoever watches it. */
import type { PublicKey } from "@solana/web3.js";
import type { Action, Skip } from "../decide/actions";
import type { Observed } from "../observe/observed";
import type { Outcome } from "../send/outcome";

/** One action that was tried. */
export interface ActionReport {
  subscription: PublicKey;
  /** null: a transaction that an earlier start of the keeper left in flight. */
  action: Action | null;
  /** Kind of the action. */
  kind: string;
  outcome: Outcome;
  /** null together with `action`. */
  before: Observed | null;
  after: Observed;
}

/** What was done for one subscription until nothing more was to do. */
export interface PassReport {
  actions: ActionReport[];
  /** Of the last plan: what was needed or could be, and was not done. */
  skips: Skip[];
  /** The last state that was read. */
  observed: Observed;
  /** Whether what that says of the share is stored. It is not if an earlier look was of a later slot. */
  isNoted: boolean;
  /** Whether something failed and is to be tried again. */
  failed: boolean;
}

/** Called in order, synchronously; what they throw is logged and changes nothing. */
export interface KeeperEvents {
  onAction?: (report: ActionReport) => void;
  /** A skip that was not there in the subscription's last pass. */
  onSkip?: (subscription: PublicKey, skip: Skip) => void;
}
