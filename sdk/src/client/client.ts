/** Builds instructions from what the chain says: the caller names a subscription and what only a person decides. */
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import * as instructions from "../instructions";
import type { Subscription } from "../program/accounts";
import { tokenAddress } from "../spl/token";
import { U64_MAX } from "../wire/integers";
import { type Located, ProfitShareReader } from "./reader";

/** What a keeper says of a close. */
type AttestedClose = Pick<instructions.SettleAttested, "closePnl" | "reference" | "isFinal">;

/**
 * Reads and builds; signing and sending are the caller's. Every method that takes a subscription's address reads the
 * subscription first and throws if there is none. Where a token account is left out, it is the wallet's associated one,
 * which has to exist.
 */
export class ProfitShareClient extends ProfitShareReader {
  /** @see instructions.registerKeeper */
  registerKeeper(input: instructions.RegisterKeeper): TransactionInstruction {
    return instructions.registerKeeper(input, this.programId);
  }

  /** @see instructions.publishBot */
  publishBot(input: instructions.PublishBot): TransactionInstruction {
    return instructions.publishBot(input, this.programId);
  }

  /**
   * @see instructions.subscribe
   * @param input `terms` are those that the subscriber accepted: read them with `bot` and show them first. Without
   *   `depositFrom` the depositor's associated token account pays.
   */
  subscribe(input: Omit<instructions.Subscribe, "depositFrom"> & { depositFrom?: PublicKey }): TransactionInstruction {
    const { terms, deposit, subscriber, depositor = subscriber } = input;
    const depositFrom = input.depositFrom ?? tokenAddress(terms.mint, depositor);
    return instructions.subscribe({ ...input, depositFrom: deposit === 0n ? null : depositFrom }, this.programId);
  }

  /** @see instructions.deposit */
  async deposit(
    subscription: PublicKey,
    { owner, amount, from: given }: { owner: PublicKey; amount: bigint; from?: PublicKey },
  ): Promise<TransactionInstruction> {
    const { bot, instance, terms } = await this.subscription(subscription);
    const from = given ?? tokenAddress(terms.mint, owner);
    return instructions.deposit({ owner, amount, from, subscription, bot, instance }, this.programId);
  }

  /** @see instructions.sync */
  sync(subscription: PublicKey): TransactionInstruction {
    return instructions.sync({ subscription }, this.programId);
  }

  /** @see instructions.settle @throws InvalidInput if the subscription is attested */
  async settle(subscription: PublicKey): Promise<TransactionInstruction> {
    const { venueUser } = await this.subscription(subscription);
    if (venueUser === null) throw new InvalidInput(`${subscription.toBase58()} is attested: its keeper settles it`);
    return instructions.settle({ subscription, venueUser }, this.programId);
  }

  /**
   * The next close of an attested subscription, to be signed by its keeper's signer.
   * @see instructions.settleAttested
   * @throws InvalidInput if the subscription is verified
   */
  async settleAttested(subscription: PublicKey, close: AttestedClose): Promise<TransactionInstruction> {
    const { bot, instance, terms, sequence } = await this.subscription(subscription);
    if (terms.keeper === null) throw new InvalidInput(`${subscription.toBase58()} is verified: use settle`);
    const { signer } = await this.keeper(terms.keeper);
    return instructions.settleAttested(
      { signer, keeper: terms.keeper, subscription, bot, instance, sequence: sequence + 1n, ...close },
      this.programId,
    );
  }

  /** @see instructions.claim @param options without an amount all that is claimable, to the owner */
  async claim(
    subscription: PublicKey,
    { amount = U64_MAX, destination }: { amount?: bigint; destination?: PublicKey } = {},
  ): Promise<TransactionInstruction> {
    const { bot, instance, terms } = await this.subscription(subscription);
    const { owner } = await this.bot(bot);
    const to = destination ?? tokenAddress(terms.mint, owner);
    return instructions.claim({ owner, bot, subscription, instance, destination: to, amount }, this.programId);
  }

  /** @see instructions.payout */
  async payout(subscription: PublicKey): Promise<TransactionInstruction> {
    const { bot, terms } = await this.subscription(subscription);
    const { payoutWallet } = await this.bot(bot);
    return instructions.payout(
      { bot, subscription, destination: tokenAddress(terms.mint, payoutWallet) },
      this.programId,
    );
  }

  /** @see instructions.withdraw */
  async withdraw(
    subscription: PublicKey,
    { amount, destination }: { amount: bigint; destination?: PublicKey },
  ): Promise<TransactionInstruction> {
    const { subscriber, bot, instance, venueUser, terms } = await this.subscription(subscription);
    const to = destination ?? tokenAddress(terms.mint, subscriber);
    const accounts = { subscriber, subscription, bot, instance, venueUser, destination: to };
    return instructions.withdraw({ ...accounts, amount }, this.programId);
  }

  /** @see instructions.setKeeperSigner */
  async setKeeperSigner(keeper: PublicKey, signer: PublicKey): Promise<TransactionInstruction> {
    const { admin } = await this.keeper(keeper);
    return instructions.setKeeperSigner({ admin, keeper, signer }, this.programId);
  }

  /** @see instructions.transferKeeper */
  async transferKeeper(keeper: PublicKey, newAdmin: PublicKey | null): Promise<TransactionInstruction> {
    const { admin } = await this.keeper(keeper);
    return instructions.transferKeeper({ admin, keeper, newAdmin }, this.programId);
  }

  /** @see instructions.acceptKeeper @throws InvalidInput if the keeper is not offered to anybody */
  async acceptKeeper(keeper: PublicKey): Promise<TransactionInstruction> {
    const { pendingAdmin } = await this.keeper(keeper);
    if (pendingAdmin === null)
      throw new InvalidInput(`${keeper.toBase58()} is not handed over: its admin starts with transferKeeper`);
    return instructions.acceptKeeper({ newAdmin: pendingAdmin, keeper }, this.programId);
  }

