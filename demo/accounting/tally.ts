/** What the program's events add up to, for each subscription and each token account that was paid. Pure. */
import { vaultAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { ProgramEvent } from "./program-log";

/** Lifetime amounts of one subscription, base units. */
export interface SubscriptionTally {
  realized: bigint;
  accrued: bigint;
  credited: bigint;
  /** Of the share, what the creator waived and what the close wrote off. */
  forgone: bigint;
  /** What the subscriber got back, also by the close. */
  withdrawn: bigint;
}

const NEW: SubscriptionTally = { realized: 0n, accrued: 0n, credited: 0n, forgone: 0n, withdrawn: 0n };

export class Tally {
  /** What the program paid to a token account (base58) outside the escrows, less what it took from there. */
  readonly received = new Map<string, bigint>();
  private readonly subscriptions = new Map<string, SubscriptionTally>();

  of(subscription: string): SubscriptionTally {
    return this.subscriptions.get(subscription) ?? NEW;
  }

  /** The realized PnL that a settlement read without having anything to record. */
  setRealized(subscription: string, realized: bigint): void {
    this.subscriptions.set(subscription, { ...this.of(subscription), realized });
  }

  add(event: ProgramEvent): void {
    for (const [account, amount] of payments(event)) {
      const to = account.toBase58();
      this.received.set(to, (this.received.get(to) ?? 0n) + amount);
    }
    if (!("subscription" in event.data)) return;
    const name = event.data.subscription.toBase58();
    this.subscriptions.set(name, after(this.of(name), event));
  }
}

function payments(event: ProgramEvent): [account: PublicKey, amount: bigint][] {
  switch (event.name) {
    case "Claimed":
    case "Withdrawn":
      return [[event.data.destination, event.data.amount]];
    case "Closed":
      return [[vaultAddress(event.data.bot), event.data.toVault]];
    case "VaultClaimed": {
      const { bot, amount, destination } = event.data;
      return [
        [vaultAddress(bot), -amount],
        [destination, amount],
      ];
    }
    default:
      return [];
  }
}

function after(before: SubscriptionTally, event: ProgramEvent): SubscriptionTally {
  switch (event.name) {
    case "Settled": {
      const { realized, accrued, credited } = event.data.record;
      return { ...before, realized, accrued, credited };
    }
    case "Funded":
      return { ...before, credited: before.credited + event.data.paid };
    case "Waived":
      return { ...before, forgone: event.data.waived };
    case "Withdrawn":
      return { ...before, withdrawn: before.withdrawn + event.data.amount };
    case "Closed": {
      const { accrued, credited, waived, writtenOff, toSubscriber } = event.data;
      return {
        ...before,
        accrued,
        credited,
        forgone: waived + writtenOff,
        withdrawn: before.withdrawn + toSubscriber,
      };
    }
    default:
      return before;
  }
}
