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
  | { kind: "fund_from_venue"; reason: string; amount: bigint; settleMarkets: number[] }
  | { kind: "fund_from_agent"; reason: string; amount: bigint }
  | { kind: "payout"; reason: string; payout: Payout };

export interface Payout {
  /** Base units that are expected to move. */
  amount: bigint;
  /** The payout wallet's associated token account has to be made first. */
  createAccount: boolean;
}

export type ActionKind = Action["kind"];

/** Something that is needed or could be, and is not done. */
export interface Skip {
  kind: ActionKind;
  reason: string;
}

export interface Plan {
  actions: Action[];
  skips: Skip[];
}
