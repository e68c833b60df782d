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

/** Something that is needed or could be, and is not done. */
export interface Skip {
  kind: ActionKind;
  reason: string;
}

export interface Plan {
  actions: Action[];
  skips: Skip[];
}
