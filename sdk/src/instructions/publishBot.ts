import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { botAddress, vaultAddress } from "../program/addresses";
import { SOURCE_CODES, type Terms, termsInput } from "../program/terms";
import { spotMarketAddress } from "../venue/addresses";
import { venueProgram } from "../venue/layout";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface PublishBot {
  /** Signs; becomes the owner. */
  creator: PublicKey;
  /** Signs and pays the rent; the creator if left out. */
  payer?: PublicKey;
  /** 16 bytes, new among this creator's bots; a UUID fits. */
  id: Uint8Array;
  /**
   * The terms offered. Verified: `keeper` null, high-water mark, the mint of the venue's spot market 0. Attested: a
   * keeper account, any mint of the classic token program with 6 decimals. The first version is 1.
   */
  terms: Omit<Terms, "version">;
  /** Base units, at least 1: the least that `payout` moves. */
  minPayout: bigint;
  /** Whose associated token account `payout` fills. Neither a program nor an account of a token program or of this one. */
  payoutWallet: PublicKey;
}

/**
 * Publishes a bot at `botAddress(creator, id)` and creates its vault. Creator, mint and source are fixed for good.
 * Event: `BotPublished`.
 */
export function publishBot(
  { creator, payer = creator, id, terms, minPayout, payoutWallet }: PublishBot,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const { source, keeper, mint } = terms;
  const bot = botAddress(creator, id, programId);
  const quoteMarket = source === "attested" ? null : spotMarketAddress(venueProgram(source), 0);
  return instruction(
    "publish_bot",
    { creator, payer, bot, vault: vaultAddress(bot, programId), payoutWallet, mint, keeper, quoteMarket },
    {
      id,
      source: SOURCE_CODES[source],
      terms: termsInput(terms),
      minPayout,
    },
    programId,
  );
}
