/**
 * For a host server, such as an Express app: the functions that its handlers call when a bot closes a position. They say
 * what happened and never throw.
 */
import { randomUUID } from "node:crypto";
import { hasEnded } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Keeper } from "../process/keeper";
import type { PassReport } from "../reconcile/report";
import { describe } from "../send/outcome";
import { FinishRefused } from "../store/finishing";
import { CloseConflict } from "../store/intake";
import { type DistributionResult, distribute, NOTHING } from "./distribution";
import {
  messageOf,
  Refusal,
  readAmount,
  readBotId,
  readFlag,
  readLimit,
  readPnl,
  readResolved,
  readTradeId,
  readWallet,
  within,
} from "./input";

/** What a host's own table says: an address, also as base58; null or undefined if there is none. */
type Resolved = PublicKey | string | null | undefined;

export interface HostOptions {
  keeper: Keeper;
  /** The subscription of one subscriber to one bot. */
  resolve: (subscriberBotId: string) => Promise<Resolved> | Resolved;
  /** USDC, or the token that the bots are paid in; 6 decimals. */
  mint: PublicKey;
  /** Dollars: a close of more, gain or loss, is refused as a mistake. 10,000,000 if left out. */
  maxClose?: number | string;
  /** Dollars: a transfer of more is refused as a mistake. 10,000,000 if left out. */
  maxTransfer?: number | string;
}

export interface TransferResult {
  success: boolean;
  txSignature?: string;
  error?: string;
  /** Pass it when you try again: it is paid once. Left out if it was refused itself. */
  transferId?: string;
}

export interface FinishResult {
  /** Whether it has ended. */
  success: boolean;
  /** Whether the keeper has the word in its database. Then it ends the subscription sooner or later. */
  stored: boolean;
  /** The transaction of the final close; left out if it ended otherwise. */
  txSignature?: string;
  error?: string;
  /** Beside an error: whether the same call may succeed later. Of what is stored it need not be called again. */
  retry?: boolean;
}

export interface ProfitShareHost {
  /**
   * Settles a close, losses too, and pays the creator's share.
   *
   * The close is stored before anything is asked of the chain. If it cannot be settled now, because no node answers for
   * example, `success` is false and `stored` true: the keeper settles it later, and a second call is safe.
   *
   * Verified subscriptions: `realizedPnl` is ignored, what the venue's account says counts. Attested ones: the agent deposits
   * what is owed, the close is settled and the creator paid, in one transaction. A share of 0 %, no subscription (`resolve`
   * says so), or no profit is a success without a payment. An address at which no account is found is none.
   *
   * What is not as described here is refused by its name: nothing is stored and nothing sent.
   *
   * @param realizedPnl dollars, of this close, after fees. A text is exact to 0.000001, towards zero. A number has the noise
   *   of its arithmetic and counts as the nearest 0.000001: 0.7 + 0.1 is 0.8. Halfway between two it is the lower one: the
   *   half goes to the subscriber who pays
   * @param subscriberAgentWallet base58: the wallet that trades
   * @param tradeId of this close: a second call with it never settles twice. 12345 and "12345" are the same. Left out (or
   *   null), every call is a new close
   * @param positionClosed whether nothing of the position is left, so that under a threshold policy any amount is paid now.
   *   Left out (or null), it is not known. A verified subscription's account says it
   */
  distributeCreatorProfitShare(
    subscriberBotId: string,
    realizedPnl: number | string,
    subscriberAgentWallet: string,
    tradeId?: string | number | null,
    positionClosed?: boolean | null,
  ): Promise<DistributionResult>;

  /**
   * Says that no close of a subscription that is closing follows: the keeper settles those that it has and sends the final
   * one, which ends the subscription. A close that is handed over later is refused for good.
   */
  finishSubscription(subscriberBotId: string, subscriberAgentWallet: string): Promise<FinishResult>;

  /**
   * Pays once for each id. Asked for again, a transfer that was paid answers its first result with its signature, and pays
   * nothing; one that moved nothing is tried again. With other wallets or another amount the id is refused.
   *
   * @param amount dollars, above zero; read as `realizedPnl` is: a text exactly, towards zero, a number to the nearest 0.000001
   * @param transferId of this payment, read as a `tradeId`. Left out (or null), every call is a payment of its own
   */
  transferUsdcBetweenAgents(
    fromAgentWallet: string,
    toAgentWallet: string,
    amount: number | string,
    transferId?: string | number | null,
  ): Promise<TransferResult>;
}

