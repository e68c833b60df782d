/**
 * For a host server, such as an Express app: the functions that its handlers call when a bot closes a position. They say
 * what happened and never throw.
 */
import { createHash, randomUUID } from "node:crypto";
import { I64_MAX, toBaseUnits, toDollars, U64_MAX } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { NoSubscription } from "../observe/observer";
import type { Keeper } from "../process/keeper";
import type { PassReport } from "../reconcile/report";
import { describe } from "../send/outcome";

export interface HostOptions {
  keeper: Keeper;
  /** The subscription of one subscriber to one bot; null if there is none. */
  resolve: (subscriberBotId: string) => Promise<PublicKey | null> | PublicKey | null;
  /** USDC, or the token that the bots are paid in; 6 decimals. */
  mint: PublicKey;
}

export interface DistributionResult {
  success: boolean;
  /** The transaction that settled; left out if there was nothing to settle. */
  txSignature?: string;
  /** Dollars, exact: the creator's share of what was settled. */
  amount?: string;
  /** What happened and what to do. */
  error?: string;
  /** Under which the close is stored: pass it when you try again. */
  tradeId?: string;
}

export interface TransferResult {
  success: boolean;
  txSignature?: string;
  error?: string;
}

export interface ProfitShareHost {
  /**
   * Settles a close, losses too, and pays the creator's share.
   *
   * Verified subscriptions: `realizedPnl` is ignored, what the venue's account says counts. Attested ones: the close is
   * stored, then the agent deposits what is owed, the close is settled and the creator paid, in one transaction. A share
   * of 0 %, no subscription, or no profit is a success without a payment.
   *
   * @param realizedPnl dollars, of this close, after fees; exact to 0.000001, towards zero
   * @param subscriberAgentWallet base58: the wallet that trades
   * @param tradeId of this close: a second call with it never settles twice. Left out, every call is a new close
   */
  distributeCreatorProfitShare(
    subscriberBotId: string,
    realizedPnl: number | string,
    subscriberAgentWallet: string,
    tradeId?: string,
  ): Promise<DistributionResult>;

  /** @param amount dollars, above zero; exact to 0.000001, towards zero */
  transferUsdcBetweenAgents(
    fromAgentWallet: string,
    toAgentWallet: string,
    amount: number | string,
  ): Promise<TransferResult>;
}

const NOTHING: DistributionResult = { success: true, amount: "0.00" };

export function createProfitShareHost({ keeper, resolve, mint }: HostOptions): ProfitShareHost {
  return {
    async distributeCreatorProfitShare(subscriberBotId, realizedPnl, subscriberAgentWallet, tradeId = randomUUID()) {
      try {
        const closePnl = toBaseUnits(realizedPnl);
        if (closePnl > I64_MAX || closePnl < -I64_MAX) throw new Error(`The realized PnL ${realizedPnl} is too large`);
        if (tradeId === "") throw new Error("The trade id is empty: pass one, or leave it out");
        const agent = walletOf(subscriberAgentWallet, "subscriberAgentWallet");
        const address = await resolve(subscriberBotId);
        if (address === null) return NOTHING;
        const { subscription } = await keeper.observe(address);
        if (!subscription.agent.equals(agent)) {
          throw new Error(
            `The agent of subscription ${address.toBase58()} is ${subscription.agent.toBase58()}, not ${subscriberAgentWallet}`,
          );
        }
        if (subscription.terms.profitShareBps === 0) return NOTHING;
        return subscription.terms.source === "attested"
          ? await attested(keeper, address, closePnl, tradeId)
          : verified(await keeper.reconcile(address));
      } catch (error) {
        if (error instanceof NoSubscription) return NOTHING;
        return { success: false, error: messageOf(error), tradeId };
      }
    },

    async transferUsdcBetweenAgents(fromAgentWallet, toAgentWallet, amount) {
      try {
        const baseUnits = toBaseUnits(amount);
        if (baseUnits <= 0n || baseUnits > U64_MAX) {
          throw new Error(`The amount ${amount} is no amount to transfer: pass dollars, at least 0.000001`);
        }
        const from = walletOf(fromAgentWallet, "fromAgentWallet");
        const to = walletOf(toAgentWallet, "toAgentWallet");
        const outcome = await keeper.transfer({ from, to, mint, amount: baseUnits });
        if (outcome.kind === "confirmed") return { success: true, txSignature: outcome.signature };
        return {
          success: false,
          error: describe(outcome),
          ...("signature" in outcome ? { txSignature: outcome.signature } : {}),
        };
      } catch (error) {
        return { success: false, error: messageOf(error) };
      }
    },
  };
}

async function attested(
  keeper: Keeper,
  address: PublicKey,
  closePnl: bigint,
  tradeId: string,
): Promise<DistributionResult> {
  const reference = createHash("sha256").update(tradeId).digest("hex");
  const { close, share, pass } = await keeper.settleClose(address, { reference, tradeId, closePnl });
  if (close.status === "pending") {
    return { success: false, error: `The close is stored and will be settled: ${obstacle(pass)}`, tradeId };
  }
  return {
    success: true,
    ...(close.signature === null ? {} : { txSignature: close.signature }),
    ...(share === null ? {} : { amount: toDollars(share) }),
    tradeId,
  };
}

function verified(pass: PassReport): DistributionResult {
  const settled = pass.actions.find(({ kind, outcome }) => kind === "settle" && outcome.kind === "confirmed");
  if (settled === undefined) {
    const failed = pass.failed || pass.skips.some(({ kind }) => kind === "settle");
    return failed ? { success: false, error: obstacle(pass) } : NOTHING;
  }
  const { before, after, outcome } = settled;
  const share = before === null ? 0n : after.subscription.accrued - before.subscription.accrued;
  return {
    success: true,
    amount: toDollars(share),
    ...("signature" in outcome ? { txSignature: outcome.signature } : {}),
  };
}

/** Why a pass did not settle. */
function obstacle({ actions, skips }: PassReport): string {
  const failure = actions.findLast(({ outcome }) => outcome.kind !== "confirmed");
  if (failure !== undefined) return describe(failure.outcome);
  return skips.find(({ kind }) => kind === "settle" || kind === "settle_attested")?.reason ?? "the keeper is stopping";
}

function walletOf(text: string, name: string): PublicKey {
  try {
    return new PublicKey(text);
  } catch {
    throw new Error(`${name} has to be a base58 address, not "${text}"`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
