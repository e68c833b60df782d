/** Terms that a bot offered earlier, from the instructions that set them: the bot's account has only the present ones. */

import type { PublicKey } from "@solana/web3.js";
import type { Bot } from "../program/accounts";
import { FEE_BASIS_CODES, nameOf, SOURCE_CODES, type Terms } from "../program/terms";
import { executedInstructions, type ProgramCall, programCall } from "./calls";
import { type FetchedTransaction, loggedEvents } from "./events";
import type { WalkedTransaction } from "./transactions";

/**
 * @param transactions of the bot's address, newest first; read no further than needed
 * @param version of the terms looked for
 * @returns null if the transaction that set them is not there, or its log was cut off
 * @throws MissingTransaction when the walk comes to one
 */
export async function offeredTerms(
  transactions: AsyncIterable<WalkedTransaction>,
  bot: Bot & { address: PublicKey },
  version: number,
  programId: PublicKey,
): Promise<Terms | null> {
  if (bot.terms.version === version) return bot.terms;
  const { source, mint } = bot.terms;
  for await (const { transaction } of transactions) {
    const versions = loggedVersions(transaction, bot.address, programId);
    const index = versions.indexOf(version);
    if (index < 0) continue;
    const stated = statedTerms(transaction, bot.address, programId);
    // With a log cut off the two would not belong together.
    if (stated.length !== versions.length) return null;
    return { ...stated[index]!, version, source, mint };
  }
  return null;
}

/** The versions of the bot's terms that a transaction set, in order. */
function loggedVersions(transaction: FetchedTransaction, bot: PublicKey, programId: PublicKey): number[] {
  return loggedEvents(transaction, programId).flatMap(({ name, data }) => {
    if (name === "BotPublished" && data.bot.equals(bot)) return [1];
    return name === "TermsUpdated" && data.bot.equals(bot) ? [data.version] : [];
  });
}

/** The terms that a bot offers after a call; null if the call sets none. @param before null before it is published */
export function termsAfter(call: ProgramCall, before: Terms | null): Terms | null {
  if (call.name === "publish_bot") {
    const source = nameOf(SOURCE_CODES, call.args.source, "source");
    return { ...statedBy(call), source, mint: call.accounts.mint, version: 1 };
  }
  if (call.name !== "update_terms" || before === null) return null;
  return { ...before, ...statedBy(call), version: before.version + 1 };
}

type SettingCall = Extract<ProgramCall, { name: "publish_bot" | "update_terms" }>;

function statedBy({ args, accounts }: SettingCall): StatedTerms {
  const { feeBasis, ...terms } = args.terms;
  return { ...terms, feeBasis: nameOf(FEE_BASIS_CODES, feeBasis, "fee basis"), keeper: accounts.keeper };
}

type StatedTerms = Omit<Terms, "version" | "source" | "mint">;

/** The terms that a transaction stated for the bot, in order, also where another program called this one. */
function statedTerms(transaction: FetchedTransaction, bot: PublicKey, programId: PublicKey): StatedTerms[] {
  return executedInstructions(transaction).flatMap((executed) => {
    const call = programCall(executed, programId);
    if (call?.name !== "publish_bot" && call?.name !== "update_terms") return [];
    return call.accounts.bot.equals(bot) ? [statedBy(call)] : [];
  });
}
