/** `withdraw`: the subscriber takes balance out of the escrow. */
import {
  formatDollars,
  InvalidInput,
  type Located,
  type ProfitShareClient,
  previewVerified,
  type Subscription,
  VenueUserError,
  withdrawable,
} from "@profit-share/sdk";
import { sendTransaction } from "@profit-share/sdk/sending";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { KeyFile } from "../input/key-file";
import { bothUnits } from "../text/amounts";
import { givenDestination, ofWallet } from "../transfer/destination";
import { closedWhen, closedWhere, lastClosing } from "./agreement";
import type { Outcome } from "./outcome";

/**
 * @param options.subscriber signs and pays the fee
 * @param options.amount base units; null takes all
 * @param options.to wallet or token account; null is the subscriber's own
 */
export async function withdraw(
  client: ProfitShareClient,
  address: PublicKey,
  { subscriber, amount, to }: { subscriber: KeyFile; amount: bigint | null; to: PublicKey | null },
): Promise<Outcome> {
  const subscription = await client.subscriptionIfAny(address);
  if (subscription === null) {
    const closing = await lastClosing(client, address);
    return {
      text: `Nothing to withdraw. ${closedWhen(closing)}: ${closedWhere(closing)}.`,
      json: { subscription: address, withdrawn: 0n, destination: null, signature: null, closed: closing },
      exitCode: EXIT.done,
    };
  }
  const me = subscriber.keypair.publicKey;
  if (!me.equals(subscription.subscriber)) {
    throw new InvalidInput(
      `The key file ${subscriber.name} is that of ${me.toBase58()}; only the subscriber ${subscription.subscriber.toBase58()} withdraws: ` +
        "pass its key file with --keypair",
    );
  }
  const { mint, minBalance } = subscription.terms;
  const destination = to === null ? ofWallet(mint, me, me) : await givenDestination(client.connection, mint, to, me);
  const withdrawn = amount ?? (await everything(client, subscription));
  if (withdrawn === 0n) {
    return {
      text: `Nothing to withdraw: the balance is ${formatDollars(subscription.balance)}; what is owed and the minimum balance of ${formatDollars(minBalance)} stay.`,
      json: { subscription: address, withdrawn: 0n, destination: null, signature: null },
      exitCode: EXIT.done,
    };
  }
  const instruction = await client.withdraw(address, { amount: withdrawn, destination: destination.address });
  const transfer = [...destination.prepare, instruction];
  const signature = await sendTransaction(client.connection, transfer, { payer: subscriber.keypair });
  return {
    text: `Withdrew ${bothUnits(withdrawn)} to ${destination.address.toBase58()}\nsignature ${signature}`,
    json: { subscription: address, withdrawn, destination: destination.address, signature },
    exitCode: EXIT.done,
  };
}

/** What is left after the settlement that `withdraw` begins with. */
async function everything(client: ProfitShareClient, subscription: Located<Subscription>): Promise<bigint> {
  const now = await client.time();
  if (subscription.venueUser === null) return withdrawable(subscription, now);
  // The program skips a venue user that is gone or unreadable, so that it locks nobody's money.
  const user = await client.venueUser(subscription).catch((error: unknown) => {
    if (error instanceof VenueUserError) return null;
    throw error;
  });
  const preview = user === null ? null : previewVerified(subscription, user, now);
  return withdrawable({ ...subscription, ...preview?.settlement.ledger }, now);
}
