/** What a bot has earned over its life: from its account, which keeps the closed subscriptions, and from those that live. */
import type { PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import { NodeFailure } from "../failures";
import type { Bot, Subscription } from "../program/accounts";
import { owed } from "../rule/rule";
import { claimable } from "../views/views";
import { max } from "../wire/integers";
import { listSubscriptions } from "./list";
import type { ListOptions } from "./pages";

/**
 * Base units, of all subscriptions that the bot ever had. They prove no performance: a bot's creator can be its subscriber. The
 * program stops the part of the closed ones at 2⁶⁴ − 1 each.
 */
export interface BotTotals {
  /** Profit that was charged. */
  profit: bigint;
  /** The creator's share of it: credited, waived, owed or written off. */
  accrued: bigint;
  /** The part that balances paid. */
  credited: bigint;
  waived: bigint;
  /** Of those that live: what waits for a balance. */
  owed: bigint;
  /** Of those that live: credited and still in their escrows. */
  claimable: bigint;
  /** Of the closed: what was owed in the end, and nobody paid. */
  writtenOff: bigint;
  living: number;
  closed: number;
}

/** @param living all subscriptions of the bot as they were when its account was read */
export function botTotals(bot: Bot, living: readonly Subscription[]): BotTotals {
  const sum = (amount: (subscription: Subscription) => bigint): bigint =>
    living.reduce((total, subscription) => total + amount(subscription), 0n);
  const { closedProfit, closedAccrued, closedCredited, closedWaived } = bot;
  return {
    profit: closedProfit + sum(({ profitTotal }) => profitTotal),
    accrued: closedAccrued + sum(({ accrued }) => accrued),
    credited: closedCredited + sum(({ credited }) => credited),
    waived: closedWaived + sum(({ waived }) => waived),
    owed: sum(owed),
    claimable: sum(claimable),
    // Sums that were stopped can be smaller than their parts.
    writtenOff: max(0n, closedAccrued - closedCredited - closedWaived),
    living: living.length,
    closed: Number(bot.closed),
  };
}

/** A subscription can be closed or made between two requests: then all is read again. */
const ATTEMPTS = 5;

/** @throws NotFound, WrongAccount, NodeFailure if the node's list of subscriptions does not fit the bot */
export async function readBotTotals(
  reader: ProfitShareReader,
  address: PublicKey,
  { signal }: Pick<ListOptions, "signal"> = {},
): Promise<BotTotals> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const bot = await reader.bot(address);
    const living = await subscriptionsOf(reader, address, signal);
    if (areAll(living, bot)) return botTotals(bot, living);
    if (attempt < ATTEMPTS) continue;
    throw new NodeFailure(
      `The node lists ${living.length} subscriptions of bot ${address.toBase58()}, which has ${bot.subscriptions - bot.closed}: ask another one, or later`,
    );
  }
}

async function subscriptionsOf(
  reader: ProfitShareReader,
  bot: PublicKey,
  signal: AbortSignal | undefined,
): Promise<Located<Subscription>[]> {
  const found: Located<Subscription>[] = [];
  for await (const page of listSubscriptions(reader, { bot, signal })) found.push(...page);
  return found;
}

/** Whether they are exactly those that lived when the bot's account was like this: neither closed nor made since. */
const areAll = (living: readonly Subscription[], { subscriptions, closed }: Bot): boolean =>
  BigInt(living.length) === subscriptions - closed && living.every(({ instance }) => instance <= subscriptions);
