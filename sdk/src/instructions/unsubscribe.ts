import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Unsubscribe {
  /** Signs; the subscriber or the agent. */
  signer: PublicKey;
  /** An active subscription. */
  subscription: PublicKey;
  /** The subscription's bot and instance: another agreement at the same address is refused. */
  bot: PublicKey;
  instance: bigint;
  /** The subscription's venue user; null if attested. */
  venueUser: PublicKey | null;
}

/**
 * Starts the end. A verified subscription is settled and ends at the first settlement that sees its venue user flat or
 * gone and cuts nothing off, which can be this one, at the latest after 30 days; an attested one with the keeper's final
 * close, at the latest after 7 days. Events: `Settled` (self-CPI) if there was something to record, `Unsubscribed`.
 */
export function unsubscribe(
  { signer, subscription, bot, instance, venueUser }: Unsubscribe,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const accounts = { signer, subscription, venueUser: venueUser ?? PublicKey.default };
  return instruction("unsubscribe", accounts, { bot, instance }, programId);
}
