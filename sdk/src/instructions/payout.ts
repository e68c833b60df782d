import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { escrowAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Payout {
  bot: PublicKey;
  subscription: PublicKey;
  /** As the subscription says; left out, it is derived, which takes as long as everything else of a payout. */
  escrow?: PublicKey;
  /** The associated token account of the bot's payout wallet; has to exist. */
  destination: PublicKey;
}

/**
 * Moves all that is claimable to the bot's payout wallet. Anyone. Below the bot's minimum payout it succeeds and moves
 * nothing. Event: `Claimed` if something moved.
 */
export function payout(
  { bot, subscription, escrow, destination }: Payout,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const accounts = { bot, subscription, escrow: escrow ?? escrowAddress(subscription, programId), destination };
  return instruction("payout", accounts, {}, programId);
}
