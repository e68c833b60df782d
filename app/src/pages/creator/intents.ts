/** What an owner can do with a bot, as transactions to be reviewed. */
import type { Bot, Located, ProfitShareClient, Terms } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { formatExactly } from "../../format/money";
import { shortAddress } from "../../format/short";
import { feeSentence } from "../../format/words";
import type { Intent } from "../../transactions/intent";

interface About {
  client: ProfitShareClient;
  bot: Located<Bot>;
}

/** Signed by the owner, unless it is said otherwise. */
const common = ({ bot }: About): Pick<Intent, "signer" | "names" | "mint"> => ({
  signer: bot.owner,
  mint: bot.terms.mint,
  names: { [bot.address.toBase58()]: "The bot's vault" },
});

export type NewTerms = Pick<Terms, "profitShareBps" | "feeBasis" | "minBalance" | "minDailyCap" | "keeper" | "hash">;

/** @param living how many subscriptions there are now */
export const termsIntent = (about: About, terms: NewTerms, living: number): Intent => ({
  ...common(about),
  title: `New terms, version ${about.bot.terms.version + 1}`,
  explanation: [
    feeSentence(terms),
    living === 0
      ? "They touch nobody: nobody subscribes now. Who subscribes from now on gets them."
      : "They touch nobody who has subscribed: every living subscription keeps the terms that it was made under. Only who subscribes from now on gets the new ones.",
  ],
  instructions: async () => [await about.client.updateTerms(about.bot.address, terms)],
});

export const payoutIntent = (about: About, payoutWallet: PublicKey, minPayout: bigint): Intent => ({
  ...common(about),
  title: "Change where payouts go",
  explanation: [
    `Payouts of all this bot's subscriptions go to the wallet ${payoutWallet.toBase58()}, from now on.`,
    `A payout moves at least ${formatExactly(minPayout)}. Anybody can send one, and the keeper does.`,
  ],
  instructions: async () => [await about.client.setPayout(about.bot.address, { payoutWallet, minPayout })],
});

export const openIntent = (about: About, open: boolean): Intent => ({
  ...common(about),
  title: open ? "Take new subscribers" : "Take no new subscribers",
  explanation: [
    open ? "From now on anybody can subscribe." : "Nobody can subscribe until you open it again.",
    "Subscriptions that live go on as they are.",
  ],
  instructions: async () => [await about.client.setOpen(about.bot.address, open)],
});

/** @param newOwner null takes an offer back */
export const handOverIntent = (about: About, newOwner: PublicKey | null): Intent => ({
  ...common(about),
  title: newOwner === null ? "Take the offer back" : `Offer the bot to ${shortAddress(newOwner.toBase58())}`,
  explanation:
    newOwner === null
      ? ["The bot stays yours, and nobody can take it over."]
      : [
          `The wallet ${newOwner.toBase58()} can take the bot over, with everything that is unclaimed then. Claim first what is to stay yours.`,
          "Until it does, the bot is yours, and you can take the offer back.",
        ],
  instructions: async () => [await about.client.transferBot(about.bot.address, newOwner)],
});

/** Signed by whom the bot was offered to. */
export const acceptIntent = (about: About, newOwner: PublicKey): Intent => ({
  ...common(about),
  signer: newOwner,
  title: "Take the bot over",
  explanation: [
    "You become its owner, with all that is unclaimed and its vault.",
    "Your wallet becomes the payout wallet, too. Living subscriptions go on as they are.",
  ],
  instructions: async () => [await about.client.acceptBot(about.bot.address)],
});

export const waiveIntent = (about: About, subscription: PublicKey, owed: bigint): Intent => ({
  ...common(about),
  title: `Waive ${formatExactly(owed)}`,
  explanation: [
    `You give up what subscription ${shortAddress(subscription.toBase58())} owes, for good. No money moves.`,
    "What is claimable stays yours.",
  ],
  instructions: async () => [await about.client.waive(subscription, owed)],
});
