import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { escrowAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Claim {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  subscription: PublicKey;
  /** The subscription's instance: another agreement at the same address is refused. */
  instance: bigint;
  /** Any token account of the mint. */
  destination: PublicKey;
  /** Base units, above zero; more than is claimable takes what is claimable. */
  amount: bigint;
}

/** Moves the creator's money out of one escrow. Nothing to claim is no error. Event: `Claimed` if something moved. */
export function claim(
  { owner, bot, subscription, instance, destination, amount }: Claim,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const escrow = escrowAddress(subscription, programId);
  return instruction("claim", { owner, bot, subscription, escrow, destination }, { instance, amount }, programId);
}
