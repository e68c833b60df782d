/** `claim`: the bot's owner takes the creator's money out of an escrow. */
import { claimable, type ProfitShareClient } from "@profit-share/sdk";
import type { Keypair, PublicKey } from "@solana/web3.js";
import { openSubscription, send } from "../chain";
import { givenDestination, ofWallet } from "../destination";
import { EXIT, InputError } from "../errors";
import { bothUnits, dollars } from "../money";
import type { Output } from "./output";

/** @param options.amount base units; null takes all @param options.to wallet or token account; null is the owner's own */
export async function claim(
  client: ProfitShareClient,
  address: PublicKey,
  { owner, amount, to }: { owner: Keypair; amount: bigint | null; to: PublicKey | null },
): Promise<Output> {
  const subscription = await openSubscription(client, address);
  const bot = await client.bot(subscription.bot);
  const me = owner.publicKey;
  if (!me.equals(bot.owner)) {
    throw new InputError(
      `The key file is that of ${me.toBase58()}; only the bot's owner ${bot.owner.toBase58()} claims: pass its key file`,
    );
  }
  const { mint } = subscription.terms;
  const destination = to === null ? ofWallet(mint, me, me) : await givenDestination(client.connection, mint, to, me);
  if (claimable(subscription) === 0n) {
    return {
      text: `Nothing to claim: the creator's share so far is ${dollars(subscription.accrued)}, of which ${dollars(subscription.claimed)} is claimed.`,
      json: { subscription: address, claimed: 0n, destination: null, signature: null },
      exitCode: EXIT.ok,
    };
  }
  const instruction = await client.claim(address, {
    destination: destination.address,
    ...(amount === null ? {} : { amount }),
  });
  const { signature, events } = await send(client, "claim", [...destination.prepare, instruction], owner);
  const claimed = events.reduce((sum, event) => (event.name === "Claimed" ? sum + event.data.amount : sum), 0n);
  return {
    text: `Claimed ${bothUnits(claimed)} to ${destination.address.toBase58()}\nsignature ${signature}`,
    json: { subscription: address, claimed, destination: destination.address, signature },
    exitCode: EXIT.ok,
  };
}
