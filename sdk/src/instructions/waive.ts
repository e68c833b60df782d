import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Waive {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  subscription: PublicKey;
  /** The subscription's instance: another agreement at the same address is refused. */
  instance: bigint;
  /** Base units, above zero; more than is owed gives up what is owed. */
  amount: bigint;
}

/** Gives up some of what is owed, for good. Event: `Waived`. */
export function waive(
  { owner, bot, subscription, instance, amount }: Waive,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("waive", { owner, bot, subscription }, { instance, amount }, programId);
}