/** Dollars: what is taken for a mistake, where the host says nothing else. */
export const MOST = "10000000";

/** @throws Error if a limit is no amount above zero */
export function createProfitShareHost({ keeper, resolve, mint, ...limits }: HostOptions): ProfitShareHost {
  const maxTransfer = readLimit(limits.maxTransfer ?? MOST, "maxTransfer");
  return {
    ...closeFunctions({ keeper, resolve, ...limits }),

    async transferUsdcBetweenAgents(fromAgentWallet, toAgentWallet, amount, transferId) {
      let id: string | undefined;
      try {
        id = readTradeId(transferId, "transferId") ?? randomUUID();
        const baseUnits = within(maxTransfer, "amount", readAmount(amount));
        const from = readWallet(fromAgentWallet, "fromAgentWallet");
        const to = readWallet(toAgentWallet, "toAgentWallet");
        const outcome = await keeper.transfer({ id, from, to, mint, amount: baseUnits });
        const said = { ...("signature" in outcome ? { txSignature: outcome.signature } : {}), transferId: id };
        if (outcome.kind === "confirmed") return { success: true, ...said };
        return { success: false, error: describe(outcome), ...said };
      } catch (error) {
        return { success: false, error: messageOf(error), ...(id === undefined ? {} : { transferId: id }) };
      }
    },
  };
}

/** What a host says of closes. */
export type CloseFunctions = Pick<ProfitShareHost, "distributeCreatorProfitShare" | "finishSubscription">;

/** @throws Error if the limit is no amount above zero */
export function closeFunctions({
  keeper,
  resolve,
  maxClose,
}: Pick<HostOptions, "keeper" | "resolve" | "maxClose">): CloseFunctions {
  const limit = readLimit(maxClose ?? MOST, "maxClose");
  return {
    async distributeCreatorProfitShare(subscriberBotId, realizedPnl, subscriberAgentWallet, tradeId, positionClosed) {
      let id: string | undefined;
      try {
        id = readTradeId(tradeId) ?? randomUUID();
        const close = {
          closePnl: within(limit, "realizedPnl", readPnl(realizedPnl)),
          agent: readWallet(subscriberAgentWallet, "subscriberAgentWallet"),
          positionClosed: readFlag(positionClosed, "positionClosed"),
        };
        const address = await ask(resolve, readBotId(subscriberBotId));
        return address === null ? NOTHING : await distribute(keeper, address, { ...close, tradeId: id });
      } catch (error) {
        return { ...failed(error), ...(id === undefined ? {} : { tradeId: id }) };
      }
    },

    async finishSubscription(subscriberBotId, subscriberAgentWallet) {
      try {
        const agent = readWallet(subscriberAgentWallet, "subscriberAgentWallet");
        const address = await ask(resolve, readBotId(subscriberBotId));
        return address === null ? { success: true, stored: false } : finished(await keeper.finish(address, agent));
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** What may be stored all the same can be said again: it counts once. */
function failed(error: unknown) {
  const never = error instanceof Refusal || error instanceof CloseConflict || error instanceof FinishRefused;
  return { success: false, stored: false, error: messageOf(error), retry: !never };
}

/** @throws Error that names `resolve` if it fails, or answers something else than an address or none */
async function ask(resolve: HostOptions["resolve"], subscriberBotId: string): Promise<PublicKey | null> {
  let found: unknown;
  try {
    found = await resolve(subscriberBotId);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Error(`resolve failed: ${messageOf(error)}`, { cause: error });
  }
  return readResolved(found);
}

function finished(pass: PassReport | null): FinishResult {
  if (pass === null) return { success: true, stored: true };
  const { actions, skips, observed } = pass;
  const final = actions.findLast(({ kind }) => kind === "final")?.outcome;
  const { subscription, now } = observed;
  if (hasEnded(subscription, now)) {
    return { success: true, stored: true, ...(final?.kind === "confirmed" ? { txSignature: final.signature } : {}) };
  }
  const failure = actions.findLast(({ outcome }) => outcome.kind !== "confirmed")?.outcome;
  const skip = skips.find(({ kind }) => kind === "final" || kind === "settle_attested")?.reason;
  const problem = failure === undefined ? (skip ?? "the keeper is stopping") : describe(failure);
  const error = `The word is stored, and the subscription will be ended: ${problem}`;
  return { success: false, stored: true, error, retry: false };
}
