/** What a keeper can do for a subscription. Amounts are base units. */
import type { PendingClose } from "../observe/observed";

export type Action =
  | { kind: "settle"; reason: string }
  | { kind: "sync"; reason: string; amount: bigint }
  | {
      kind: "settle_attested";
      reason: string;
      close: PendingClose;
      /** Base units that the agent deposits in the same transaction, 0 for none. */
      deposit: bigint;
      /** In the same transaction; null for none. */
      payout: Payout | null;
    }
  /** Moves the PnL of one perp market into the venue account's deposit. */
  | { kind: "settle_pnl"; reason: string; marketIndex: number }
  | { kind: "fund_from_venue"; reason: string; amount: bigint }
  | { kind: "fund_from_agent"; reason: string; amount: bigint }
  | { kind: "payout"; reason: string; payout: Payout }
  /** Ends an attested subscription that is closing, with a close of 0. */
  | { kind: "final"; reason: string }
  | {
      kind: "close";
      reason: string;
      /** Base units that go to the subscriber. */
      refund: bigint;
      /** The subscriber's associated token account has to be made first. */
      createAccount: boolean;
    };

export interface Payout {
  /** Base units that are expected to move. */
  amount: bigint;
  /** The payout wallet's associated token account has to be made first. */
  createAccount: boolean;
}

export type ActionKind = Action["kind"];

/** What is left out after it failed: a kind, or of settling PnL one market. */
export type ActionKey = ActionKind | `settle_pnl ${number}`;

export const keyOf = (action: Action): ActionKey =>
  action.kind === "settle_pnl" ? `settle_pnl ${action.marketIndex}` : action.kind;

/** Names of all that keeps the keeper from an action: the metrics count by them. */
export type Cause =
  | "account_foreign"
  | "account_frozen"
  | "below_minimum"
  | "closes_wait"
  | "ended"
  | "escrow_short"
  | "escrow_unreadable"
  | "failed"
  | "in_liquidation"
  | "no_key"
  | "out_of_turn"
  | "over_budget"
  | "owes"
  | "payout_first"
  | "too_little"
  | "venue_gone"
  | "venue_unreadable"
  | "wallet_unpayable";

/** What keeps the keeper from an action, by its name and in words. */
export interface Hindrance {
  cause: Cause;
  reason: string;
}

export const FOREIGN_SIGNER: Hindrance = {
  cause: "no_key",
  reason: "the keeper's signer is another key than this process has",
};

export const UNREADABLE_ESCROW: Hindrance = {
  cause: "escrow_unreadable",
  reason: "the escrow's token account cannot be read",
};

/** Something that is needed or could be, and is not done. */
export interface Skip extends Hindrance {
  kind: ActionKind;
}

export interface Plan {
  actions: Action[];
  skips: Skip[];
}
