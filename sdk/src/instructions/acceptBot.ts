import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface AcceptBot {
  /** Signs; whom `transferBot` named. Becomes the payout wallet, too. */
  newOwner: PublicKey;
  bot: PublicKey;
}

/** Takes over a bot with all that is unclaimed and its vault. Event: `BotTransferred`. */
export function acceptBot({ newOwner, bot }: AcceptBot, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  return instruction("accept_bot", { newOwner, bot }, {}, programId);
}
