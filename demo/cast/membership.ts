/** A subscription of the story: who subscribes to which bot, and with which account. */
import { attestedSubscriptionAddress, type Subscribe, verifiedSubscriptionAddress } from "@profit-share/sdk";
import type { Trader } from "@profit-share/testing/chain/venue";
import type { PublicKey } from "@solana/web3.js";
import { type BotName, DOLLAR, type Subscriber } from "./people";

/** The daily cap with which everybody begins. */
export const DAILY_CAP = 1_000n * DOLLAR;

export interface Membership {
  /** "Anna · Tide". */
  label: string;
  bot: BotName;
  subscriber: Subscriber;
  /** null for an attested one. */
  trader: Trader | null;
  address: PublicKey;
  account: Subscribe["account"];
  deposit: bigint;
}

export function membership(subscriber: Subscriber, bot: BotName, trader: Trader | null): Membership {
  const deposit = subscriber.deposits[bot];
  if (deposit === undefined) throw new Error(`${subscriber.name} does not subscribe to ${bot}`);
  const common = { label: `${subscriber.name} · ${bot}`, bot, subscriber, deposit };
  if (bot === "Spark") {
    const address = attestedSubscriptionAddress(subscriber.agent.publicKey, 0);
    return { ...common, trader: null, address, account: { accountNo: 0 } };
  }
  if (trader === null) throw new Error(`${subscriber.name} needs an account on the venue for ${bot}`);
  const address = verifiedSubscriptionAddress(trader.user);
  return { ...common, trader, address, account: { venueUser: trader.user } };
}
