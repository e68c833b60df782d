/**
 * For a host server, such as an Express app: the functions that its handlers call when a bot closes a position. They say
 * what happened and never throw.
 */
import { createHash, randomUUID } from "node:crypto";
import { toDollars } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { NoSubscription } from "../observe/dependencies";
import type { Keeper } from "../process/keeper";
import type { PassReport } from "../reconcile/report";
import { describe } from "../send/outcome";
import { messageOf, readAmount, readBotId, readPnl, readResolved, readTradeId, readWallet } from "./input";

/** What a host's own table says: an address, also as base58; null or undefined if there is none. */
type Resolved = PublicKey | string | null | undefined;

export interface HostOptions {
  keeper: Keeper;
  /** The subscription of one subscriber to one bot. */
  resolve: (subscriberBotId: string) => Promise<Resolved> | Resolved;
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
  /** Under which the close is stored: pass it when you try again. Left out if it was refused itself. */
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
   * What is not as described here is refused by its name: nothing is stored and nothing sent.
   *
   * @param realizedPnl dollars, of this close, after fees. A text is exact to 0.000001, towards zero. A number has the noise
   *   of its arithmetic and counts as the nearest 0.000001: 0.7 + 0.1 is 0.8. Halfway between two it is the lower one: the
   *   half goes to the subscriber who pays
   * @param subscriberAgentWallet base58: the wallet that trades
   * @param tradeId of this close: a second call with it never settles twice. 12345 and "12345" are the same. Left out (or
   *   null), every call is a new close
   */
  distributeCreatorProfitShare(
    subscriberBotId: string,
    realizedPnl: number | string,
    subscriberAgentWallet: string,
    tradeId?: string | number | null,
  ): Promise<DistributionResult>;

  /** @param amount dollars, above zero; read as `realizedPnl` is: a text exactly, towards zero, a number to the nearest 0.000001 */
  transferUsdcBetweenAgents(
    fromAgentWallet: string,
    toAgentWallet: string,
    amount: number | string,
  ): Promise<TransferResult>;
}

const NOTHING: DistributionResult = { success: true, amount: "0.00" };

export function createProfitShareHost({ keeper, resolve, mint }: HostOptions): ProfitShareHost {
  return {
    async distributeCreatorProfitShare(subscriberBotId, realizedPnl, subscriberAgentWallet, tradeId) {
      let id: string | undefined;
      try {
        id = readTradeId(tradeId) ?? randomUUID();
        const closePnl = readPnl(realizedPnl);
        const agent = readWallet(subscriberAgentWallet, "subscriberAgentWallet");
        const address = await ask(resolve, readBotId(subscriberBotId));
        if (address === null) return NOTHING;
        const { subscription } = await keeper.observe(address);
        if (!subscription.agent.equals(agent)) {
          throw new Error(
            `The agent of subscription ${address.toBase58()} is ${subscription.agent.toBase58()}, not ${subscriberAgentWallet}`,
          );
        }
        if (subscription.terms.profitShareBps === 0) return NOTHING;
        return subscription.terms.source === "attested"
          ? await attested(keeper, address, closePnl, id)
          : verified(await keeper.reconcile(address));
      } catch (error) {
        if (error instanceof NoSubscription) return NOTHING;
        return { success: false, error: messageOf(error), ...(id === undefined ? {} : { tradeId: id }) };
      }
    },

    async transferUsdcBetweenAgents(fromAgentWallet, toAgentWallet, amount) {
      try {
        const baseUnits = readAmount(amount);
        const from = readWallet(fromAgentWallet, "fromAgentWallet");
        const to = readWallet(toAgentWallet, "toAgentWallet");
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

/** @throws Error that names `resolve` if it fails, or answers something else than an address or none */
async function ask(resolve: HostOptions["resolve"], subscriberBotId: string): Promise<PublicKey | null> {
  let found: unknown;
  try {
    found = await resolve(subscriberBotId);
  } catch (error) {
    throw new Error(`resolve failed: ${messageOf(error)}`, { cause: error });
  }
  return readResolved(found);
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
