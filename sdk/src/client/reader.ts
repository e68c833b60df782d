/** Reads the program's accounts and histories over RPC. */
import {
  type AccountInfo,
  type Connection,
  type Finality,
  type PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  SystemProgram,
} from "@solana/web3.js";
import { HistoryUnavailable, InvalidInput, NodeFailure, NotFound, WrongAccount } from "../failures";
import { offeredTerms } from "../history/offered-terms";
import { type BotInstance, beginningAt, sameInstance, settlementsOf } from "../history/settlements";
import { type Place, transactionsOf, type WalkedTransaction } from "../history/transactions";
import { type HistoryReport, verifyHistory } from "../history/verify";
import {
  type Bot,
  decodeBot,
  decodeKeeper,
  decodeSubscription,
  type Keeper,
  type Subscription,
} from "../program/accounts";
import { decodeClock } from "../program/clock";
import {
  type ClosedEvent,
  historyEvents,
  type LogEvent,
  loggedEvents,
  type SettledEvent,
  subscriptionOf,
} from "../program/events";
import { decodeTokenAccount, TOKEN_PROGRAM_ID } from "../spl/token";
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

/** What a subscription's account and its `Closed` event both say. */
export type Totals = Pick<
  Subscription,
  "bot" | "instance" | "terms" | "sequence" | "head" | "accrued" | "credited" | "claimed" | "waived"
>;

/** A subscription's history with the verdict on it. */
export interface VerifiedHistory {
  /** As its account has it, or as it was closed. */
  subscription: Located<Totals>;
  /** Every settlement, oldest first. */
  events: (SettledEvent & Place)[];
  /** The end; null while the subscription exists. */
  closed: (ClosedEvent & Place) | null;
  report: HistoryReport;
}

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
    const account = await this.connection.getAccountInfo(subscription.escrow, this.commitment);
    const tokens = account?.owner.equals(TOKEN_PROGRAM_ID) ? decodeTokenAccount(account.data) : null;
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

  /**
   * All settlements of a subscription since it was made, verified: see `verifyHistory`. Settlements that come while this
   * reads are left for the next time. Where a verified one began is read from its `Subscribed` event; without it the
   * report's `startMark` is null.
   *
   * Of a closed subscription the history is verified against the head in its `Closed` event. Its terms are read from the
   * transactions of its bot; the first head binds them, so wrong ones do not verify.
   * @param agreement which subscription, where the address was used more than once; left out, the one that exists, else the
   *   last that was closed. `closings` lists them.
   * @throws NotFound if there is no such subscription; HistoryUnavailable if the node no longer keeps what it takes
   */
  async history(address: PublicKey, agreement: BotInstance | null = null): Promise<VerifiedHistory> {
    const live = await this.subscriptionIfAny(address);
    const found = await settlementsOf(this.transactions(address), { address, agreement, live }, this.programId);
    if (found === null) {
      const message = `No such subscription exists or was closed at ${address.toBase58()}: check address and cluster`;
      throw new NotFound("subscription", address, message);
    }
    const { events, closed, beginning } = found;
    const subscription = closed === null ? live! : await this.closedSubscription(closed, beginning?.termsVersion);
    const start = { ...subscription, programId: this.programId, subscription: address };
    const ends = { startMark: beginning?.mark ?? null, account: subscription };
    return { subscription: { ...subscription, address }, events, closed, report: verifyHistory(start, events, ends) };
  }

  /** The ends of all subscriptions that were closed at an address, the latest first. */
  async closings(address: PublicKey): Promise<(ClosedEvent & Place)[]> {
    const ends: (ClosedEvent & Place)[] = [];
    for await (const { transaction, ...place } of this.transactions(address)) {
      for (const { name, data } of historyEvents(transaction, this.programId).reverse()) {
        if (name === "Closed" && data.subscription.equals(address)) ends.push({ ...data, ...place });
      }
    }
    return ends;
  }

  /**
   * The logged events of a subscription since it was made, oldest first: deposits, claims, withdrawals. Nodes truncate
   * long logs, so they inform and prove nothing; totals and token transfers do.
   * @param agreement as for `history`
   */
  async movements(address: PublicKey, agreement: BotInstance | null = null): Promise<(LogEvent & Place)[]> {
    const wanted = agreement ?? (await this.subscriptionIfAny(address));
    let newestFirst: (LogEvent & Place)[] = [];
    for await (const { transaction, ...place } of this.transactions(address)) {
      for (const event of loggedEvents(transaction, this.programId).reverse()) {
        if (!subscriptionOf(event)?.equals(address)) continue;
        newestFirst.push({ ...event, ...place });
        const beginning = beginningAt(address, event);
        if (beginning === null) continue;
        if (wanted === null || sameInstance(wanted, beginning)) return newestFirst.reverse();
        // All of that was of a later agreement.
        newestFirst = [];
      }
    }
    return newestFirst.reverse();
  }

  private transactions(address: PublicKey): AsyncGenerator<WalkedTransaction> {
    return transactionsOf(this.connection, address, this.commitment);
  }

  /** null if there is none, or only SOL that somebody sent to the address. */
  private async subscriptionIfAny(address: PublicKey): Promise<Located<Subscription> | null> {
    const account = await this.connection.getAccountInfo(address, this.commitment);
    const gone = account === null || (account.owner.equals(SystemProgram.programId) && account.data.length === 0);
    return gone ? null : { address, ...decodeSubscription(this.own("Subscription", address, account)) };
  }

  private async closedSubscription(closed: ClosedEvent, termsVersion: number | undefined): Promise<Totals> {
    const bot = await this.bot(closed.bot);
    const terms =
      termsVersion === undefined
        ? null
        : await offeredTerms(this.transactions(bot.address), bot, termsVersion, this.programId);
    if (terms === null) {
      throw new HistoryUnavailable(
        `The node no longer keeps what tells the terms of instance ${closed.instance} of bot ${bot.address.toBase58()}: ask an archive node`,
      );
    }
    return { ...closed, terms };
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
      filters: [
        { memcmp: { offset: 0, bytes: toBase58(accountDiscriminator(name)) } },
        { memcmp: { offset: fieldOffset(name, field), bytes: value.toBase58() } },
      ],
    });
    return found.map(({ pubkey, account }) => ({ address: pubkey, ...decode(account.data) }));
  }
}
