/** What can be done with a subscription, as transactions to be reviewed. */
import {
  claimable,
  createTokenAccount,
  type Located,
  type ProfitShareClient,
  type Subscription,
  tokenAddress,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { formatExactly } from "../../format/money";
import type { Intent } from "../../transactions/intent";

interface About {
  client: ProfitShareClient;
  subscription: Located<Subscription>;
  signer: PublicKey;
}

const common = ({ subscription, signer }: About): Pick<Intent, "signer" | "names" | "mint"> => ({
  signer,
  mint: subscription.terms.mint,
  names: {
    [subscription.address.toBase58()]: "The escrow",
    [subscription.bot.toBase58()]: "The bot's vault, for the creator",
    [subscription.subscriber.toBase58()]: "The subscriber",
  },
});

export const depositIntent = (about: About, amount: bigint): Intent => ({
  ...common(about),
  title: `Deposit ${formatExactly(amount)}`,
  explanation: [
    "The money goes into this subscription's escrow and stays the subscriber's.",
    "If something is owed, it is paid first.",
  ],
  instructions: async () => [await about.client.deposit(about.subscription.address, { owner: about.signer, amount })],
});

export const withdrawIntent = (about: About, amount: bigint): Intent => ({
  ...common(about),
  title: `Withdraw ${formatExactly(amount)}`,
  explanation: [
    about.subscription.venueUser === null
      ? "The money goes from the escrow to your wallet."
      : "What the venue says now is settled first. Then the money goes from the escrow to your wallet.",
  ],
  instructions: async () => [
    ...(await purse(about, about.signer)),
    await about.client.withdraw(about.subscription.address, { amount }),
  ],
});

export const capIntent = (about: About, dailyCap: bigint): Intent => ({
  ...common(about),
  title: `At most ${formatExactly(dailyCap)} a day`,
  explanation: [
    dailyCap >= about.subscription.dailyCap
      ? "A higher cap applies at once."
      : "A lower cap applies from the next day on, by UTC. Until then the present one stays.",
    "The cap limits the share that a day can accrue, not the profit.",
  ],
  instructions: async () => [await about.client.setCap(about.subscription.address, dailyCap)],
});

export const leaveIntent = (about: About): Intent => ({
  ...common(about),
  title: "Leave this bot",
  explanation: [
    "You sign that you leave. No money moves yet, unless something is settled now.",
    about.subscription.venueUser === null
      ? "Closes that the keeper states in the next 7 days still pay their share."
      : "Positions that are open go on, and their close still pays its share, for 30 days at most. Without one it ends at once.",
  ],
  instructions: async () => [await about.client.unsubscribe(about.subscription.address)],
});

export const closeIntent = (about: About): Intent => ({
  ...common(about),
  title: "Close this subscription",
  explanation: [
    "The escrow is emptied and closed: the creator's part goes to the bot, all the rest to the subscriber.",
    ...(claimable(about.subscription) > 0n ? ["What the creator has not claimed waits in the bot's vault."] : []),
  ],
  instructions: async () => [
    ...(about.subscription.balance > 0n ? await purse(about, about.subscription.subscriber) : []),
    await about.client.closeSubscription(about.subscription.address),
  ],
});

/** Makes the token account that the money goes to, if there is none. */
async function purse(
  { client, subscription: { terms }, signer }: About,
  owner: PublicKey,
): Promise<TransactionInstruction[]> {
  const account = await client.connection.getAccountInfo(tokenAddress(terms.mint, owner));
  return account === null ? [createTokenAccount(terms.mint, owner, signer)] : [];
}
