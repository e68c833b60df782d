/** Subscribing through the keeper: it prepares, the wallet signs first, the keeper's agent signs last and sends. */
import { type Bot, type Located, type ProfitShareClient, type Subscribe, subscriptionAddress } from "@profit-share/sdk";
import { type Simulation, simulate } from "@profit-share/sdk/sending";
import { MessageV0, PublicKey, VersionedTransaction } from "@solana/web3.js";
import { fromBase64, toBase64 } from "./base64";
import type { Chain } from "./chain";
import { ServerFailure } from "./http";
import { askKeeper } from "./keeper";

/** What somebody chose. */
export interface Choices {
  bot: Located<Bot>;
  subscriber: PublicKey;
  account: Subscribe["account"];
  /** Base units. */
  dailyCap: bigint;
  deposit: bigint;
}

export interface PreparedSubscription {
  choices: Choices;
  transaction: VersionedTransaction;
  subscription: PublicKey;
  /** The wallet that trades; its key is the keeper's. */
  agent: PublicKey;
  simulation: Simulation;
}

/** What the wallet signed, and what goes to the keeper with it: as texts, so that a browser can keep it. */
export interface SignedSubscription {
  request: ReturnType<typeof requestOf>;
  /** base58: where the subscription will be. */
  subscription: string;
  /** In base64. Without the agent's signature it is worth nothing. */
  transaction: string;
}

export const signedSubscription = (
  { choices, subscription }: PreparedSubscription,
  transaction: Uint8Array,
): SignedSubscription => ({
  request: requestOf(choices),
  subscription: subscription.toBase58(),
  transaction: toBase64(transaction),
});

/** What became of it. */
export type Cosigned =
  | { kind: "confirmed"; signature: string }
  | { kind: "expired"; signature: string }
  | { kind: "failed"; signature: string; words: string }
  /** Empty where the keeper did not tell it. */
  | { kind: "unknown"; signature: string; words: string };

/** The keeper answered something that was not asked for. Nothing was signed. */
class OtherThanAsked extends Error {
  override readonly name = "OtherThanAsked";
}

const requestOf = ({ bot, subscriber, account, dailyCap, deposit }: Choices) => ({
  bot: bot.address.toBase58(),
  subscriber: subscriber.toBase58(),
  account: "venueUser" in account ? { venueUser: account.venueUser.toBase58() } : account,
  dailyCap: dailyCap.toString(),
  deposit: deposit.toString(),
});

/**
 * What the keeper prepared is made here once more from what was chosen and from the chain's own terms: only if both are the same,
 * byte by byte, it is shown.
 * @throws ServerFailure, OtherThanAsked, and what simulating throws
 */
export async function prepareSubscription({ client, config }: Chain, choices: Choices): Promise<PreparedSubscription> {
  const answer = await askKeeper(config, "/v1/subscriptions/prepare", requestOf(choices));
  const { transaction: wire, agent: named } = answer as { transaction: string; agent: string };
  const [transaction, agent] = readable(wire, named);
  const expected = expectedMessage(client, choices, agent, transaction.message.recentBlockhash);
  if (!isSame(transaction.message.serialize(), expected.serialize())) {
    throw new OtherThanAsked(
      "The keeper prepared another transaction than what you chose, or the bot has other terms by now: nothing was signed. Load the page again and look at the terms",
    );
  }
  const subscription = subscriptionAddress({ agent, account: choices.account }, client.programId);
  return {
    choices,
    transaction,
    subscription,
    agent,
    simulation: await simulate(client.connection, transaction),
  };
}

function readable(wire: string, agent: string): [VersionedTransaction, PublicKey] {
  try {
    return [VersionedTransaction.deserialize(fromBase64(wire)), new PublicKey(agent)];
  } catch {
    throw new OtherThanAsked("The keeper answered something that is no transaction: nothing was signed");
  }
}

function expectedMessage(
  client: ProfitShareClient,
  { bot, subscriber, account, dailyCap, deposit }: Choices,
  agent: PublicKey,
  recentBlockhash: string,
): MessageV0 {
  const parties = { subscriber, agent, bot: bot.address, terms: bot.terms };
  const instruction = client.subscribe({ ...parties, account, dailyCap, deposit });
  return MessageV0.compile({ payerKey: subscriber, instructions: [instruction], recentBlockhash });
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The same request again answers the same. @throws ServerFailure where the keeper refuses it */
export async function cosign({ config }: Chain, { request, transaction }: SignedSubscription): Promise<Cosigned> {
  const asked = askKeeper(config, "/v1/subscriptions/cosign", { ...request, transaction });
  const answer = (await asked.catch(unlessRefused)) as {
    kind: Cosigned["kind"];
    signature: string;
    message?: string;
    error?: { message: string };
  };
  const { kind, signature } = answer;
  if (kind === "confirmed" || kind === "expired") return { kind, signature };
  return { kind, signature, words: answer.error?.message ?? answer.message ?? "the keeper does not say why" };
}

const TOO_OFTEN = 429;
const FIRST_OF_THE_SERVER = 500;

/** Without an answer, or with one that is no refusal, the keeper may have sent it, or will if it is asked again. */
function unlessRefused(error: unknown): { kind: "unknown"; signature: string; message: string } {
  if (!(error instanceof ServerFailure)) throw error;
  const { status, message } = error;
  if (status !== null && status !== TOO_OFTEN && status < FIRST_OF_THE_SERVER) throw error;
  return { kind: "unknown", signature: "", message };
}

/** A refusal in words, with what to do. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof ServerFailure)) return error instanceof Error ? error.message : String(error);
  const { status, message, retryAfter } = error;
  switch (status) {
    case 409:
      return `Something is otherwise by now: ${message}. Begin again with what is so now.`;
    case 422:
      return `Not like this: ${message}. Change what you chose, and try again.`;
    case 429:
      return `You asked too often. ${retryAfter === null ? "Wait a minute" : `Wait ${retryAfter} s`}, then try again.`;
    case 403:
      return `The keeper has no agent for your wallet: ${message}. The marketplace makes one when you sign up there.`;
    case 503:
      return `The keeper cannot do it now: ${message}. Nothing was sent; try again later.`;
    default:
      return `${message}.`;
  }
}
