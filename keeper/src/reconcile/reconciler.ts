/** One subscription, from what it is to what it should be: look, plan, do the first thing, look again. */
import { SECONDS_PER_DAY } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import { type Action, type ActionKey, keyOf, type Plan, type Skip } from "../decide/actions";
import { spentOnOthers } from "../decide/budget";
import { type PlanSettings, plan } from "../decide/plan";
import { moneyDue, outstanding, policyOf } from "../decide/policy";
import type { VenueTrades } from "../drift-log/venue-trades";
import { Claims } from "../observe/claims";
import type { CloseBook } from "../observe/close-book";
import { NoSubscription } from "../observe/dependencies";
import type { Looker, Sighting } from "../observe/looker";
import type { Observed, Sighted } from "../observe/observed";
import type { Executor } from "../send/executor";
import { describe, type Outcome } from "../send/outcome";
import type { DistributionStore } from "../store/distributions";
import type { MoneyWaits } from "../store/money-waits";
import type { Spending } from "../store/spending";
import type { Batches } from "./batches";
import { intentOf } from "./intents";
import type { ObservationLog } from "./observation-log";
import type { ActionReport, KeeperEvents, PassReport } from "./report";
import { shareLookOf } from "./share-look";

/** More than any state needs; a plan that never ends is a fault that the backoff slows down. */
const MAX_ACTIONS = 200;
/** Settlements can come in while the stored closes are being rebuilt. */
const MAX_CATCH_UPS = 5;

export interface ReconcilerOptions {
  looker: Looker;
  closeBook: CloseBook;
  observations: ObservationLog;
  distributions: DistributionStore;
  /** null: they are not read. */
  venueTrades: Pick<VenueTrades, "note"> | null;
  executor: Executor;
  /** Of the same executor. */
  batches: Batches;
  settings: PlanSettings;
  spending: Spending;
  moneyWaits: MoneyWaits;
  logger: Logger;
  events: KeeperEvents;
  stopping: AbortSignal;
}

export class Reconciler {
  private readonly lastSkips = new Map<string, string>();
  private readonly claims = new Claims();

  constructor(private readonly options: ReconcilerOptions) {}

  /**
   * Acts until nothing is to be done. The caller sees to it that a subscription has one pass at a time.
   * @param seen what to begin with, if it was just looked at
   */
  async reconcile(address: PublicKey, seen: Sighting | null = null): Promise<PassReport> {
    const { settings, stopping, observations, distributions, venueTrades } = this.options;
    const actions: ActionReport[] = [];
    const failed = new Set<ActionKey>();
    const resumed = await this.resume(address);
    let open: Omit<ActionReport, "after"> | null = resumed && {
      subscription: address,
      action: null,
      kind: resumed.flight.action,
      outcome: resumed.outcome,
      before: null,
    };
    let slot = 0;
    for (let count = 0; ; count++) {
      const observed = await this.observe(address, count === 0 && open === null ? seen : null, slot);
      slot = observed.slot;
      observations.add(observed);
      venueTrades?.note(observed);
      const isNoted = await distributions.note(shareLookOf(observed));
      if (open !== null) actions.push(this.tell({ ...open, after: observed }));
      const current = plan(observed, settings, failed);
      const action = current.actions[0];
      if (action === undefined || stopping.aborted || count === MAX_ACTIONS) {
        this.tellSkips(address, current.skips);
        const unfinished = failed.size > 0 || count === MAX_ACTIONS || observed.closesWait !== null;
        const left = await this.left(observed, unfinished);
        return { actions, skips: current.skips, observed: left, isNoted, failed: unfinished };
      }
      const outcome = await this.execute(action, observed);
      const done = { subscription: address, action, kind: action.kind, outcome, before: observed };
      if (action.kind === "close" && outcome.kind === "confirmed") {
        // There is nothing to look at any more.
        actions.push(this.tell({ ...done, after: observed }));
        return { actions, skips: [], observed, isNoted, failed: failed.size > 0 };
      }
      for (const kind of kindsToLeaveOut(action, outcome, actions.at(-1)?.action ?? null)) failed.add(kind);
      open = done;
    }
  }

  /** Follows what an earlier start of the keeper left in flight; null if that is nothing. @throws Error what the RPC says */
  resume(address: PublicKey): ReturnType<Batches["resume"]> {
    return this.options.batches.resume(address.toBase58());
  }

