import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { vaultAddress } from "../addresses";
import { instruction } from "../instruction";
import { PROGRAM_ID } from "../program";

export interface ClaimVault {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  /** Any token account of the mint. */
  destination: PublicKey;
}

/**
 * Moves all that closed subscriptions left in the bot's vault. Nothing there is no error. Event: `VaultClaimed` if
 * something moved.
 */
export function claimVault(
  { owner, bot, destination }: ClaimVault,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("claim_vault", { owner, bot, vault: vaultAddress(bot, programId), destination }, {}, programId);
}
