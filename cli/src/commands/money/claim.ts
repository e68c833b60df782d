/** `claim`: the bot's owner takes the creator's money out of an escrow, or what closed subscriptions left in the bot's vault. */
import {
  type Bot,
  claimable,
  formatDollars,
  type Located,
  min,
  type ProfitShareClient,
  type Subscription,
  tokenAccountIn,
  vaultAddress,
  WrongAccount,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { type Destination, givenDestination, ofWallet } from "../../acting/destination";
import type { Intent, Landed, Told } from "../../acting/intent";
import type { Authority, Signer, Signers } from "../../acting/signer";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";
import { closedWhen, lastClosing } from "../agreement";

export interface ClaimOptions {
  signers: Signers;
  /** Base units; null takes all. */
  amount: bigint | null;
  /** Wallet or token account; null is the owner's own. */
  to: PublicKey | null;
}

/** @param address of a subscription or a bot */
export async function claim(
  client: ProfitShareClient,
  address: PublicKey,
  options: ClaimOptions,
): Promise<Intent | Outcome> {
  const found = await subscriptionOrBot(client, address);
  if (found === null) return closed(client, address);
  return "bot" in found ? claimEscrow(client, found, options) : claimVault(client, found, options);
}

/** null if there is neither. */
async function subscriptionOrBot(
  client: ProfitShareClient,
  address: PublicKey,
): Promise<Located<Subscription> | Located<Bot> | null> {
  try {
    return await client.subscriptionIfAny(address);
  } catch (error) {
    if (!(error instanceof WrongAccount) || error.found !== "a bot") throw error;
    return client.bot(address);
  }
}

async function claimEscrow(
  client: ProfitShareClient,
  subscription: Located<Subscription>,
  { signers, amount, to }: ClaimOptions,
): Promise<Intent | Outcome> {
  const { address } = subscription;
  const bot = await client.bot(subscription.bot);
  const signer = signers.oneOf([ownerOf(bot)]);
  const destination = await whereTo(client, subscription.terms.mint, signer, to);
  const there = claimable(subscription);
  if (there === 0n) {
    return {
      text: `Nothing to claim: the creator's share so far is ${formatDollars(subscription.accrued)}, of which ${formatDollars(subscription.claimed)} is claimed.`,
      json: { subscription: address, claimed: 0n, destination: null, signature: null },
      exitCode: EXIT.done,
    };
  }
  const instruction = await client.claim(address, {
    destination: destination.address,
    ...(amount === null ? {} : { amount }),
  });
  const taken = amount === null ? there : min(amount, there);
  return {
    what: `Claim ${formatDollars(taken)} of the creator's share from subscription ${address.toBase58()} to ${destination.address.toBase58()}`,
    signer,
    instructions: [...destination.prepare, instruction],
    names: [
      [signer.address, "bot's owner"],
      [address, "escrow of subscription"],
    ],
    json: { subscription: address, destination: destination.address },
    landed: (landed) => claimedOf(landed, "Claimed", destination),
  };
}

async function claimVault(
  client: ProfitShareClient,
  bot: Located<Bot>,
  { signers, to }: ClaimOptions,
): Promise<Intent | Outcome> {
  const signer = signers.oneOf([ownerOf(bot)]);
  const destination = await whereTo(client, bot.terms.mint, signer, to);
  const { vault, holds } = await vaultOf(client, bot.address);
  if (holds === 0n) {
    return {
      text: `Nothing to claim: the vault ${vault.toBase58()} of bot ${bot.address.toBase58()} is empty.`,
      json: { bot: bot.address, vault, claimed: 0n, destination: null, signature: null },
      exitCode: EXIT.done,
    };
  }
  return {
    what: `Claim ${formatDollars(holds)} from the vault of bot ${bot.address.toBase58()} to ${destination.address.toBase58()}`,
    signer,
    instructions: [...destination.prepare, await client.claimVault(bot.address, { destination: destination.address })],
    names: [
      [signer.address, "bot's owner"],
      [bot.address, "vault of bot"],
    ],
    json: { bot: bot.address, vault, destination: destination.address },
    landed: (landed) => claimedOf(landed, "VaultClaimed", destination),
  };
}

const ownerOf = ({ owner }: Bot): Authority => ({ address: owner, who: "bot's owner", does: "claims" });

/** Base units in a bot's vault. */
export async function vaultOf(
  { connection, programId, commitment }: ProfitShareClient,
  bot: PublicKey,
): Promise<{ vault: PublicKey; holds: bigint }> {
  const vault = vaultAddress(bot, programId);
  return { vault, holds: tokenAccountIn(await connection.getAccountInfo(vault, commitment))?.amount ?? 0n };
}

const whereTo = async (
  client: ProfitShareClient,
  mint: PublicKey,
  { address }: Signer,
  to: PublicKey | null,
): Promise<Destination> =>
  to === null ? ofWallet(mint, address, address) : givenDestination(client.connection, mint, to, address);

function claimedOf({ events }: Landed, name: "Claimed" | "VaultClaimed", { address }: Destination): Told {
  const claimed =
    events?.reduce((sum, event) => (event.name === name ? sum + (event.data as { amount: bigint }).amount : sum), 0n) ??
    null;
  const what = claimed === null ? "Claimed (the node does not say how much)" : `Claimed ${bothUnits(claimed)}`;
  return { text: `${what} to ${address.toBase58()}`, json: { claimed } };
}

async function closed(client: ProfitShareClient, address: PublicKey): Promise<Outcome> {
  const closing = await lastClosing(client, address);
  const { bot, toVault, claimed } = closing;
  const [{ owner }, { vault, holds }] = await Promise.all([client.bot(bot), vaultOf(client, bot)]);
  return {
    text:
      `Nothing to claim. ${closedWhen(closing)}: ${formatDollars(toVault)} of the creator's share went to the bot's vault then, ` +
      `${formatDollars(claimed)} had been claimed.\n` +
      `The vault ${vault.toBase58()} holds ${formatDollars(holds)}; the bot's owner ${owner.toBase58()} empties it with ` +
      `\`profit-share claim ${bot.toBase58()}\`.`,
    json: {
      subscription: address,
      claimed: 0n,
      destination: null,
      signature: null,
      closed: closing,
      vault,
      vaultHolds: holds,
    },
    exitCode: EXIT.done,
  };
}
