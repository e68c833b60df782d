/** Bots and subscriptions, those that are asked for, in slices. */
import type { PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import {
  type Bot,
  decodeBot,
  decodeKeeper,
  decodeSubscription,
  type Keeper,
  type Subscription,
} from "../program/accounts";
import { type ListOptions, pagesOf } from "./pages";

/** Which bots; left out, all. */
export interface BotFilter {
  owner?: PublicKey;
  creator?: PublicKey;
  /** To whom they are offered. */
  pendingOwner?: PublicKey;
  payoutWallet?: PublicKey;
}

/** Which keepers; left out, all. */
export interface KeeperFilter {
  admin?: PublicKey;
  /** To whom they are offered. */
  pendingAdmin?: PublicKey;
  signer?: PublicKey;
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
  { owner, creator, pendingOwner, payoutWallet, ...options }: BotFilter & ListOptions = {},
): AsyncGenerator<Located<Bot>[]> => {
  const where = { owner, creator, pendingOwner, payoutWallet };
  return pagesOf(reader, { name: "Bot", where, decode: decodeBot }, options);
};

/** Up to a hundred at a time, by address. @throws as `listBots` */
export const listKeepers = (
  reader: ProfitShareReader,
  { admin, pendingAdmin, signer, ...options }: KeeperFilter & ListOptions = {},
): AsyncGenerator<Located<Keeper>[]> =>
  pagesOf(reader, { name: "Keeper", where: { admin, pendingAdmin, signer }, decode: decodeKeeper }, options);

/** Up to a hundred at a time, by address: those that live. @throws as `listBots` */
export const listSubscriptions = (
  reader: ProfitShareReader,
  { bot, subscriber, agent, keeper, ...options }: SubscriptionFilter & ListOptions = {},
): AsyncGenerator<Located<Subscription>[]> => {
  const where = { bot, subscriber, agent, "terms.keeper": keeper };
  return pagesOf(reader, { name: "Subscription", where, decode: decodeSubscription }, options);
};
