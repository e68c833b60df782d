import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { escrowAddress, vaultAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface CloseSubscription {
  /** One that has ended. */
  subscription: PublicKey;
  bot: PublicKey;
  /** The subscription's instance: another agreement at the same address is refused. */
  instance: bigint;
  /** Who paid the rent and gets it back. */
  rentPayer: PublicKey;
  subscriber: PublicKey;
  /**
   * Takes the subscriber's money: its associated token account, or any token account of the mint if it signs. null if the
   * escrow holds nothing for it.
   */
  destination: PublicKey | null;
  /** Whether the subscriber signs, so that the money may go to any account. */
  subscriberSigns?: boolean;
}

/**
 * Closes an ended subscription. It settles nothing. It takes in what `sync` would find, pays what is owed, moves the claimable to
 * the bot's vault and the rest to the subscriber, and returns the rent. Anyone. With a debt it is refused until 7 days after
 * the end; then the debt is written off. Event: `Closed` (self-CPI).
 */
export function closeSubscription(
  { subscription, bot, instance, rentPayer, subscriber, destination, subscriberSigns = false }: CloseSubscription,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const built = instruction(
    "close_subscription",
    {
      subscription,
      escrow: escrowAddress(subscription, programId),
      bot,
      vault: vaultAddress(bot, programId),
      rentPayer,
      subscriber,
      destination,
    },
    { instance },
    programId,
  );
  if (subscriberSigns) {
    for (const key of built.keys) key.isSigner ||= key.pubkey.equals(subscriber);
  }
  return built;
}
