/** What a verification follows: found at its address, and completed as transactions name more of it. */
import {
  type Bot,
  escrowAddress,
  NotFound,
  type ProfitShareClient,
  vaultAddress,
  WrongAccount,
} from "@profit-share/sdk";
import {
  executedInstructions,
  type ProgramCall,
  programCall,
  readClosings,
  type WalkedTransaction,
} from "@profit-share/sdk/history";
import { listBots } from "@profit-share/sdk/listing";
import type { Scope } from "@profit-share/statements";
import { PublicKey } from "@solana/web3.js";
import { allPages } from "../all-pages";

export type Kind = "subscription" | "bot" | "creator";

/** Where a verification begins. */
export interface Beginning {
  kind: Kind;
  bots: readonly PublicKey[];
  subscriptions: readonly PublicKey[];
}

/** @throws NotFound if nothing of the kind is or was there; WrongAccount */
export async function beginningAt(client: ProfitShareClient, address: PublicKey): Promise<Beginning> {
  try {
    const living = await client.subscriptionIfAny(address);
    if (living !== null) return { kind: "subscription", bots: [living.bot], subscriptions: [address] };
    const [closing] = await readClosings(client, address, { limit: 1 });
    if (closing !== undefined) return { kind: "subscription", bots: [closing.bot], subscriptions: [address] };
  } catch (error) {
    if (!(error instanceof WrongAccount)) throw error;
    if (error.found === "a bot") return { kind: "bot", bots: [address], subscriptions: [] };
    if (error.found !== "a wallet") throw error;
  }
  const published = await allPages(listBots(client, { creator: address }));
  const owned = await allPages(listBots(client, { owner: address }));
  const bots = [
    ...new Map(
      [...published, ...owned].map((bot: Bot & { address: PublicKey }) => [bot.address.toBase58(), bot.address]),
    ).values(),
  ];
  if (bots.length > 0) return { kind: "creator", bots, subscriptions: [] };
  throw new NotFound(
    "subscription, bot or creator",
    address,
    `${address.toBase58()} is no subscription and no bot, never was one, and has no bots: check the address and the cluster`,
  );
}

/** The bots and subscriptions that are followed. */
export class Followed {
  private readonly bots = new Map<string, PublicKey>();
  private readonly subscriptions = new Map<string, PublicKey>();

  constructor(
    private readonly kind: Kind,
    private readonly programId: PublicKey,
  ) {}

  get scope(): Scope {
    return { bots: new Set(this.bots.keys()), subscriptions: new Set(this.subscriptions.keys()) };
  }

  /** @returns the addresses whose transactions tell of it; none if it is followed already */
  addBot(bot: PublicKey): PublicKey[] {
    if (this.bots.has(bot.toBase58())) return [];
    this.bots.set(bot.toBase58(), bot);
    return [bot, vaultAddress(bot, this.programId)];
  }

  /** The same. */
  addSubscription(subscription: PublicKey): PublicKey[] {
    if (this.subscriptions.has(subscription.toBase58())) return [];
    this.subscriptions.set(subscription.toBase58(), subscription);
    return [subscription, escrowAddress(subscription, this.programId)];
  }

  /** The subscriptions of its bots that the transactions begin. @returns as `addBot` */
  addSubscriptionsOf(transactions: readonly WalkedTransaction[]): PublicKey[] {
    if (this.kind === "subscription") return [];
    return subscribesIn(transactions, this.programId)
      .filter(({ accounts }) => this.bots.has(accounts.bot.toBase58()))
      .flatMap(({ accounts }) => this.addSubscription(accounts.subscription));
  }

  /** Other bots with which a followed subscription began: its address was used before, or again. */
  otherBotsIn(transactions: readonly WalkedTransaction[]): PublicKey[] {
    if (this.kind !== "subscription") return [];
    return subscribesIn(transactions, this.programId)
      .filter(({ accounts }) => this.subscriptions.has(accounts.subscription.toBase58()))
      .flatMap(({ accounts: { bot } }) => (this.bots.has(bot.toBase58()) ? [] : [bot]));
  }

  /** base58 of both kinds, for a checkpoint. */
  names(): { bots: string[]; subscriptions: string[] } {
    return { bots: [...this.bots.keys()], subscriptions: [...this.subscriptions.keys()] };
  }
}

type SubscribeCall = Extract<ProgramCall, { name: "subscribe" }>;

const subscribesIn = (transactions: readonly WalkedTransaction[], programId: PublicKey): SubscribeCall[] =>
  transactions.flatMap(({ transaction }) =>
    executedInstructions(transaction).flatMap((executed) => {
      const call = programCall(executed, programId);
      return call?.name === "subscribe" ? [call] : [];
    }),
  );

export const keyOf = (name: string): PublicKey => new PublicKey(name);
