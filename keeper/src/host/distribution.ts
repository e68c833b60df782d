/** Hands a close to the keeper, and says what came of it. */
import { createHash } from "node:crypto";
import { owed, toDollars } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { StoredClose } from "../observe/close-book";
import type { Keeper } from "../process/keeper";
import type { PassReport } from "../reconcile/report";
import { describe } from "../send/outcome";
import { messageOf } from "./input";

/**
 * Amounts are dollars, exact. Those of a stored close are what it led to, whoever asks and whenever. They are left out while only
 * an account tells that it is settled, because the node keeps no history. Of a verified subscription they are what this call
 * settled: what the keeper's loop settled a moment before is not among them, apart from `owed`.
 */
export interface DistributionResult {
  success: boolean;
  /**
   * Whether the keeper has the close in its database. Then it is settled once, sooner or later, whatever happens to this
   * answer. False where there is none to keep: of a verified subscription, at 0 %, without a subscription, if it was refused.
   */
  stored: boolean;
  /** The transaction that settled; left out if nothing was settled. */
  txSignature?: string;
  /** The same as `accrued`. */
  amount?: string;
  /** The creator's share of what was settled. */
  accrued?: string;
  /**
   * What the creator was paid of all shares so far, by the balance and by the agent's deposits, since the close before; so it
   * is more than `accrued` where an older debt was paid. Over all closes of a subscription it adds up to the chain's `credited`.
   */
  paid?: string;
  /** What is owed to the creator after it, of all closes so far, without what the creator had waived by then. */
  owed?: string;
  /** Profit that the day's cap cut off for good: no share of it accrues. */
  dropped?: string;
  /** What happened and what to do. */
  error?: string;
  /** Beside an error: whether the same call may succeed later. Of what is stored it need not be called again. */
  retry?: boolean;
  /** Under which the close is stored: pass it when you try again. Left out if it was refused itself. */
  tradeId?: string;
}

export interface Close {
  /** base units */
  closePnl: bigint;
  agent: PublicKey;
  tradeId: string;
  /** Whether nothing of the position is left. */
  positionClosed: boolean;
}

/** Nothing to settle, and nothing wrong. */
export const NOTHING: DistributionResult = { success: true, stored: false, ...amountsOf(0n, 0n, 0n, 0n) };

/** @throws CloseConflict, and what the database says: then the close is not stored */
export async function distribute(keeper: Keeper, address: PublicKey, close: Close): Promise<DistributionResult> {
  const { tradeId, closePnl, agent, positionClosed } = close;
  const reference = referenceOf(tradeId);
  if (!keeper.isVerified(address)) {
    const before = await keeper.takeClose(address, {
      ...{ reference, tradeId, closePnl, positionClosed },
      agent: agent.toBase58(),
    });
    if (before.status === "settled" || before.status === "refused") return told(before, tradeId);
  }
  const pass = await keeper.reconcile(address).catch(messageOf);
  const stored = await keeper.storedClose(address, reference);
  if (stored?.status === "settled" || stored?.status === "refused") return told(stored, tradeId);
  const problem = typeof pass === "string" ? pass : obstacle(pass);
  if (stored?.status === "taken" || stored?.status === "pending") {
    const error = `The close is stored and will be settled: ${problem}`;
    return { success: false, stored: true, error, retry: false, tradeId };
  }
  if (typeof pass === "string") return { success: false, stored: false, error: problem, retry: true, tradeId };
  const { subscription } = pass.observed;
  if (!subscription.agent.equals(agent)) {
    const name = address.toBase58();
    const error = `The agent of subscription ${name} is ${subscription.agent.toBase58()}, not ${agent.toBase58()}`;
    return { success: false, stored: false, error, retry: false, tradeId };
  }
  return subscription.terms.profitShareBps === 0 ? NOTHING : verified(pass);
}

/** Hexadecimal: what a close is known by on the chain. */
export const referenceOf = (tradeId: string): string => createHash("sha256").update(tradeId).digest("hex");

/** A close whose fate is known. */
function told({ status, reason, signature, amounts }: StoredClose, tradeId: string): DistributionResult {
  if (status === "refused") return { success: false, stored: false, error: reason!, retry: false, tradeId };
  return {
    success: true,
    stored: true,
    ...(signature === null ? {} : { txSignature: signature }),
    ...(amounts === null ? {} : amountsOf(amounts.accrued, amounts.paid, amounts.owed, amounts.dropped)),
    tradeId,
  };
}

/** What the venue's account said counts, whoever settled it in this pass. */
function verified(pass: PassReport): DistributionResult {
  const now = pass.observed.subscription;
  const settled = pass.actions.findLast(({ kind, outcome }) => kind === "settle" && outcome.kind === "confirmed");
  if (settled === undefined) {
    const failed = pass.failed || pass.skips.some(({ kind }) => kind === "settle");
    if (failed) return { success: false, stored: false, error: obstacle(pass), retry: true };
    return { ...NOTHING, owed: toDollars(owed(now)) };
  }
  const before = pass.actions.find((action) => action.before !== null)?.before?.subscription ?? now;
  return {
    success: true,
    stored: false,
    ...amountsOf(now.accrued - before.accrued, now.credited - before.credited, owed(now), 0n),
    ...("signature" in settled.outcome ? { txSignature: settled.outcome.signature } : {}),
  };
}

function amountsOf(accrued: bigint, paid: bigint, owes: bigint, dropped: bigint) {
  const share = toDollars(accrued);
  return { amount: share, accrued: share, paid: toDollars(paid), owed: toDollars(owes), dropped: toDollars(dropped) };
}

/** Why a pass did not settle. */
function obstacle({ actions, skips }: PassReport): string {
  const failure = actions.findLast(({ outcome }) => outcome.kind !== "confirmed");
  if (failure !== undefined) return describe(failure.outcome);
  return skips.find(({ kind }) => kind === "settle" || kind === "settle_attested")?.reason ?? "the keeper is stopping";
}
