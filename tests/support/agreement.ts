/**
 * One bot and its subscriber: makes every instruction of their agreement, in the form that works. Tests change single
 * arguments (`over`) or accounts (`withAccount`) to see what is refused.
 */
import {
  type Bot,
  type Claim,
  claim,
  type Deposit,
  decodeBot,
  decodeSubscription,
  deposit,
  escrowAddress,
  type Payout,
  type PublishBot,
  payout,
  publishBot,
  type Subscribe,
  type Subscription,
  subscribe,
  sync,
  type Terms,
  vaultAddress,
  type Withdraw,
  withdraw,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Amount, Bps } from "./constants";
import { sha256 } from "./history";
import type { Sent } from "./svm";
import type { World } from "./world";

export abstract class Agreement {
  abstract readonly bot: PublicKey;
  abstract readonly botId: Uint8Array;
  abstract readonly subscription: PublicKey;
  abstract readonly terms: Terms;
  /** Null if attested. */
  abstract readonly venueUser: PublicKey | null;
  protected abstract readonly account: Subscribe["account"];

  constructor(readonly world: World) {}

  get escrow(): PublicKey {
    return escrowAddress(this.subscription);
  }

  get vault(): PublicKey {
    return vaultAddress(this.bot);
  }

  publishBot(over: Partial<Omit<PublishBot, "terms">> & { terms?: Partial<Terms> } = {}): TransactionInstruction {
    const { terms, ...rest } = over;
    return publishBot({
      creator: ACTORS.creator.publicKey,
      id: this.botId,
      minPayout: Amount.MIN_PAYOUT,
      payoutWallet: ACTORS.payoutWallet.publicKey,
      ...rest,
      terms: { ...this.terms, ...terms },
    });
  }

  publish(over: Parameters<this["publishBot"]>[0] = {}): this {
    this.world.run(this.publishBot(over), ACTORS.creator);
    return this;
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
    this.world.run(this.subscribe(over), ACTORS.subscriber, ACTORS.agent);
    return this;
  }

  deposit(over: Partial<Deposit> = {}): TransactionInstruction {
    return deposit({
      owner: ACTORS.subscriber.publicKey,
      source: this.world.purse(ACTORS.subscriber.publicKey),
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
      venueUser: this.venueUser,
      destination: this.world.purse(ACTORS.subscriber.publicKey),
      amount: Amount.DOLLAR,
      ...over,
    });
  }

  /** Realizes `pnl` (1e-6 quote) on the venue or at the keeper and settles it. */
  abstract earn(pnl: bigint): Sent;

  readBot(): Bot {
    return decodeBot(this.world.account(this.bot).data);
  }

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