  /** @see instructions.updateTerms @param changes what stays as it is can be left out */
  async updateTerms(
    bot: PublicKey,
    changes: Partial<instructions.UpdateTerms["terms"]>,
  ): Promise<TransactionInstruction> {
    const { owner, terms } = await this.bot(bot);
    return instructions.updateTerms({ owner, bot, terms: { ...terms, ...changes } }, this.programId);
  }

  /** @see instructions.setPayout @param changes what stays as it is can be left out */
  async setPayout(
    bot: PublicKey,
    changes: { payoutWallet?: PublicKey; minPayout?: bigint },
  ): Promise<TransactionInstruction> {
    const { owner, payoutWallet, minPayout } = await this.bot(bot);
    return instructions.setPayout({ owner, bot, payoutWallet, minPayout, ...changes }, this.programId);
  }

  /** @see instructions.setOpen */
  async setOpen(bot: PublicKey, open: boolean): Promise<TransactionInstruction> {
    const { owner } = await this.bot(bot);
    return instructions.setOpen({ owner, bot, open }, this.programId);
  }

  /** @see instructions.transferBot */
  async transferBot(bot: PublicKey, newOwner: PublicKey | null): Promise<TransactionInstruction> {
    const { owner } = await this.bot(bot);
    return instructions.transferBot({ owner, bot, newOwner }, this.programId);
  }

  /** @see instructions.acceptBot @throws InvalidInput if the bot is not offered to anybody */
  async acceptBot(bot: PublicKey): Promise<TransactionInstruction> {
    const { pendingOwner } = await this.bot(bot);
    if (pendingOwner === null)
      throw new InvalidInput(`${bot.toBase58()} is not handed over: its owner starts with transferBot`);
    return instructions.acceptBot({ newOwner: pendingOwner, bot }, this.programId);
  }

  /** @see instructions.claimVault */
  async claimVault(bot: PublicKey, { destination }: { destination?: PublicKey } = {}): Promise<TransactionInstruction> {
    const { owner, terms } = await this.bot(bot);
    const to = destination ?? tokenAddress(terms.mint, owner);
    return instructions.claimVault({ owner, bot, destination: to }, this.programId);
  }

  /** @see instructions.setCap */
  async setCap(subscription: PublicKey, dailyCap: bigint): Promise<TransactionInstruction> {
    const { subscriber, bot, instance } = await this.subscription(subscription);
    return instructions.setCap({ subscriber, subscription, bot, instance, dailyCap }, this.programId);
  }

  /** @see instructions.waive @param amount left out, all that is owed by then */
  async waive(subscription: PublicKey, amount = U64_MAX): Promise<TransactionInstruction> {
    const { bot, instance } = await this.subscription(subscription);
    const { owner } = await this.bot(bot);
    return instructions.waive({ owner, bot, subscription, instance, amount }, this.programId);
  }

  /** @see instructions.unsubscribe @param signer the subscriber if left out; the agent may, too */
  async unsubscribe(subscription: PublicKey, signer?: PublicKey): Promise<TransactionInstruction> {
    const { subscriber, bot, instance, venueUser } = await this.subscription(subscription);
    const accounts = { signer: signer ?? subscriber, subscription, bot, instance, venueUser };
    return instructions.unsubscribe(accounts, this.programId);
  }

  /**
   * @see instructions.closeSubscription
   * @param destination of the subscriber's money, for which the subscriber then signs. Left out, its associated token
   *   account, which has to exist only if there is money for it.
   */
  async closeSubscription(subscription: PublicKey, destination?: PublicKey): Promise<TransactionInstruction> {
    const { bot, instance, rentPayer, subscriber, terms } = await this.subscription(subscription);
    const to = destination ?? tokenAddress(terms.mint, subscriber);
    const accounts = { subscription, bot, instance, rentPayer, subscriber, destination: to };
    return instructions.closeSubscription({ ...accounts, subscriberSigns: destination !== undefined }, this.programId);
  }

  /**
   * One row for each subscription: a verified one as it stands, an attested one with its next close.
   * @see instructions.settleBatch
   * @throws InvalidInput if attested subscriptions have different keepers, or one is given without the close that it needs
   */
  async settleBatch(
    rows: readonly { subscription: PublicKey; close?: AttestedClose }[],
  ): Promise<TransactionInstruction> {
    const read = await Promise.all(rows.map(({ subscription }) => this.subscription(subscription)));
    const keepers = new Map(read.flatMap(({ terms: { keeper } }) => (keeper ? [[keeper.toBase58(), keeper]] : [])));
    if (keepers.size > 1)
      throw new InvalidInput("The attested subscriptions of a batch need one keeper: make a batch for each");
    const [address] = keepers.values();
    return instructions.settleBatch(
      {
        ...(address ? { keeper: await this.keeper(address) } : {}),
        rows: read.map((subscription, index) => rowOf(subscription, rows[index]!.close)),
      },
      this.programId,
    );
  }
}

function rowOf(
  { address, bot, instance, sequence, venueUser }: Located<Subscription>,
  close: AttestedClose | undefined,
): instructions.BatchRow {
  if (venueUser !== null) {
    if (close !== undefined)
      throw new InvalidInput(`${address.toBase58()} is verified: its venue user says the PnL, leave out the close`);
    return { kind: "verified", subscription: address, venueUser };
  }
  if (close === undefined) throw new InvalidInput(`${address.toBase58()} is attested: state its close`);
  return { kind: "attested", subscription: address, bot, instance, sequence: sequence + 1n, ...close };
}
