/** `settle`, `sync` and `payout`: what anybody may do, because it only brings the ledger up to date or pays whom it belongs to. */
import {
  claimable,
  createTokenAccount,
  formatDollars,
  InvalidInput,
  type ProfitShareClient,
  previewVerified,
  tokenAddress,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Intent } from "../../acting/intent";
import { expectPayable } from "../../acting/payout-wallet";
import type { Signers } from "../../acting/signer";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";

const WHO = "wallet that pays the fee";

/** @throws InvalidInput if it is attested */
export async function settle(
  client: ProfitShareClient,
  address: PublicKey,
  signers: Signers,
): Promise<Intent | Outcome> {
  const subscription = await client.subscription(address);
  if (subscription.venueUser === null) {
    throw new InvalidInput(`Subscription ${address.toBase58()} is attested: only its keeper settles it`);
  }
  const [user, now] = await Promise.all([client.venueUser(subscription), client.time()]);
  const preview = previewVerified(subscription, user, now);
  if (preview === null) {
    return {
      text: `Nothing to settle: subscription ${address.toBase58()} has ended, and no settlement counts any more.`,
      json: { subscription: address, share: 0n, records: false, signature: null },
      exitCode: EXIT.done,
    };
  }
  const { settlement, records } = preview;
  const share = settlement.ledger.accrued - subscription.accrued;
  const signer = signers.anybody(WHO);
  const found = `a profit of ${formatDollars(settlement.profit)}, of which ${formatDollars(share)} is the creator's`;
  return {
    what: `Settle subscription ${address.toBase58()}: ${found}`,
    signer,
    instructions: [await client.settle(address)],
    names: [[signer.address, "who pays the fee"]],
    json: { subscription: address },
    landed: () => ({
      text: records ? `Settled ${found}` : "Settled; nothing was charged, so there is no record",
      json: { profit: settlement.profit, share, records },
    }),
  };
}

export async function sync(client: ProfitShareClient, address: PublicKey, signers: Signers): Promise<Intent | Outcome> {
  const subscription = await client.subscription(address);
  const found = (await client.escrowAmount(subscription)) - subscription.balance - claimable(subscription);
  if (found <= 0n) {
    return {
      text: `Nothing to sync: the escrow of ${address.toBase58()} holds what its ledger says.`,
      json: { subscription: address, found: 0n, signature: null },
      exitCode: EXIT.done,
    };
  }
  const signer = signers.anybody(WHO);
  return {
    what: `Count ${formatDollars(found)} in the escrow of subscription ${address.toBase58()} as balance`,
    signer,
    instructions: [client.sync(address)],
    names: [[signer.address, "who pays the fee"]],
    json: { subscription: address },
    landed: () => ({ text: `Counted ${bothUnits(found)} as balance`, json: { found } }),
  };
}

/** Makes the payout wallet's token account if it is missing. */
export async function payout(
  client: ProfitShareClient,
  address: PublicKey,
  signers: Signers,
): Promise<Intent | Outcome> {
  const subscription = await client.subscription(address);
  const { payoutWallet, minPayout } = await client.bot(subscription.bot);
  const there = claimable(subscription);
  if (there < minPayout) {
    return {
      text: `Nothing is paid out: ${formatDollars(there)} is claimable, and the bot's payouts move at least ${formatDollars(minPayout)}.`,
      json: { subscription: address, paid: 0n, signature: null },
      exitCode: EXIT.done,
    };
  }
  await expectPayable(client.connection, payoutWallet, `The payout wallet of bot ${subscription.bot.toBase58()}`);
  const signer = signers.anybody(WHO);
  const { mint } = subscription.terms;
  const destination = tokenAddress(mint, payoutWallet);
  const missing = (await client.connection.getAccountInfo(destination, client.commitment)) === null;
  return {
    what: `Pay ${formatDollars(there)} of subscription ${address.toBase58()} out to the payout wallet ${payoutWallet.toBase58()}`,
    signer,
    instructions: [
      ...(missing ? [createTokenAccount(mint, payoutWallet, signer.address)] : []),
      await client.payout(address),
    ],
    names: [
      [payoutWallet, "payout wallet"],
      [address, "escrow of subscription"],
      [signer.address, "who pays the fee"],
    ],
    json: { subscription: address, destination },
    landed: ({ events }) => {
      const paid =
        events?.reduce((sum, event) => (event.name === "Claimed" ? sum + event.data.amount : sum), 0n) ?? null;
      const what = paid === null ? "Paid out (the node does not say how much)" : `Paid out ${bothUnits(paid)}`;
      return { text: `${what} to ${destination.toBase58()}`, json: { paid } };
    },
  };
}
