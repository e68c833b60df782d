/** Builds instructions from what the chain says: the caller names a subscription and what only a person decides. */
import { getAssociatedTokenAddressSync } from "@solana/spl-token";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import * as instructions from "./instructions";
import { U64_MAX } from "./int";
import { ProfitShareReader } from "./reader";

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
    const depositFrom = input.depositFrom ?? tokenAccount(terms.mint, depositor);
    return instructions.subscribe({ ...input, depositFrom: deposit === 0n ? null : depositFrom }, this.programId);
  }

  /** @see instructions.deposit */
  async deposit(
    subscription: PublicKey,
    { owner, amount, source }: { owner: PublicKey; amount: bigint; source?: PublicKey },
  ): Promise<TransactionInstruction> {
    const { bot, instance, terms } = await this.subscription(subscription);
    const from = source ?? tokenAccount(terms.mint, owner);
    return instructions.deposit({ owner, amount, source: from, subscription, bot, instance }, this.programId);
  }

  /** @see instructions.sync */
  sync(subscription: PublicKey): TransactionInstruction {
    return instructions.sync({ subscription }, this.programId);
  }

  /** @see instructions.settle @throws Error if the subscription is attested */
  async settle(subscription: PublicKey): Promise<TransactionInstruction> {
    const { venueUser } = await this.subscription(subscription);
    if (venueUser === null) throw new Error(`${subscription.toBase58()} is attested: its keeper settles it`);
    return instructions.settle({ subscription, venueUser }, this.programId);
  }

  /**
   * The next close of an attested subscription, to be signed by its keeper's signer.
   * @see instructions.settleAttested
   * @throws Error if the subscription is verified
   */
  async settleAttested(
    subscription: PublicKey,
    close: { closePnl: bigint; reference: Uint8Array; isFinal?: boolean },
  ): Promise<TransactionInstruction> {
    const { bot, instance, terms, sequence } = await this.subscription(subscription);
    if (terms.keeper === null) throw new Error(`${subscription.toBase58()} is verified: use settle`);
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
    const { bot, terms } = await this.subscription(subscription);
    const { owner } = await this.bot(bot);
    const to = destination ?? tokenAccount(terms.mint, owner);
    return instructions.claim({ owner, bot, subscription, destination: to, amount }, this.programId);
  }

  /** @see instructions.payout */
  async payout(subscription: PublicKey): Promise<TransactionInstruction> {
    const { bot, terms } = await this.subscription(subscription);
    const { payoutWallet } = await this.bot(bot);
    return instructions.payout(
      { bot, subscription, destination: tokenAccount(terms.mint, payoutWallet) },
      this.programId,
    );
  }

  /** @see instructions.withdraw */
  async withdraw(
    subscription: PublicKey,
    { amount, destination }: { amount: bigint; destination?: PublicKey },
  ): Promise<TransactionInstruction> {
    const { subscriber, venueUser, terms } = await this.subscription(subscription);
    const to = destination ?? tokenAccount(terms.mint, subscriber);
    return instructions.withdraw({ subscriber, subscription, venueUser, destination: to, amount }, this.programId);
  }
}

/** The associated token account; the wallet may be a program's address, such as a multisig's vault. */
const tokenAccount = (mint: PublicKey, wallet: PublicKey): PublicKey =>
  getAssociatedTokenAddressSync(mint, wallet, true);
