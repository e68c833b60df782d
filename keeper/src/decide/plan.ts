/**
 * What a subscription needs, decided from values alone. The list is in the order of execution, and each decision counts
 * on the ones before it; the keeper carries out the first, looks again and plans again.
 */
import {
  claimable,
  dailyWindow,
  min,
  owed,
  type Preview,
  previewAttested,
  previewVerified,
  type Subscription,
} from "@profit-share/sdk";
import type { KeeperSettings } from "../config/config";
import type { Observed, PendingClose } from "../observe/observed";
import {
  type Action,
  type ActionKey,
  type ActionKind,
  FOREIGN_SIGNER,
  type Hindrance,
  keyOf,
  type Payout,
  type Plan,
  type Skip,
  UNREADABLE_ESCROW,
} from "./actions";
import { fundingFromAgent, fundingFromVenue } from "./funding";
import { closeOf, finalOf } from "./leaving";
import { noPayout, payoutFor } from "./payout";
import { moneyMoves, outstanding } from "./policy";
import { changeOf, effectOf } from "./settle-reasons";

export type PlanSettings = Pick<
  KeeperSettings,
  | "policy"
  | "policies"
  | "venueMarginBuffer"
  | "minFunding"
  | "minSync"
  | "agentReserve"
  | "dailyBudgetPerBot"
  | "lastCallSeconds"
>;

/** @param exclude what failed just now: it is left out, and nothing counts on it */
export function plan(observed: Observed, settings: PlanSettings, exclude: ReadonlySet<ActionKey> = new Set()): Plan {
  return new Planner(observed, settings, exclude).plan();
}

class Planner {
  private readonly actions: Action[] = [];
  private readonly skips: Skip[] = [];
  /** The subscription as it will be after the actions so far. */
  private after: Subscription;

  constructor(
    private readonly observed: Observed,
    private readonly settings: PlanSettings,
    private readonly exclude: ReadonlySet<ActionKey>,
  ) {
    this.after = observed.subscription;
  }

  plan(): Plan {
    this.settle();
    this.sync();
    this.settleCloses();
    this.final();
    if (this.moves(outstanding(this.after))) this.fund();
    if (this.moves(claimable(this.after))) this.payout();
    this.close();
    return { actions: this.actions, skips: this.skips };
  }

  private settle(): void {
    const { venue, now } = this.observed;
    if (venue.kind === "none") return;
    if (venue.kind === "unreadable") {
      this.skip("settle", { cause: "venue_unreadable", reason: `the venue account cannot be read: ${venue.problem}` });
      return;
    }
    const user = venue.kind === "gone" ? null : venue.user;
    const preview = previewVerified(this.after, user, now);
    if (preview === null) {
      this.skip("settle", { cause: "ended", reason: "the subscription has ended" });
      return;
    }
    const reason = changeOf(this.after, user) ?? (preview.records ? effectOf(this.after, preview) : null);
    if (reason === null) return;
    if (this.add({ kind: "settle", reason })) this.apply(preview);
  }

  private sync(): void {
    const { escrowAmount } = this.observed;
    if (escrowAmount === null) {
      this.skip("sync", UNREADABLE_ESCROW);
      return;
    }
    const surplus = escrowAmount - this.after.balance - claimable(this.after);
    if (surplus < 0n) {
      const reason = `the escrow holds ${-surplus} base units less than its ledger`;
      this.skip("sync", { cause: "escrow_short", reason });
    }
    if (surplus > 0n && surplus < this.settings.minSync) {
      const { minSync } = this.settings;
      const reason = `${surplus} base units reached the escrow, the least that is worth a transaction is ${minSync}`;
      this.skip("sync", { cause: "below_minimum", reason });
    }
    if (surplus < this.settings.minSync || surplus <= 0n) return;
    const reason = `${surplus} base units reached the escrow without a deposit`;
    if (this.add({ kind: "sync", reason, amount: surplus })) this.credit(surplus);
  }

  private settleCloses(): void {
    const { closesWait } = this.observed;
    if (closesWait !== null) this.skip("settle_attested", { cause: "closes_wait", reason: closesWait });
    for (const close of this.observed.closes) {
      const preview = previewAttested(this.after, close.closePnl, this.observed.now);
      const refusal = this.refusal(close, preview);
      if (preview === null || refusal !== null) {
        this.skip("settle_attested", refusal ?? FAILED);
        return;
      }
      this.settleClose(close, preview);
    }
  }

  /** Why the close is not settled now; null if it is. */
  private refusal({ sequence }: PendingClose, preview: Preview | null): Hindrance | null {
    if (preview === null) {
      return { cause: "ended", reason: `the subscription has ended, so close ${sequence} counts no more` };
    }
    if (!this.observed.keeperSigns) return FOREIGN_SIGNER;
    const next = this.after.sequence + 1n;
    if (sequence !== next) return { cause: "out_of_turn", reason: `close ${sequence} waits for ${next}` };
    return this.exclude.has("settle_attested") ? FAILED : null;
  }