  /** Plans, and simulates the first action. Sends nothing. */
  async dryRun(address: PublicKey, seen: Sighting | null = null): Promise<Plan> {
    const { executor, logger } = this.options;
    const flight = await executor.inFlight(address.toBase58());
    if (flight !== null) {
      const { action, signature } = flight;
      logger.info({ subscription: address, signature }, `would first follow the ${action} that is in flight`);
    }
    const { plan: result, computeUnits, refusal } = await this.consider(address, seen);
    for (const [index, action] of result.actions.entries()) {
      const tried = refusal === null ? { computeUnits } : { refused: refusal };
      const said = { ...loggable(action), ...(index === 0 ? tried : {}) };
      logger.info({ subscription: address, ...said }, `would ${action.kind}: ${action.reason}`);
    }
    this.tellSkips(address, result.skips);
    return result;
  }

  /** The plan, what it rests on, and what a simulation of its first action says. Sends nothing. */
  async consider(address: PublicKey, seen: Sighting | null = null) {
    const { settings, executor } = this.options;
    const observed = await this.observe(address, seen);
    const result = plan(observed, settings);
    // The later ones build on the ones before, so simulating them on today's state would tell nothing.
    const action = result.actions[0];
    const simulated =
      action === undefined ? null : await executor.simulate(intentOf({ action, observed }, executor.payer));
    const computeUnits = simulated !== null && "used" in simulated ? simulated.used.computeUnits : null;
    const refusal = simulated === null || "used" in simulated ? null : describe(simulated);
    return { observed, plan: result, computeUnits, refusal };
  }

  /**
   * What is there after the last transaction at least, with the stored closes in line with it. Nodes take turns, and one may be behind
   * another: no look shows less than the one before it, or what that one showed would count as dealt with.
   * @param seen taken if it is of a later slot: one of the same slot may be older
   * @param notBefore slot of an earlier look
   */
  async observe(address: PublicKey, seen: Sighting | null = null, notBefore = 0): Promise<Observed> {
    const { closeBook, executor } = this.options;
    let minContextSlot = Math.max(notBefore, await executor.landedAt(address.toBase58()));
    for (let round = 0; ; round++) {
      const useful = round === 0 && seen !== null && seen.slot > minContextSlot;
      const observed = (useful ? seen : await this.look(address, minContextSlot)).interpret();
      minContextSlot = Math.max(minContextSlot, observed.slot);
      const closes = await closeBook.closesOf(observed);
      if (closes !== null) return { ...observed, ...closes, ...(await this.beside(observed)) };
      if (round === MAX_CATCH_UPS)
        throw new Error(`Settlements of ${address.toBase58()} come in faster than they are read`);
    }
  }

  /** What is not the subscription's alone. */
  private async beside(
    seen: Sighted,
  ): Promise<Pick<Observed, "owedByOthers" | "spentToday" | "moneySince" | "positionClosed">> {
    const { spending } = this.options;
    const missing =
      seen.payout.state === "missing" || (seen.subscription.state !== "active" && seen.refund.state === "missing");
    const spentToday = missing ? await spending.of(seen.subscription.bot.toBase58(), dayOf(seen)) : 0n;
    return {
      owedByOthers: this.claims.note(seen),
      spentToday,
      moneySince: await this.moneySince(seen),
      positionClosed: await this.isPositionClosed(seen),
    };
  }

  /** The database is asked only where the answer decides something. */
  private async isPositionClosed({ address, subscription }: Sighted): Promise<boolean> {
    const { closeBook, settings } = this.options;
    const isThreshold = policyOf({ subscription }, settings).kind === "threshold";
    return isThreshold && subscription.terms.source === "attested" && closeBook.isPositionClosed(address);
  }

  private async moneySince({ address, subscription, now }: Sighted): Promise<bigint | null> {
    const { settings, moneyWaits } = this.options;
    if (policyOf({ subscription }, settings).kind !== "periodic") return null;
    const name = address.toBase58();
    if (outstanding(subscription) > 0n) return moneyWaits.since(name, now);
    await moneyWaits.end(name);
    return null;
  }

  /** What could not be paid at the policy's time waits for the next one; what failed is tried again before that. */
  private async left(observed: Observed, unfinished: boolean): Promise<Observed> {
    const due = moneyDue(observed, this.options.settings);
    if (unfinished || due === null || due > observed.now) return observed;
    await this.options.moneyWaits.begin(observed.address.toBase58(), observed.now);
    return { ...observed, moneySince: observed.now };
  }

