/** Reads the program's accounts and histories over RPC. */
import { utils } from "@coral-xyz/anchor";
import { unpackAccount } from "@solana/spl-token";
import type { AccountInfo, Connection, Finality, PublicKey } from "@solana/web3.js";
import { type Bot, decodeBot, decodeKeeper, decodeSubscription, type Keeper, type Subscription } from "./accounts";
import { accountDiscriminator, fieldOffset } from "./coder";
import { type LogEvent, loggedEvents, subscriptionOf } from "./events";
import { type HistoryReport, type SettledEvent, verifyHistory } from "./history";
import type { AccountName } from "./idl-types";
import { PROGRAM_ID } from "./program";
import { begins, settlementsOf } from "./settlements";
import { type Place, transactionsOf } from "./transactions";
import { venueUserOrGone } from "./venue/observe";
import type { VenueUser } from "./venue/user";

/** An account with its address. */
export type Located<T> = T & { address: PublicKey };

/** A subscription's history with the verdict on it. */
export interface VerifiedHistory {
  subscription: Located<Subscription>;
  /** Every settlement, oldest first. */
  events: (SettledEvent & Place)[];
  report: HistoryReport;
}

/** One program on one cluster. Every method that takes an address throws if there is no such account. */
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
    const account = await this.connection.getAccountInfo(subscription.escrow, this.commitment);
    return unpackAccount(subscription.escrow, account).amount;
  }

  /** The venue account that a verified subscription is settled on; null if it is gone. @throws VenueUserError */
  async venueUser(subscription: Subscription): Promise<VenueUser | null> {
    if (subscription.venueUser === null) throw new Error("An attested subscription has no venue user");
    return venueUserOrGone(await this.connection.getAccountInfo(subscription.venueUser, this.commitment));
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

  /**
   * All settlements of a subscription since it was made, verified: see `verifyHistory`. Settlements that come while this
   * reads are left for the next time. Where a verified one began is read from its `Subscribed` event; without it the
   * report's `startMark` is null.
   */
  async history(address: PublicKey): Promise<VerifiedHistory> {
    const subscription = await this.subscription(address);
    const transactions = transactionsOf(this.connection, address, this.commitment);
    const { events, startMark } = await settlementsOf(transactions, subscription, this.programId);
    const start = { programId: this.programId, subscription: address, ...subscription };
    return { subscription, events, report: verifyHistory(start, events, { startMark, account: subscription }) };
  }

  /**
   * The logged events of a subscription since it was made, oldest first: deposits, claims, withdrawals. Nodes truncate
   * long logs, so they inform and prove nothing; totals and token transfers do.
   */
  async movements(address: PublicKey): Promise<(LogEvent & Place)[]> {
    const subscription = await this.subscription(address);
    const newestFirst: (LogEvent & Place)[] = [];
    for await (const { transaction, ...place } of transactionsOf(this.connection, address, this.commitment)) {
      for (const event of loggedEvents(transaction, this.programId).reverse()) {
        if (!subscriptionOf(event)?.equals(address)) continue;
        newestFirst.push({ ...event, ...place });
        if (begins(subscription, event)) return newestFirst.reverse();
      }
    }
    return newestFirst.reverse();
  }

  private async data(name: AccountName, address: PublicKey): Promise<Uint8Array> {
    const account: AccountInfo<Uint8Array> | null = await this.connection.getAccountInfo(address, this.commitment);
    if (account === null) {
      throw new Error(`There is no ${name} at ${address.toBase58()}: check the address and the cluster`);
    }
    if (!account.owner.equals(this.programId)) {
      throw new Error(
        `${address.toBase58()} is no ${name}: it belongs to program ${account.owner.toBase58()}, not ${this.programId.toBase58()}`,
      );
    }
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
      filters: [
        { memcmp: { offset: 0, bytes: utils.bytes.bs58.encode(accountDiscriminator(name)) } },
        { memcmp: { offset: fieldOffset(name, field), bytes: value.toBase58() } },
      ],
    });
    return found.map(({ pubkey, account }) => ({ address: pubkey, ...decode(account.data) }));
  }
}
