/** Listens to a feed and keeps what it says. */
import type { AccountChange, FeedListener, FeedLogger, Gap, TransactionSeen } from "../../src";

export class Heard {
  readonly changes: AccountChange[] = [];
  readonly transactions: TransactionSeen[] = [];
  readonly slots: number[] = [];
  readonly gaps: Gap[] = [];
  readonly health: boolean[] = [];
  /** Everything that was logged, as one text per line. */
  readonly lines: string[] = [];

  readonly listener: FeedListener = {
    onChange: (change) => this.changes.push(change),
    onTransaction: (transaction) => this.transactions.push(transaction),
    onSlot: (slot) => this.slots.push(slot),
    onGap: (gap) => this.gaps.push(gap),
    onHealth: (connected) => this.health.push(connected),
  };

  readonly logger: FeedLogger = {
    info: (fields, message) => this.lines.push(`${message} ${JSON.stringify(fields)}`),
    warn: (fields, message) => this.lines.push(`${message} ${JSON.stringify(fields)}`),
  };

  /** Addresses that changed, in order. */
  get woken(): string[] {
    return this.changes.map(({ address }) => address);
  }
}
