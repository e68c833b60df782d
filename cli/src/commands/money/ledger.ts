/** `deposit`, `cap` and `waive`: what a party changes in a subscription's ledger. */
import { formatDollars, min, owed, type ProfitShareClient, SECONDS_PER_DAY, tokenAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Intent } from "../../acting/intent";
import type { Signers } from "../../acting/signer";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";
import { moment } from "../../text/moment";
import { subscriberOf } from "./withdraw";

/** @param amount base units */
export async function deposit(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, amount }: { signers: Signers; amount: bigint },
): Promise<Intent> {
  const subscription = await client.subscription(address);
  const { terms, subscriber } = subscription;
  const signer = signers.anybody("wallet that pays");
  const from = tokenAddress(terms.mint, signer.address);
  const debt = owed(subscription);
  const debtPaid = debt === 0n ? "" : `, of which ${formatDollars(min(amount, debt))} pays what is owed`;
  return {
    what: `Deposit ${formatDollars(amount)} into subscription ${address.toBase58()} of ${subscriber.toBase58()}${debtPaid}`,
    signer,
    instructions: [await client.deposit(address, { owner: signer.address, amount })],
    names: [
      [signer.address, "who pays"],
      [address, "escrow of subscription"],
    ],
    json: { subscription: address, deposited: amount, from },
    landed: ({ events }) => {
      const balance = events?.find((event) => event.name === "Funded")?.data.balance ?? null;
      const after = balance === null ? "" : `; the balance is ${formatDollars(balance)}`;
      return { text: `Deposited ${bothUnits(amount)}${after}`, json: { balance } };
    },
  };
}

/** @param dailyCap base units */
export async function cap(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, dailyCap }: { signers: Signers; dailyCap: bigint },
): Promise<Intent> {
  const subscription = await client.subscription(address);
  const signer = signers.oneOf([subscriberOf(subscription, "sets the cap")]);
  const now = await client.time();
  const tomorrow = (now / SECONDS_PER_DAY + 1n) * SECONDS_PER_DAY;
  const from = dailyCap < subscription.dailyCap ? tomorrow : now;
  const when = from === now ? "at once" : `from ${moment(from)} on`;
  return {
    what: `Set the daily cap of subscription ${address.toBase58()} from ${formatDollars(subscription.dailyCap)} to ${formatDollars(dailyCap)}, ${when}`,
    signer,
    instructions: [await client.setCap(address, dailyCap)],
    names: [[signer.address, "subscriber"]],
    json: { subscription: address, dailyCap, from },
    landed: () => ({ text: `The daily cap is ${bothUnits(dailyCap)}, ${when}`, json: {} }),
  };
}

/** @param amount base units; null is all that is owed */
export async function waive(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, amount }: { signers: Signers; amount: bigint | null },
): Promise<Intent | Outcome> {
  const subscription = await client.subscription(address);
  const { owner } = await client.bot(subscription.bot);
  const signer = signers.oneOf([{ address: owner, who: "bot's owner", does: "waives" }]);
  const debt = owed(subscription);
  if (debt === 0n) {
    return {
      text: `Nothing to waive: subscription ${address.toBase58()} owes nothing.`,
      json: { subscription: address, waived: 0n, signature: null },
      exitCode: EXIT.done,
    };
  }
  const waived = amount === null ? debt : min(amount, debt);
  return {
    what: `Give up ${formatDollars(waived)} of the ${formatDollars(debt)} that subscription ${address.toBase58()} owes`,
    signer,
    instructions: [await client.waive(address, waived)],
    names: [[signer.address, "bot's owner"]],
    json: { subscription: address },
    landed: ({ events }) => {
      const told = events?.find((event) => event.name === "Waived")?.data.amount ?? (events === null ? null : 0n);
      const what = told === null ? "Waived (the node does not say how much)" : `Waived ${bothUnits(told)}`;
      return { text: what, json: { waived: told } };
    },
  };
}