  /** Subscriptions that owe, base58, with base units, as far as they were looked at. */
  get debts(): Map<string, bigint> {
    return this.claims.all();
  }

  /** The subscription does not exist any more. */
  forget(address: PublicKey): void {
    const name = address.toBase58();
    this.claims.forget(name);
    this.options.distributions.forget((one) => one === name);
  }

  /** Carries the action out; what it spends on an account of somebody else is noted before, and taken back if it was not. */
  private async execute(action: Action, observed: Observed): Promise<Outcome> {
    const { batches, spending } = this.options;
    const spent = spentOnOthers(action);
    if (spent === 0n) return batches.execute({ action, observed });
    const bot = observed.subscription.bot.toBase58();
    await spending.note(bot, dayOf(observed), spent);
    const outcome = await batches.execute({ action, observed });
    if (outcome.kind !== "confirmed" && outcome.kind !== "unresolved")
      await spending.note(bot, dayOf(observed), -spent);
    return outcome;
  }

  private async look(address: PublicKey, minContextSlot: number): Promise<Sighting> {
    const { looker, closeBook } = this.options;
    try {
      return await looker.look(address, minContextSlot);
    } catch (error) {
      if (error instanceof NoSubscription) await closeBook.missing(address, error.now, error.message);
      throw error;
    }
  }

  private tell(report: ActionReport): ActionReport {
    const { logger, events } = this.options;
    const { subscription, action, outcome, kind } = report;
    const level = outcome.kind === "confirmed" || outcome.kind === "unresolved" ? "info" : "warn";
    const details = outcome.kind === "confirmed" ? outcome.details : null;
    const said = {
      computeUnits: details?.computeUnits ?? undefined,
      logs: outcome.kind === "refused" ? outcome.logs : undefined,
      ...(action === null ? {} : loggable(action)),
    };
    logger[level]({ subscription, ...said }, `${kind} ${describe(outcome)}`);
    this.call(() => events.onAction?.(report));
    return report;
  }

  /** Says what it said in the last pass only to those who want every detail. */
  private tellSkips(address: PublicKey, skips: readonly Skip[]): void {
    const { logger, events } = this.options;
    const name = address.toBase58();
    const all = JSON.stringify(skips);
    const level = this.lastSkips.get(name) === all ? "debug" : "info";
    for (const skip of skips) {
      logger[level]({ subscription: address }, `no ${skip.kind}: ${skip.reason}`);
      if (level === "info") this.call(() => events.onSkip?.(address, skip));
    }
    this.lastSkips.set(name, all);
  }

  private call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.options.logger.error({ err: error }, "a listener of the keeper failed");
    }
  }
}

/**
 * What is not tried again in this pass. A close never waits for money: if it fails together with a deposit or a payout,
 * it is settled without them. What succeeds and is to be done again all the same would never end.
 */
function kindsToLeaveOut(action: Action, { kind }: Outcome, before: Action | null): ActionKey[] {
  if (kind === "confirmed")
    return before?.kind === action.kind && before.reason === action.reason ? [keyOf(action)] : [];
  const bundled = action.kind === "settle_attested" && (action.deposit > 0n || action.payout !== null);
  return bundled && (kind === "refused" || kind === "failed") ? ["fund_from_agent", "payout"] : [keyOf(action)];
}

const dayOf = ({ now }: Pick<Observed, "now">): number => Number(now / SECONDS_PER_DAY);

/** The amounts of an action, for the log. */
function loggable(action: Action): Record<string, string> {
  switch (action.kind) {
    case "settle":
    case "final":
      return { reason: action.reason };
    case "settle_pnl":
      return { reason: action.reason, market: action.marketIndex.toString() };
    case "close":
      return { reason: action.reason, refund: action.refund.toString() };
    case "sync":
    case "fund_from_agent":
    case "fund_from_venue":
      return { reason: action.reason, amount: action.amount.toString() };
    case "payout":
      return { reason: action.reason, amount: action.payout.amount.toString() };
    case "settle_attested":
      return {
        reason: action.reason,
        sequence: action.close.sequence.toString(),
        closePnl: action.close.closePnl.toString(),
        reference: Buffer.from(action.close.reference).toString("hex"),
        deposit: action.deposit.toString(),
        payout: (action.payout?.amount ?? 0n).toString(),
      };
  }
}
