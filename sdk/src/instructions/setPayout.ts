import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface SetPayout {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  /** Whose associated token account `payout` fills. Neither a program nor an account of a token program or of this one. */
  payoutWallet: PublicKey;
  /** Base units, at least 1: the least that `payout` moves. */
  minPayout: bigint;
}

/** Sets where `payout` goes, for all of the bot's subscriptions at once, and the least that it moves. Event: `PayoutSet`. */
export function setPayout(
  { owner, bot, payoutWallet, minPayout }: SetPayout,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("set_payout", { owner, bot, payoutWallet }, { minPayout }, programId);
}
