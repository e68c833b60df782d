import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { attestedSubscriptionAddress, escrowAddress, verifiedSubscriptionAddress } from "../program/addresses";
import type { Terms } from "../program/terms";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Subscribe {
  /** Signs; whose money it is. */
  subscriber: PublicKey;
  /** Signs; the wallet that trades, authority of the venue user. */
  agent: PublicKey;
  /** Signs, pays the rent and gets it back; the subscriber if left out. */
  payer?: PublicKey;
  /** Signs; owner of the token account that pays the deposit; the subscriber if left out. */
  depositor?: PublicKey;
  /** Pays the deposit; null only if the deposit is 0. */
  depositFrom: PublicKey | null;
  bot: PublicKey;
  /**
   * The bot's terms as the subscriber read and accepted them. If they are others by then, or the share is higher, the
   * program refuses.
   */
  terms: Terms;
  /** Verified: the agent's account on the venue. Attested: which account of the agent, u16. */
  account: { venueUser: PublicKey } | { accountNo: number };
  /** Base units, not below the terms' minimum: the most that may accrue in one UTC day. */
  dailyCap: bigint;
  /** Base units, not below the terms' minimum balance. */
  deposit: bigint;
}

/** Where the subscription of a venue user or of an agent's account is. */
export function subscriptionAddress(
  { agent, account }: Pick<Subscribe, "agent" | "account">,
  programId: PublicKey = PROGRAM_ID,
): PublicKey {
  return "venueUser" in account
    ? verifiedSubscriptionAddress(account.venueUser, programId)
    : attestedSubscriptionAddress(agent, account.accountNo, programId);
}

/**
 * Subscribes under the bot's current terms and creates the escrow. A verified subscription starts at the realized PnL
 * that the venue user holds now; that account has to be flat, not in liquidation, and without another subscription.
 * Event: `Subscribed`.
 */
export function subscribe(input: Subscribe, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  const { subscriber, agent, bot, terms, account, dailyCap, deposit, depositFrom } = input;
  const { payer = subscriber, depositor = subscriber } = input;
  const verified = "venueUser" in account;
  if (verified === (terms.source === "attested")) {
    throw new InvalidInput(
      `The bot's source is ${terms.source}: pass ${verified ? "an accountNo" : "a venueUser"} as account`,
    );
  }
  const subscription = subscriptionAddress(input, programId);
  return instruction(
    "subscribe",
    {
      subscriber,
      agent,
      payer,
      depositor,
      source: depositFrom,
      bot,
      subscription,
      escrow: escrowAddress(subscription, programId),
      venueUser: verified ? account.venueUser : PublicKey.default,
      mint: terms.mint,
    },
    {
      input: {
        termsVersion: terms.version,
        maxProfitShareBps: terms.profitShareBps,
        accountNo: verified ? 0 : account.accountNo,
        dailyCap,
        deposit,
      },
    },
    programId,
  );
}
