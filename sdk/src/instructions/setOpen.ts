import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface SetOpen {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  /** Whether the bot takes new subscribers. */
  open: boolean;
}

/** Opens the bot to new subscribers, or stops taking any; live subscriptions go on. Event: `OpenSet`. */
export function setOpen({ owner, bot, open }: SetOpen, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  return instruction("set_open", { owner, bot }, { open }, programId);
}
