import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { type Terms, termsInput } from "../program/terms";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface UpdateTerms {
  /** Signs; owner of the bot. */
  owner: PublicKey;
  bot: PublicKey;
  /** All of the new terms, not only what changes. Source and mint are the bot's for good. */
  terms: Omit<Terms, "version" | "source" | "mint">;
}

/**
 * Replaces the terms offered to new subscribers and raises their version; no live subscription changes. Requires what
 * `publishBot` requires of terms. Event: `TermsUpdated`.
 */
export function updateTerms(
  { owner, bot, terms }: UpdateTerms,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const { keeper } = terms;
  return instruction("update_terms", { owner, bot, keeper }, { terms: termsInput(terms) }, programId);
}
