/** `claim`: the bot's owner takes the creator's money out of an escrow. */
import {
  claimable,
  formatDollars,
  InvalidInput,
  type ProfitShareClient,
  tokenAccountIn,
  vaultAddress,
} from "@profit-share/sdk";
import { sendTransaction } from "@profit-share/sdk/sending";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { KeyFile } from "../input/key-file";
import { bothUnits } from "../text/amounts";
import { givenDestination, ofWallet } from "../transfer/destination";
import { landedEvents } from "../transfer/landed-events";
import { closedWhen, lastClosing } from "./agreement";
import type { Outcome } from "./outcome";

/**
 * @param options.owner signs and pays the fee
 * @param options.amount base units; null takes all
 * @param options.to wallet or token account; null is the owner's own
 */
export async function claim(
  client: ProfitShareClient,
  address: PublicKey,
  { owner, amount, to }: { owner: KeyFile; amount: bigint | null; to: PublicKey | null },
): Promise<Outcome> {
  const subscription = await client.subscriptionIfAny(address);
  if (subscription === null) return closed(client, address);
  const bot = await client.bot(subscription.bot);
  const me = owner.keypair.publicKey;
  if (!me.equals(bot.owner)) {
    throw new InvalidInput(
      `The key file ${owner.name} is that of ${me.toBase58()}; only the bot's owner ${bot.owner.toBase58()} claims: pass its key file with --keypair`,
    );
  }
  const { mint } = subscription.terms;
  const destination = to === null ? ofWallet(mint, me, me) : await givenDestination(client.connection, mint, to, me);
  if (claimable(subscription) === 0n) {
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
  const signature = await sendTransaction(client.connection, [...destination.prepare, instruction], {
    payer: owner.keypair,
  });
  const events = await landedEvents(client, signature);
  const claimed =
    events?.reduce((sum, event) => (event.name === "Claimed" ? sum + event.data.amount : sum), 0n) ?? null;
  const what = claimed === null ? "Claimed (the node does not say how much)" : `Claimed ${bothUnits(claimed)}`;
  return {
    text: `${what} to ${destination.address.toBase58()}\nsignature ${signature}`,
    json: { subscription: address, claimed, destination: destination.address, signature },
    exitCode: EXIT.done,
  };
}

/** The creator's money is in the vault then, all of it that was not claimed before. */
async function closed(client: ProfitShareClient, address: PublicKey): Promise<Outcome> {
  const closing = await lastClosing(client, address);
  const { bot, toVault, claimed } = closing;
  const vault = vaultAddress(bot, client.programId);
  const [{ owner }, account] = await Promise.all([
    client.bot(bot),
    client.connection.getAccountInfo(vault, client.commitment),
  ]);
  const holds = tokenAccountIn(account)?.amount ?? 0n;
  return {
    text:
      `Nothing to claim. ${closedWhen(closing)}: ${formatDollars(toVault)} of the creator's share went to the bot's vault then, ` +
      `${formatDollars(claimed)} had been claimed.\n` +
      `The vault ${vault.toBase58()} holds ${formatDollars(holds)}; the bot's owner ${owner.toBase58()} empties it with ` +
      "`claimVault` of @profit-share/sdk.",
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
