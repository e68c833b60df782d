import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { vaultAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

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
