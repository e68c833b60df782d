/** `unsubscribe` and `close`: the two steps of the end. */
import {
  claimable,
  createTokenAccount,
  formatDollars,
  hasEnded,
  InvalidInput,
  max,
  owed,
  type ProfitShareClient,
  tokenAddress,
  writeOffAt,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { givenDestination } from "../../acting/destination";
import type { Intent } from "../../acting/intent";
import type { Signers } from "../../acting/signer";
import { moment } from "../../text/moment";
import { subscriberOf } from "./withdraw";

/** A subscription's state, as the program logs it. */
const ENDED = 3;

export async function unsubscribe(client: ProfitShareClient, address: PublicKey, signers: Signers): Promise<Intent> {
  const subscription = await client.subscription(address);
  if (subscription.state !== "active") {
    throw new InvalidInput(
      `Subscription ${address.toBase58()} is ${subscription.state} already: close it when it has ended`,
    );
  }
  const { agent, venueUser } = subscription;
  const signer = signers.oneOf([
    subscriberOf(subscription, "unsubscribes"),
    { address: agent, who: "agent", does: "unsubscribes" },
  ]);
  const ends =
    venueUser === null
      ? "with the keeper's final close, at the latest after 7 days"
      : "when its venue account is flat and settled, at the latest after 30 days";
  return {
    what: `Begin the end of subscription ${address.toBase58()}: it ends ${ends}`,
    signer,
    instructions: [await client.unsubscribe(address, signer.address)],
    names: [[signer.address, "who signs"]],
    json: { subscription: address },
    landed: ({ events }) => {
      const state = events?.find((event) => event.name === "Unsubscribed")?.data.state;
      const ended = state === undefined ? null : state === ENDED;
      return { text: `Unsubscribed: it ${ended ? "has ended" : `ends ${ends}`}`, json: { ended } };
    },
  };
}

/** @param to wallet or token account, for which the subscriber signs; null is the subscriber's own */
export async function close(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, to }: { signers: Signers; to: PublicKey | null },
): Promise<Intent> {
  const subscription = await client.subscription(address);
  const { subscriber, terms, rentPayer, bot } = subscription;
  const now = await client.time();
  if (!hasEnded(subscription, now)) {
    throw new InvalidInput(
      `Subscription ${address.toBase58()} is ${subscription.state}: ` +
        (subscription.state === "active" ? "unsubscribe first" : "wait until it has ended"),
    );
  }
  const signer =
    to === null
      ? signers.anybody("wallet that pays the fee")
      : signers.oneOf([subscriberOf(subscription, "says where the money goes")]);
  const held = await client.escrowAmount(subscription);
  const debt = owed(subscription);
  const share = claimable(subscription);
  const rest = max(0n, held - share - debt);
  const writtenOff = max(0n, debt - max(0n, held - share));
  const due = writeOffAt(subscription)!;
  if (writtenOff > 0n && now < due) {
    throw new InvalidInput(
      `Subscription ${address.toBase58()} owes ${formatDollars(writtenOff)} more than its escrow holds: ` +
        `deposit that, let the bot's owner waive it, or wait until ${moment(due)}, when it is written off`,
    );
  }
  const own = tokenAddress(terms.mint, subscriber);
  const destination =
    to === null
      ? { address: own, prepare: rest > 0n ? [createTokenAccount(terms.mint, subscriber, signer.address)] : [] }
      : await givenDestination(client.connection, terms.mint, to, signer.address);
  return {
    what: `Close subscription ${address.toBase58()}: ${formatDollars(held - rest)} to the bot's vault, ${formatDollars(rest)} to ${destination.address.toBase58()}`,
    signer,
    instructions: [
      ...destination.prepare,
      await client.closeSubscription(address, to === null ? undefined : destination.address),
    ],
    names: [
      [subscriber, "subscriber"],
      [address, "escrow of subscription"],
      [bot, "vault of bot"],
      [rentPayer, "who paid the rent"],
      [signer.address, "who pays the fee"],
    ],
    json: { subscription: address, toSubscriber: rest, toVault: held - rest, writtenOff },
    landed: () => ({
      text: `Closed: ${formatDollars(held - rest)} to the bot's vault, ${formatDollars(rest)} to the subscriber, ${formatDollars(writtenOff)} written off`,
      json: {},
    }),
  };
}
