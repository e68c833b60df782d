import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface SetCap {
  /** Signs; the subscriber. */
  subscriber: PublicKey;
  subscription: PublicKey;
  /** Bot and instance of the subscription that is meant: another one at the same address is refused. */
  bot: PublicKey;
  instance: bigint;
  /** Base units, not below the terms' minimum: the most that may accrue in one UTC day. */
  dailyCap: bigint;
}

/** Sets the daily cap: one not below the present cap at once, a lower one from the next UTC day. Event: `CapSet`. */
export function setCap(
  { subscriber, subscription, bot, instance, dailyCap }: SetCap,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("set_cap", { subscriber, subscription }, { bot, instance, dailyCap }, programId);
}
