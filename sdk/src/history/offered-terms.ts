/** Terms that a bot offered earlier, from the instructions that set them: the bot's account has only the present ones. */

import type { PublicKey } from "@solana/web3.js";
import type { Bot } from "../program/accounts";
import { FEE_BASIS_CODES, nameOf, type Terms } from "../program/terms";
import { decodeInstruction } from "../wire/coder";
import type { Struct } from "../wire/idl-types";
import { accountsOf } from "../wire/schema";
import { fromBase58 } from "../wire/text";
import { type FetchedTransaction, loggedEvents } from "./events";
import type { WalkedTransaction } from "./transactions";

/** The instructions that set terms. */
const SETTERS = ["publish_bot", "update_terms"] as const;

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

type StatedTerms = Omit<Terms, "version" | "source" | "mint">;

/** The terms that a transaction stated for the bot, in order, also where another program called this one. */
function statedTerms({ meta, transaction }: FetchedTransaction, bot: PublicKey, programId: PublicKey): StatedTerms[] {
  const { message } = transaction;
  const keys = message.getAccountKeys(
    meta?.loadedAddresses ? { accountKeysFromLookups: meta.loadedAddresses } : undefined,
  );
  const executed = message.compiledInstructions.flatMap(({ programIdIndex, accountKeyIndexes, data }, index) => [
    { programIdIndex, accounts: accountKeyIndexes, data },
    ...(meta?.innerInstructions ?? [])
      .filter((inner) => inner.index === index)
      .flatMap(({ instructions }) => instructions)
      .map((inner) => ({ ...inner, data: fromBase58(inner.data) })),
  ]);
  return executed.flatMap(({ programIdIndex, accounts, data }) => {
    if (!keys.get(programIdIndex)?.equals(programId)) return [];
    const account = (name: (typeof SETTERS)[number], which: "bot" | "keeper") =>
      keys.get(accounts[accountIndex(name, which)] ?? -1);
    for (const name of SETTERS) {
      const args = decodeInstruction(name, data);
      if (args === null || !account(name, "bot")?.equals(bot)) continue;
      const keeper = account(name, "keeper") ?? null;
      const { feeBasis, ...terms } = args.terms as Struct<"TermsInput">;
      // An optional account that was left out is written as the program's own address.
      const none = keeper === null || keeper.equals(programId);
      return [{ ...terms, feeBasis: nameOf(FEE_BASIS_CODES, feeBasis, "fee basis"), keeper: none ? null : keeper }];
    }
    return [];
  });
}

const accountIndex = (instruction: (typeof SETTERS)[number], account: "bot" | "keeper"): number =>
  accountsOf(instruction).findIndex(({ name }) => name === account);
