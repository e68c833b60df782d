import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { escrowAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Deposit {
  /** Signs; owner of the paying token account. Anyone may pay. */
  owner: PublicKey;
  /** The paying token account. */
  from: PublicKey;
  subscription: PublicKey;
  /** Bot and instance of the subscription that is meant: another one at the same address is refused. */
  bot: PublicKey;
  instance: bigint;
  /** Base units, above zero. */
  amount: bigint;
}

/** Adds to the balance; what is owed is paid from it first. Event: `Funded`. */
export function deposit(
  { owner, from, subscription, bot, instance, amount }: Deposit,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const escrow = escrowAddress(subscription, programId);
  return instruction("deposit", { owner, source: from, subscription, escrow }, { bot, instance, amount }, programId);
}
