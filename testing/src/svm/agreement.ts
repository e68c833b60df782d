/**
 * One bot and its subscriber: makes every instruction of their agreement, in the form that works. Tests change single
 * arguments (`over`) or accounts (`withAccount`) to see what is refused.
 */
import {
  type Claim,
  type CloseSubscription,
  claim,
  closeSubscription,
  type Deposit,
  decodeSubscription,
  deposit,
  escrowAddress,
  type Payout,
  payout,
  type SetCap,
  type Subscribe,
  type Subscription,
  setCap,
  subscribe,
  sync,
  type Terms,
  type Unsubscribe,
  unsubscribe,
  type Waive,
  type Withdraw,
  waive,
  withdraw,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Amount, Bps } from "./constants";
import { sha256 } from "./history";
import { Publication } from "./publication";
import type { Sent } from "./svm";
import type { World } from "./world";

export abstract class Agreement extends Publication {
  abstract readonly subscription: PublicKey;
  /** Null if attested. */
  abstract readonly venueUser: PublicKey | null;
  protected abstract readonly account: Subscribe["account"];

  get escrow(): PublicKey {
    return escrowAddress(this.subscription);
  }

  subscribe(over: Partial<Omit<Subscribe, "terms">> & { terms?: Partial<Terms> } = {}): TransactionInstruction {
    const { terms, ...rest } = over;
    return subscribe({
      subscriber: ACTORS.subscriber.publicKey,
      agent: ACTORS.agent.publicKey,
      depositFrom: this.world.purse(ACTORS.subscriber.publicKey),
      bot: this.bot,
      account: this.account,
      dailyCap: Amount.DAILY_CAP,
      deposit: Amount.DEPOSIT,
      ...rest,
      terms: { ...this.terms, ...terms },
    });
  }

  start(over: Parameters<this["subscribe"]>[0] = {}): this {
    this.world.send(this.subscribe(over), ACTORS.subscriber, ACTORS.agent);
    return this;
  }

  deposit(over: Partial<Deposit> = {}): TransactionInstruction {
    return deposit({
      owner: ACTORS.subscriber.publicKey,
      from: this.world.purse(ACTORS.subscriber.publicKey),
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      amount: Amount.DOLLAR,
      ...over,
    });
  }

  sync(): TransactionInstruction {
    return sync({ subscription: this.subscription });
  }

  claim(over: Partial<Claim> = {}): TransactionInstruction {
    return claim({
      owner: ACTORS.creator.publicKey,
      bot: this.bot,
      subscription: this.subscription,
      instance: 1n,
      destination: this.world.purse(ACTORS.creator.publicKey),
      amount: Amount.DOLLAR,
      ...over,
    });
  }

  payout(over: Partial<Payout> = {}): TransactionInstruction {
    return payout({
      bot: this.bot,
      subscription: this.subscription,
      destination: this.world.purse(ACTORS.payoutWallet.publicKey),
      ...over,
    });
  }

  withdraw(over: Partial<Withdraw> = {}): TransactionInstruction {
    return withdraw({
      subscriber: ACTORS.subscriber.publicKey,
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      venueUser: this.venueUser,
      destination: this.world.purse(ACTORS.subscriber.publicKey),
      amount: Amount.DOLLAR,
      ...over,
    });
  }

  setCap(dailyCap: bigint, over: Partial<SetCap> = {}): TransactionInstruction {
    return setCap({
      subscriber: ACTORS.subscriber.publicKey,
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      dailyCap,
      ...over,
    });
  }

  waive(over: Partial<Waive> = {}): TransactionInstruction {
    return waive({
      owner: ACTORS.creator.publicKey,
      bot: this.bot,
      subscription: this.subscription,
      instance: 1n,
      amount: Amount.DOLLAR,
      ...over,
    });
  }

  unsubscribe(over: Partial<Unsubscribe> = {}): TransactionInstruction {
    return unsubscribe({
      signer: ACTORS.subscriber.publicKey,
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      venueUser: this.venueUser,
      ...over,
    });
  }

  /** Unsubscribed by the subscriber. */
  leave(): Sent {
    return this.world.send(this.unsubscribe(), ACTORS.subscriber);
  }

  /** To the subscriber's associated account, the rent to the subscriber. */
  close(over: Partial<CloseSubscription> = {}): TransactionInstruction {
    return closeSubscription({
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      rentPayer: ACTORS.subscriber.publicKey,
      subscriber: ACTORS.subscriber.publicKey,
      destination: this.world.purse(ACTORS.subscriber.publicKey),
      ...over,
    });
  }

  /** Realizes `pnl` (1e-6 quote) on the venue or at the keeper and settles it. */
  abstract earn(pnl: bigint): Sent;

  read(): Subscription {
    return decodeSubscription(this.world.account(this.subscription).data);
  }

  /** The part of the ledger that speaks of money. */
  money() {
    const { profitTotal, accrued, credited, claimed, waived, balance } = this.read();
    return { profitTotal, accrued, credited, claimed, waived, balance };
  }

  patch(fields: Parameters<World["patch"]>[2]): void {
    this.world.patch(this.subscription, "Subscription", fields);
  }
}

/** What both kinds of terms start from: 10 %, at least $10 of balance, a cap of at least $1 a day. */
export const COMMON_TERMS = {
  profitShareBps: Bps.TEN_PERCENT,
  version: 1,
  minBalance: Amount.MIN_BALANCE,
  minDailyCap: Amount.MIN_DAILY_CAP,
  hash: sha256(Buffer.from("terms of service")),
};
