/** `withdraw`: the subscriber takes balance out of the escrow. */
import {
  type Located,
  type ProfitShareClient,
  previewVerified,
  type Subscription,
  withdrawable,
} from "@profit-share/sdk";
import type { Keypair, PublicKey } from "@solana/web3.js";
import { chainTime, openSubscription, send } from "../chain";
import { givenDestination, ofWallet } from "../destination";
import { EXIT, InputError } from "../errors";
import { bothUnits, dollars } from "../money";
import type { Output } from "./output";

/** @param options.amount base units; null takes all @param options.to wallet or token account; null is the subscriber's own */
export async function withdraw(
  client: ProfitShareClient,
  address: PublicKey,
  { subscriber, amount, to }: { subscriber: Keypair; amount: bigint | null; to: PublicKey | null },
): Promise<Output> {
  const subscription = await openSubscription(client, address);
  const me = subscriber.publicKey;
  if (!me.equals(subscription.subscriber)) {
    throw new InputError(
      `The key file is that of ${me.toBase58()}; only the subscriber ${subscription.subscriber.toBase58()} withdraws: ` +
        "pass its key file",
    );
  }
  const { mint, minBalance } = subscription.terms;
  const destination = to === null ? ofWallet(mint, me, me) : await givenDestination(client.connection, mint, to, me);
  const withdrawn = amount ?? (await everything(client, subscription));
  if (withdrawn === 0n) {
    return {
      text: `Nothing to withdraw: the balance is ${dollars(subscription.balance)}; what is owed and the minimum balance of ${dollars(minBalance)} stay.`,
      json: { subscription: address, withdrawn: 0n, destination: null, signature: null },
      exitCode: EXIT.ok,
    };
  }
  const instruction = await client.withdraw(address, { amount: withdrawn, destination: destination.address });
  const { signature } = await send(client, "withdraw", [...destination.prepare, instruction], subscriber);
  return {
    text: `Withdrew ${bothUnits(withdrawn)} to ${destination.address.toBase58()}\nsignature ${signature}`,
    json: { subscription: address, withdrawn, destination: destination.address, signature },
    exitCode: EXIT.ok,
  };
}

/** What is left after the settlement that `withdraw` begins with. */
async function everything(client: ProfitShareClient, subscription: Located<Subscription>): Promise<bigint> {
  const now = await chainTime(client.connection);
  if (subscription.venueUser === null) return withdrawable(subscription, now);
  // The program skips a venue user that is gone or unreadable, so that it locks nobody's money.
  const user = await client.venueUser(subscription).catch(() => null);
  const preview = user === null ? null : previewVerified(subscription, user, now);
  return withdrawable({ ...subscription, ...preview?.settlement.ledger }, now);
}
