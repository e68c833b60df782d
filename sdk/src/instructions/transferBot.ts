import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface TransferBot {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  /** The owner to be; null takes an offer back. */
  newOwner: PublicKey | null;
}

/** Offers the bot to another owner, who takes it with `acceptBot`. Event: `BotTransferStarted`. */
export function transferBot(
  { owner, bot, newOwner }: TransferBot,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("transfer_bot", { owner, bot }, { newOwner: newOwner ?? PublicKey.default }, programId);
}
