/** Enters a subscription's events one after the other, each with what it changed. */

import type { Subscription } from "../program/accounts";
import { owed } from "../rule/rule";
import { max, min } from "../wire/integers";
import type { ProgramEvent } from "./events";
import type { SettlementRecord } from "./record";
import type { EventPlace } from "./transactions";

/** What something changed. Base units; all of them at least 0, but for `pnl`. */
export interface LedgerAmounts {
  /** Realized PnL, 1e-6 quote. */
  pnl: bigint;
  /** Profit that was charged. */
  profit: bigint;
  /** Attested profit that the day's cap cut off for good. */
  dropped: bigint;
  /** The creator's share. */
  accrued: bigint;
  /** Share that the balance paid. */
  credited: bigint;
  /** Money that became balance: deposits, and transfers that were found. */
  deposited: bigint;
  /** Balance that went back to the subscriber. */
  withdrawn: bigint;
  /** Share that left the escrow for the creator, without what a closing put into the vault. */
  claimed: bigint;
  waived: bigint;
}

export interface LedgerEntry extends LedgerAmounts {
  /**
   * The event. "Unrecorded": settlements that made no record because they charged nothing, a loss for example: the next record
   * says how deep it went, and not when. "Untold": what the totals have and no log told of.
   */
  what: ProgramEvent["name"] | "Unrecorded" | "Untold";
  /** null of what is no event. */
  place: EventPlace | null;
  /** Of a settlement; else null. */
  record: SettlementRecord | null;
  /** Realized PnL afterwards, 1e-6 quote. */
  realized: bigint;
  /** Base units afterwards. */
  balance: bigint;
}

/** An event to be entered. */
export type LedgerItem = ProgramEvent & EventPlace;

const NOTHING: LedgerAmounts = {
  ...{ pnl: 0n, profit: 0n, dropped: 0n, accrued: 0n, credited: 0n },
  ...{ deposited: 0n, withdrawn: 0n, claimed: 0n, waived: 0n },
};
const NAMES = Object.keys(NOTHING) as (keyof LedgerAmounts)[];

export class Book {
  readonly entries: LedgerEntry[] = [];

  constructor(
    private readonly start: bigint,
    public sums: LedgerAmounts = NOTHING,
    private sequence = 0n,
  ) {}

  copy(): Book {
    return new Book(this.start, this.sums, this.sequence);
  }

  /** Whether it follows from what is in the book, to the base unit. */
  fits(item: LedgerItem): boolean {
    const untold = this.untoldBefore(item);
    if (NAMES.some((name) => untold[name] !== 0n)) return false;
    if (item.name !== "Settled") return true;
    const { sequence, accrued, credited } = item.data.record;
    const paid = min(owed({ ...this.sums, accrued }), this.balance);
    return sequence === this.sequence + 1n && credited === this.sums.credited + max(0n, paid);
  }

  add(item: LedgerItem): void {
    this.enter("Untold", this.untoldBefore(item));
    if (item.name === "Settled") {
      const { record } = item.data;
      this.enter("Unrecorded", { pnl: record.last - this.realized });
      this.sequence = record.sequence;
      this.enter(item.name, this.changedBy(item), item, record);
    } else {
      this.enter(item.name, this.changedBy(item), item);
    }
  }

  /** What is missing to the account. */
  reconcile({ last, profitTotal, accrued, credited, claimed, waived, balance }: Subscription): void {
    this.enter("Unrecorded", { pnl: last - this.realized });
    const { sums } = this;
    const shares = { accrued: accrued - sums.accrued, credited: credited - sums.credited };
    const moved = balance + shares.credited - this.balance;
    this.enter("Untold", {
      ...shares,
      profit: profitTotal - sums.profit,
      claimed: claimed - sums.claimed,
      waived: waived - sums.waived,
      ...inOrOut(moved),
    });
  }

  private get balance(): bigint {
    const { deposited, withdrawn, credited } = this.sums;
    return deposited - withdrawn - credited;
  }

  private get realized(): bigint {
    return this.start + this.sums.pnl;
  }

  /** An entry if it changed something, or is an event. */
  private enter(
    what: LedgerEntry["what"],
    changed: Partial<LedgerAmounts>,
    item: EventPlace | null = null,
    record: SettlementRecord | null = null,
  ): void {
    const amounts = { ...NOTHING, ...changed };
    if (item === null && NAMES.every((name) => amounts[name] === 0n)) return;
    const { sums } = this;
    this.sums = Object.fromEntries(NAMES.map((name) => [name, sums[name] + amounts[name]])) as unknown as LedgerAmounts;
    const place = item && { signature: item.signature, slot: item.slot, time: item.time, index: item.index };
    this.entries.push({ what, place, record, ...amounts, realized: this.realized, balance: this.balance });
  }

  private changedBy(item: LedgerItem): Partial<LedgerAmounts> {
    const { sums } = this;
    switch (item.name) {
      case "Subscribed":
        return { deposited: item.data.deposit };
      case "Settled": {
        const { last, realized, profit, dropped, accrued, credited } = item.data.record;
        const share = { accrued: accrued - sums.accrued, credited: credited - sums.credited };
        return { ...share, pnl: realized - last, profit, dropped };
      }
      case "Funded":
        return { deposited: item.data.amount, credited: item.data.paid };
      case "Withdrawn":
        return { withdrawn: item.data.amount };
      case "Claimed":
        return { claimed: item.data.amount };
      case "Waived":
        return { waived: item.data.amount };
      case "Closed": {
        const { toSubscriber, credited } = item.data;
        const paid = credited - sums.credited;
        // The closing counts what lies in the escrow, as `sync` does.
        const found = max(0n, toSubscriber + paid - this.balance);
        return { credited: paid, deposited: found, withdrawn: toSubscriber };
      }
      default:
        return {};
    }
  }

  /** What must have happened before an event, by what it says of the totals, and stands nowhere. */
  private untoldBefore(item: LedgerItem): LedgerAmounts {
    const { sums, balance } = this;
    const before = (amounts: Partial<LedgerAmounts>): LedgerAmounts => ({ ...NOTHING, ...amounts });
    switch (item.name) {
      case "Settled":
        return before({ deposited: max(0n, item.data.record.credited - sums.credited - balance) });
      case "Funded":
        return before(inOrOut(item.data.balance - item.data.amount + item.data.paid - balance));
      case "Withdrawn":
        return before(inOrOut(item.data.balance + item.data.amount - balance));
      case "Claimed":
        return before({ claimed: item.data.claimed - item.data.amount - sums.claimed });
      case "Waived":
        return before({ waived: item.data.waived - item.data.amount - sums.waived });
      case "Closed": {
        const { profitTotal, accrued, claimed, waived, toSubscriber, credited } = item.data;
        const missing = toSubscriber + credited - sums.credited - balance;
        return before({
          profit: profitTotal - sums.profit,
          accrued: accrued - sums.accrued,
          claimed: claimed - sums.claimed,
          waived: waived - sums.waived,
          withdrawn: max(0n, -missing),
        });
      }
      default:
        return NOTHING;
    }
  }
}

/** Balance that is there without a deposit, or not there without a withdrawal. */
const inOrOut = (moved: bigint): Pick<LedgerAmounts, "deposited" | "withdrawn"> => ({
  deposited: max(0n, moved),
  withdrawn: max(0n, -moved),
});
