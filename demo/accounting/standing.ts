/** Where a subscription stands at the end. */
import type { SubscriptionState } from "@profit-share/sdk";

/** Amounts are base units. */
export interface Standing {
  label: string;
  address: string;
  state: SubscriptionState | "closed";
  settlements: number;
  realized: bigint;
  profit: bigint;
  accrued: bigint;
  credited: bigint;
  claimed: bigint;
  /** What went to the bot's vault when it was closed. */
  toVault: bigint;
  waived: bigint;
  /** The debt that was given up when it was closed. */
  writtenOff: bigint;
  owed: bigint;
  balance: bigint;
  withdrawn: bigint;
  /** Whether the chain of heads and every recomputed share are right. */
  verified: boolean;
}
