/** Reads the program's accounts over RPC. */
import {
  type AccountInfo,
  type Connection,
  type Finality,
  PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  SystemProgram,
} from "@solana/web3.js";
import { InvalidInput, NodeFailure, NotFound, WrongAccount } from "../failures";
import {
  type Bot,
  decodeBot,
  decodeKeeper,
  decodeSubscription,
  type Keeper,
  type Subscription,
} from "../program/accounts";
import { decodeClock } from "../program/clock";
import { tokenAccountIn } from "../spl/token";
import { venueUserOrGone } from "../venue/observation";
import type { VenueUser } from "../venue/user";
import { accountDiscriminator, accountName, fieldOffset } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import type { AccountName } from "../wire/idl-types";
import { toBase58 } from "../wire/text";
import { placeOf } from "./connection";
import { describeAccount, wordOf } from "./describe-account";

/** An account with its address. */
export type Located<T> = T & { address: PublicKey };

/** One program on one cluster. Every method that takes an address throws `NotFound`, or `WrongAccount` with what is there. */
export class ProfitShareReader {
  constructor(
    readonly connection: Connection,
    readonly programId: PublicKey = PROGRAM_ID,
    readonly commitment: Finality = "confirmed",
  ) {}

  async keeper(address: PublicKey): Promise<Located<Keeper>> {
    return { address, ...decodeKeeper(await this.data("Keeper", address)) };
  }

  async bot(address: PublicKey): Promise<Located<Bot>> {
    return { address, ...decodeBot(await this.data("Bot", address)) };
  }

  async subscription(address: PublicKey): Promise<Located<Subscription>> {
    return { address, ...decodeSubscription(await this.data("Subscription", address)) };
  }

  /** Tokens in a subscription's escrow, base units: balance, claimable and what `sync` would find. */
  async escrowAmount(subscription: Subscription): Promise<bigint> {
    const tokens = tokenAccountIn(await this.connection.getAccountInfo(subscription.escrow, this.commitment));
    if (tokens === null) throw new NotFound("escrow", subscription.escrow);
    return tokens.amount;
  }

  /** The venue account that a verified subscription is settled on; null if it is gone. @throws VenueUserError */
  async venueUser(subscription: Subscription): Promise<VenueUser | null> {
    if (subscription.venueUser === null) throw new InvalidInput("An attested subscription has no venue user");
    return venueUserOrGone(await this.connection.getAccountInfo(subscription.venueUser, this.commitment));
  }

  /** Unix seconds of the cluster's clock, by which the program goes. @throws NodeFailure if the node has none */
  async time(): Promise<bigint> {
    const clock = await this.connection.getAccountInfo(SYSVAR_CLOCK_PUBKEY, this.commitment);
    if (clock === null)
      throw new NodeFailure(`${placeOf(this.connection.rpcEndpoint)} has no clock: it is no Solana cluster`);
    return decodeClock(clock.data);
  }

  bots(owner: PublicKey): Promise<Located<Bot>[]> {
    return this.all("Bot", "owner", owner, decodeBot);
  }

  subscriptionsOfBot(bot: PublicKey): Promise<Located<Subscription>[]> {
    return this.all("Subscription", "bot", bot, decodeSubscription);
  }

  /** The attested subscriptions whose terms name this keeper. */
  subscriptionsOfKeeper(keeper: PublicKey): Promise<Located<Subscription>[]> {
    return this.all("Subscription", "terms.keeper", keeper, decodeSubscription);
  }

  subscriptionsOfAgent(agent: PublicKey): Promise<Located<Subscription>[]> {
    return this.all("Subscription", "agent", agent, decodeSubscription);
  }

  subscriptionsOfSubscriber(subscriber: PublicKey): Promise<Located<Subscription>[]> {
    return this.all("Subscription", "subscriber", subscriber, decodeSubscription);
  }

  /** null if there is none, or only SOL that somebody sent to its address. @throws WrongAccount */
  async subscriptionIfAny(address: PublicKey): Promise<Located<Subscription> | null> {
    return (await this.subscriptionAsOf(address)).subscription;
  }

  /** The same, with the slot in which it was like this. */
  async subscriptionAsOf(address: PublicKey): Promise<{ slot: number; subscription: Located<Subscription> | null }> {
    const { context, value } = await this.connection.getAccountInfoAndContext(address, this.commitment);
    return { slot: context.slot, subscription: this.subscriptionIn(address, value) };
  }

  /** The same of an account that was read already. */
  subscriptionIn(address: PublicKey, account: AccountInfo<Uint8Array> | null): Located<Subscription> | null {
    const empty = account === null || (account.owner.equals(SystemProgram.programId) && account.data.length === 0);
    // With a key it is somebody's wallet, and never was a subscription's address.
    const gone = empty && (account === null || !PublicKey.isOnCurve(address.toBytes()));
    return gone ? null : { address, ...decodeSubscription(this.own("Subscription", address, account)) };
  }

  private async data(name: AccountName, address: PublicKey): Promise<Uint8Array> {
    const account: AccountInfo<Uint8Array> | null = await this.connection.getAccountInfo(address, this.commitment);
    if (account === null) throw new NotFound(wordOf(name), address);
    return this.own(name, address, account);
  }

  private own(name: AccountName, address: PublicKey, account: AccountInfo<Uint8Array>): Uint8Array {
    const own = account.owner.equals(this.programId) && accountName(account.data) === name;
    if (!own) throw new WrongAccount(wordOf(name), describeAccount(account, this.programId), address);
    return account.data;
  }

  private async all<T>(
    name: AccountName,
    field: string,
    value: PublicKey,
    decode: (data: Uint8Array) => T,
  ): Promise<Located<T>[]> {
    const found = await this.connection.getProgramAccounts(this.programId, {
      commitment: this.commitment,
      filters: filtersOf(name, field, value).map((memcmp) => ({ memcmp })),
    });
    return found.map(({ pubkey, account }) => ({ address: pubkey, ...decode(account.data) }));
  }
}

/** What stands where in the data of an account; `bytes` is base58. */
export interface Memcmp {
  offset: number;
  bytes: string;
}

/** By what a node finds the subscriptions with this key in this field: for `getProgramAccounts` and `programSubscribe`. */
export const subscriptionFilters = (
  field: "bot" | "agent" | "subscriber" | "terms.keeper",
  value: PublicKey,
): Memcmp[] => filtersOf("Subscription", field, value);

function filtersOf(name: AccountName, field: string, value: PublicKey): Memcmp[] {
  return [
    { offset: 0, bytes: toBase58(accountDiscriminator(name)) },
    { offset: fieldOffset(name, field), bytes: value.toBase58() },
  ];
}
