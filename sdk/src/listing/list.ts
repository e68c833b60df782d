/** Bots and subscriptions, those that are asked for, in slices. */
import type { PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import { type Bot, decodeBot, decodeSubscription, type Subscription } from "../program/accounts";
import { type ListOptions, pagesOf } from "./pages";

/** Which bots; left out, all. */
export interface BotFilter {
  owner?: PublicKey;
  creator?: PublicKey;
}

/** Which subscriptions: those to which all of it applies; left out, all. */
export interface SubscriptionFilter {
  bot?: PublicKey;
  subscriber?: PublicKey;
  agent?: PublicKey;
  /** The keeper in their terms. */
  keeper?: PublicKey;
}

/** Up to a hundred at a time, by address. @throws NodeFailure, SolanaJSONRPCError where a node does not list accounts */
export const listBots = (
  reader: ProfitShareReader,
  { owner, creator, ...options }: BotFilter & ListOptions = {},
): AsyncGenerator<Located<Bot>[]> =>
  pagesOf(reader, { name: "Bot", where: { owner, creator }, decode: decodeBot }, options);

/** Up to a hundred at a time, by address: those that live. @throws as `listBots` */
export const listSubscriptions = (
  reader: ProfitShareReader,
  { bot, subscriber, agent, keeper, ...options }: SubscriptionFilter & ListOptions = {},
): AsyncGenerator<Located<Subscription>[]> => {
  const where = { bot, subscriber, agent, "terms.keeper": keeper };
  return pagesOf(reader, { name: "Subscription", where, decode: decodeSubscription }, options);
};