  private settleClose(close: PendingClose, preview: Preview): void {
    this.apply(preview);
    this.after = { ...this.after, sequence: close.sequence, reference: close.reference };
    const deposit = this.depositWithClose();
    this.credit(deposit);
    const pays = this.moves(claimable(this.after)) && !this.exclude.has("payout");
    const payout = pays ? this.payoutOf() : null;
    if (payout !== null) this.after = { ...this.after, claimed: this.after.claimed + payout.amount };
    const reason = `close ${close.sequence} with a PnL of ${close.closePnl} is not settled`;
    this.actions.push({ kind: "settle_attested", reason, close, deposit, payout });
  }

  /** What the agent deposits together with a close, base units. */
  private depositWithClose(): bigint {
    if (!this.moves(outstanding(this.after)) || this.exclude.has("fund_from_agent")) return 0n;
    const funding = fundingFromAgent(this.observed, owed(this.after), this.settings, this.spent());
    return funding.kind === "possible" ? funding.amount : 0n;
  }

  private fund(): void {
    const total = owed(this.after);
    if (total === 0n) return;
    if (this.observed.venue.kind !== "none") this.fundFromVenue(total);
    const rest = owed(this.after);
    if (rest === 0n) return;
    const funding = fundingFromAgent(this.observed, rest, this.settings, this.spent());
    if (funding.kind === "impossible") this.skip("fund_from_agent", funding.because);
    else this.fundWith({ kind: "fund_from_agent", reason: `${rest} base units are owed`, amount: funding.amount });
  }

  private fundFromVenue(total: bigint): void {
    const funding = fundingFromVenue(this.observed, total, this.settings, this.closedMarkets());
    if (funding.kind === "impossible") {
      this.skip("fund_from_venue", funding.because);
      return;
    }
    const reason = `${total} base units are owed`;
    for (const marketIndex of funding.settleMarkets) this.add({ kind: "settle_pnl", reason, marketIndex });
    this.fundWith({ kind: "fund_from_venue", reason, amount: funding.amount });
  }

  private fundWith(action: Action & { kind: "fund_from_venue" | "fund_from_agent" }): void {
    if (this.add(action)) this.credit(action.amount);
  }

  /** Markets whose PnL could not be settled just now. */
  private closedMarkets(): Set<number> {
    const keys = [...this.exclude].filter((key) => key.startsWith("settle_pnl "));
    return new Set(keys.map((key) => Number(key.slice("settle_pnl ".length))));
  }

  /** What the agent's tokens pay for already, base units. */
  private spent(): bigint {
    return this.actions.reduce((sum, action) => sum + (action.kind === "settle_attested" ? action.deposit : 0n), 0n);
  }

  private payout(): void {
    const amount = claimable(this.after);
    if (amount === 0n) return;
    const payout = this.payoutOf();
    if (payout !== null) {
      this.add({ kind: "payout", reason: `${amount} base units are claimable`, payout });
      return;
    }
    this.skip("payout", noPayout(this.observed, amount, this.settings));
  }

  /** Whether the policy lets that much go to the creator now, base units. */
  private moves(amount: bigint): boolean {
    return moneyMoves(this.observed, this.after, amount, this.settings);
  }

  private payoutOf(): Payout | null {
    return payoutFor(this.observed, claimable(this.after), this.settings);
  }

  private final(): void {
    const step = finalOf(this.observed, this.settings);
    if (step === null) return;
    if ("skip" in step) this.skip("final", step.skip);
    else if (this.add(step)) this.after = { ...this.after, state: "ended", endedAt: this.observed.now };
  }

  private close(): void {
    const waits = this.exclude.has("payout") && this.payoutOf() !== null;
    const synced = this.actions.some(({ kind }) => kind === "sync");
    const step = closeOf(this.observed, this.after, this.settings, { synced, waitsForPayout: waits });
    if (step === null) return;
    if ("skip" in step) this.skip("close", step.skip);
    else this.add(step);
  }

  /** Money comes in and pays what is owed. */
  private credit(amount: bigint): void {
    const balance = this.after.balance + amount;
    const paid = min(owed(this.after), balance);
    this.after = { ...this.after, balance: balance - paid, credited: this.after.credited + paid };
  }

  private apply({ settlement }: Preview): void {
    const { window } = dailyWindow(this.after, this.observed.now);
    const windowAccrued = window.windowAccrued + settlement.share;
    this.after = { ...this.after, ...window, ...settlement.ledger, windowAccrued };
  }

  /** Whether the action is part of the plan. */
  private add(action: Action): boolean {
    if (this.exclude.has(keyOf(action))) {
      this.skip(action.kind, FAILED);
      return false;
    }
    this.actions.push(action);
    return true;
  }

  private skip(kind: ActionKind, because: Hindrance): void {
    this.skips.push({ kind, ...because });
  }
}

const FAILED: Hindrance = { cause: "failed", reason: "it failed just now and is tried again later" };
