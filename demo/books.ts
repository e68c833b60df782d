/** What the program's events add up to, for each subscription and each token account that was paid. Pure. */
import type { ProgramEvent } from "./feed";

/** Lifetime amounts of one subscription, base units. */
export interface Account {
  realized: bigint;
  accrued: bigint;
  credited: bigint;
  withdrawn: bigint;
}

const NEW: Account = { realized: 0n, accrued: 0n, credited: 0n, withdrawn: 0n };

export class Books {
  /** What claims, payouts and withdrawals paid to a token account (base58). */
  readonly received = new Map<string, bigint>();
  private readonly accounts = new Map<string, Account>();

  account(subscription: string): Account {
    return this.accounts.get(subscription) ?? NEW;
  }

  get withdrawn(): bigint {
    return [...this.accounts.values()].reduce((sum, { withdrawn }) => sum + withdrawn, 0n);
  }

  /** The realized PnL that a settlement read without having anything to record. */
  note(subscription: string, realized: bigint): void {
    this.accounts.set(subscription, { ...this.account(subscription), realized });
  }

  add(event: ProgramEvent): void {
    if (!("subscription" in event.data)) return;
    const name = event.data.subscription.toBase58();
    this.accounts.set(name, after(this.account(name), event));
    if (event.name !== "Claimed" && event.name !== "Withdrawn") return;
    const { destination, amount } = event.data;
    const to = destination.toBase58();
    this.received.set(to, (this.received.get(to) ?? 0n) + amount);
  }
}

function after(account: Account, event: ProgramEvent): Account {
  switch (event.name) {
    case "Settled": {
      const { realized, accrued, credited } = event.data.record;
      return { ...account, realized, accrued, credited };
    }
    case "Funded":
      return { ...account, credited: account.credited + event.data.paid };
    case "Withdrawn":
      return { ...account, withdrawn: account.withdrawn + event.data.amount };
    default:
      return account;
  }
}
