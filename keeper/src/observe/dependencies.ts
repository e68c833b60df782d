/** Which accounts a subscription depends on. That is itself read from the chain, so it is known only as far as they are. Pure. */
import {
  type Bot,
  claimable,
  decodeBot,
  decodeClock,
  decodeSubscription,
  owed,
  PROGRAM_ID,
  type Subscription,
} from "@profit-share/sdk";
import { driftPerpMarketAddress, driftSpotMarketAddress, marketsOf } from "@profit-share/sdk/drift";
import { type PublicKey, SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import { type Accounts, type Addresses, addressesOf } from "./reading";
import { venueIn } from "./venue";

/** There is no such subscription any more, or never was. */
export class NoSubscription extends Error {
  override readonly name = "NoSubscription";

  /** @param now unix seconds of the cluster's clock in the same look */
  constructor(
    message: string,
    readonly now: bigint,
  ) {
    super(message);
  }
}

/** Base58. */
export const CLOCK = SYSVAR_CLOCK_PUBKEY.toBase58();

export type PurseOf = (mint: PublicKey, owner: PublicKey) => PublicKey;

/**
 * All addresses that are needed, as far as the accounts reach.
 * @param purseOf a wallet's associated token account
 * @param complete also the agent's tokens and the venue's markets while nothing is owed
 * @throws NoSubscription
 */
export function dependenciesOf(address: PublicKey, accounts: Accounts, purseOf: PurseOf, complete: boolean): Addresses {
  const keys = [address, SYSVAR_CLOCK_PUBKEY];
  const subscription = subscriptionIn(address, accounts);
  const { terms, venueUser } = subscription;
  keys.push(subscription.bot, subscription.escrow);
  if (terms.keeper !== null) keys.push(terms.keeper);
  const bot = accounts.get(subscription.bot.toBase58());
  const owes = complete || owed(subscription) > 0n;
  if (bot) {
    const { payoutWallet } = decodeBot(bot.data);
    keys.push(purseOf(terms.mint, payoutWallet));
    // Whether it is a wallet matters to who is about to pay it.
    if (owes || terms.source === "attested" || claimable(subscription) > 0n) keys.push(payoutWallet);
  }
  // What is left goes there, and one that is closing can end by its clock alone.
  if (subscription.state !== "active") keys.push(purseOf(terms.mint, subscription.subscriber));
  // A close is paid as it is settled, so an attested subscription has no debt before it needs the money.
  if (owes || terms.source === "attested") keys.push(purseOf(terms.mint, subscription.agent));
  if (venueUser !== null) {
    keys.push(venueUser);
    if (owes) keys.push(...marketsOfUser(subscription, accounts));
  }
  return addressesOf(keys);
}

/** What money of the venue's account can be taken from. */
function marketsOfUser(subscription: Subscription, accounts: Accounts): PublicKey[] {
  const reading = venueIn(subscription, accounts);
  if (reading.kind !== "read" || reading.drift === null) return [];
  const { spot, perp } = marketsOf(reading.drift.account);
  return [...spot.map((index) => driftSpotMarketAddress(index)), ...perp.map(driftPerpMarketAddress)];
}

/** Unix seconds of the cluster's clock. */
export const clockIn = (accounts: Accounts): bigint => decodeClock(accounts.get(CLOCK)!.data);

/** @throws NoSubscription */
export function subscriptionIn(address: PublicKey, accounts: Accounts): Subscription {
  const account = accounts.get(address.toBase58());
  if (!account?.owner.equals(PROGRAM_ID)) {
    const message = `There is no subscription at ${address.toBase58()}: check the address and the cluster`;
    throw new NoSubscription(message, clockIn(accounts));
  }
  return decodeSubscription(account.data);
}

export function botIn({ bot }: Subscription, accounts: Accounts): Bot {
  const account = accounts.get(bot.toBase58());
  if (!account) throw new Error(`The bot ${bot.toBase58()} does not exist`);
  return decodeBot(account.data);
}
