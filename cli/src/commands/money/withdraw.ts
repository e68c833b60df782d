/** `withdraw`: the subscriber takes balance out of the escrow. */
import {
  formatDollars,
  type Located,
  type ProfitShareClient,
  previewVerified,
  type Subscription,
  VenueUserError,
  withdrawable,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { givenDestination, ofWallet } from "../../acting/destination";
import type { Intent } from "../../acting/intent";
import type { Authority, Signers } from "../../acting/signer";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";
import { closedWhen, closedWhere, lastClosing } from "../agreement";

/**
 * @param options.amount base units; null takes all
 * @param options.to wallet or token account; null is the subscriber's own
 */
export async function withdraw(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, amount, to }: { signers: Signers; amount: bigint | null; to: PublicKey | null },
): Promise<Intent | Outcome> {
  const subscription = await client.subscriptionIfAny(address);
  if (subscription === null) {
    const closing = await lastClosing(client, address);
    return {
      text: `Nothing to withdraw. ${closedWhen(closing)}: ${closedWhere(closing)}.`,
      json: { subscription: address, withdrawn: 0n, destination: null, signature: null, closed: closing },
      exitCode: EXIT.done,
    };
  }
  const signer = signers.oneOf([subscriberOf(subscription, "withdraws")]);
  const me = signer.address;
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
  return {
    what: `Withdraw ${formatDollars(withdrawn)} from subscription ${address.toBase58()} to ${destination.address.toBase58()}`,
    signer,
    instructions: [...destination.prepare, instruction],
    names: [
      [me, "subscriber"],
      [address, "escrow of subscription"],
    ],
    json: { subscription: address, withdrawn, destination: destination.address },
    landed: () => ({ text: `Withdrew ${bothUnits(withdrawn)} to ${destination.address.toBase58()}`, json: {} }),
  };
}

/** @param does such as "withdraws" */
export const subscriberOf = ({ subscriber }: Subscription, does: string): Authority => ({
  address: subscriber,
  who: "subscriber",
  does,
});

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
