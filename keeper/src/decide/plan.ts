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
import type { KeeperSettings, Policy } from "../config/config";
import type { Observed, PendingClose } from "../observe/observed";
import type { Action, ActionKind, Payout, Plan, Skip } from "./actions";
import { type Funding, fundingFromAgent, fundingFromVenue } from "./funding";
import { changeOf, effectOf } from "./settle-reasons";

export type PlanSettings = Pick<KeeperSettings, "policy" | "venueMarginBuffer" | "minFunding">;

/** @param exclude kinds that failed just now: they are left out, and nothing counts on them */
export function plan(observed: Observed, settings: PlanSettings, exclude: ReadonlySet<ActionKind> = new Set()): Plan {
  return new Planner(observed, settings, exclude).plan();
}

/** Whether the policy moves money now. */
function moneyMoves(policy: Policy): boolean {
  switch (policy.kind) {
    case "immediate":
      return true;
  }
}

class Planner {
  private readonly actions: Action[] = [];
  private readonly skips: Skip[] = [];
  /** The subscription as it will be after the actions so far. */
  private after: Subscription;

  constructor(
    private readonly observed: Observed,
    private readonly settings: PlanSettings,
    private readonly exclude: ReadonlySet<ActionKind>,
  ) {
    this.after = observed.subscription;
  }

  plan(): Plan {
    this.settle();
    this.sync();
    this.settleCloses();
    if (moneyMoves(this.settings.policy)) {
      this.fund();
      this.payout();
    }
    return { actions: this.actions, skips: this.skips };
  }

  private settle(): void {
    const { venue, now } = this.observed;
    if (venue.kind === "none") return;
    if (venue.kind === "unreadable") {
      this.skip("settle", `the venue account cannot be read: ${venue.problem}`);
      return;
    }
    const user = venue.kind === "gone" ? null : venue.user;
    const preview = previewVerified(this.after, user, now);
    if (preview === null) {
      this.skip("settle", "the subscription has ended");
      return;
    }
    const reason = changeOf(this.after, user) ?? (preview.records ? effectOf(this.after, preview) : null);
    if (reason === null) return;
    if (this.add({ kind: "settle", reason })) this.apply(preview);
  }

  private sync(): void {
    const { escrowAmount } = this.observed;
    if (escrowAmount === null) {
      this.skip("sync", "the escrow's token account cannot be read");
      return;
    }
    const surplus = escrowAmount - this.after.balance - claimable(this.after);
    if (surplus < 0n) this.skip("sync", `the escrow holds ${-surplus} base units less than its ledger`);
    if (surplus <= 0n) return;
    const reason = `${surplus} base units reached the escrow without a deposit`;
    if (this.add({ kind: "sync", reason, amount: surplus })) this.credit(surplus);
  }

  private settleCloses(): void {
    const { closesWait } = this.observed;
    if (closesWait !== null) this.skip("settle_attested", closesWait);
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
  private refusal({ sequence }: PendingClose, preview: Preview | null): string | null {
    if (preview === null) return `the subscription has ended, so close ${sequence} counts no more`;
    if (!this.observed.keeperSigns) return "the keeper's signer is another key than this process has";
    const next = this.after.sequence + 1n;
    if (sequence !== next) return `close ${sequence} waits for ${next}`;
    return this.exclude.has("settle_attested") ? FAILED : null;
  }

  private settleClose(close: PendingClose, preview: Preview): void {
    this.apply(preview);
    this.after = { ...this.after, sequence: close.sequence, reference: close.reference };
    const deposit = this.depositWithClose();
    this.credit(deposit);
    const payout = moneyMoves(this.settings.policy) && !this.exclude.has("payout") ? this.payoutOf() : null;
    if (payout !== null) this.after = { ...this.after, claimed: this.after.claimed + payout.amount };
    const reason = `close ${close.sequence} with a PnL of ${close.closePnl} is not settled`;
    this.actions.push({ kind: "settle_attested", reason, close, deposit, payout });
  }

  /** What the agent deposits together with a close, base units. */
  private depositWithClose(): bigint {
    if (!moneyMoves(this.settings.policy) || this.exclude.has("fund_from_agent")) return 0n;
    const funding = fundingFromAgent(this.observed, owed(this.after), this.settings, this.spent());
    return funding.kind === "possible" ? funding.amount : 0n;
  }

  private fund(): void {
    const total = owed(this.after);
    if (total === 0n) return;
    if (this.observed.venue.kind !== "none") {
      const funding = fundingFromVenue(this.observed, total, this.settings);
      this.fundFrom("fund_from_venue", funding, (amount, settleMarkets) => ({
        kind: "fund_from_venue",
        reason: `${total} base units are owed`,
        amount,
        settleMarkets,
      }));
    }
    const rest = owed(this.after);
    if (rest === 0n) return;
    this.fundFrom("fund_from_agent", fundingFromAgent(this.observed, rest, this.settings, this.spent()), (amount) => ({
      kind: "fund_from_agent",
      reason: `${rest} base units are owed`,
      amount,
    }));
  }

  private fundFrom(
    kind: ActionKind,
    funding: Funding,
    action: (amount: bigint, settleMarkets: number[]) => Action,
  ): void {
    if (funding.kind === "impossible") this.skip(kind, funding.reason);
    else if (this.add(action(funding.amount, funding.settleMarkets))) this.credit(funding.amount);
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
    const { minPayout } = this.observed.bot;
    const { wallet, state } = this.observed.payout;
    const problem = state === "frozen" ? "is frozen" : "belongs to another owner by now";
    this.skip(
      "payout",
      amount < minPayout
        ? `${amount} base units are claimable, the bot pays out from ${minPayout}`
        : `the token account of the payout wallet ${wallet.toBase58()} ${problem}`,
    );
  }

  /** null if there is too little, or no place to pay to. */
  private payoutOf(): Payout | null {
    const amount = claimable(this.after);
    const { state } = this.observed.payout;
    if (amount === 0n || amount < this.observed.bot.minPayout) return null;
    return state === "ready" || state === "missing" ? { amount, createAccount: state === "missing" } : null;
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
    if (this.exclude.has(action.kind)) {
      this.skip(action.kind, FAILED);
      return false;
    }
    this.actions.push(action);
    return true;
  }

  private skip(kind: ActionKind, reason: string): void {
    this.skips.push({ kind, reason });
  }
}

const FAILED = "it failed just now and is tried again later";
