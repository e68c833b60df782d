import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { escrowAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Withdraw {
  /** Signs; the subscriber. */
  subscriber: PublicKey;
  subscription: PublicKey;
  /** The subscription's bot and instance: another agreement at the same address is refused. */
  bot: PublicKey;
  instance: bigint;
  /** The subscription's venue user; null if attested. */
  venueUser: PublicKey | null;
  /** Any token account of the mint. */
  destination: PublicKey;
  /** Base units, above zero. */
  amount: bigint;
}

/**
 * Moves some of the balance to the subscriber's choice of account. A verified subscription is settled first, and until
 * its end the terms' minimum balance stays. Events: `Settled` (self-CPI) if there was something to record, `Withdrawn`.
 */
export function withdraw(
  { subscriber, subscription, bot, instance, venueUser, destination, amount }: Withdraw,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const escrow = escrowAddress(subscription, programId);
  return instruction(
    "withdraw",
    { subscriber, subscription, escrow, venueUser: venueUser ?? PublicKey.default, destination },
    { bot, instance, amount },
    programId,
  );
}
