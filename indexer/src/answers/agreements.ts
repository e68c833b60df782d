/** Subscriptions as they are now, or were when they were closed. */
import { decodeTerms, type Terms } from "@profit-share/sdk";
import { decodeRecord, type SettlementRecord } from "@profit-share/sdk/history";
import { AMOUNTS, type Amounts, balanceIn, claimableIn, owedIn } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import { desc, eq, type SQL } from "drizzle-orm";
import { subscriptions } from "../store/schema";

/** Base units. */
export interface Agreement {
  subscription: string;
  bot: string;
  instance: bigint;
  subscriber: string;
  escrow: string;
  /** False: it is closed. */
  live: boolean;
  /** Why what happened to it since is missing; null: nothing is. */
  aside: string | null;
  terms: Terms;
  sums: Amounts;
  /** The ledger now; of a closed one what was left when it ended, which is nothing. */
  balance: bigint;
  owed: bigint;
  claimable: bigint;
  /** By how much its realized PnL has changed since it began, as far as records say; signed. */
  realizedChange: bigint;
  /** null before the first settlement that was recorded. */
  lastRecord: SettlementRecord | null;
}

export type Whose = { bot: string } | { subscriber: string } | { subscription: string } | null;

/** Of a bot, a wallet, an address, or all; that of which something happened last comes first. */
export async function agreementsOf(db: Db, whose: Whose): Promise<Agreement[]> {
  const rows = await db
    .selectDistinctOn([subscriptions.bot, subscriptions.instance])
    .from(subscriptions)
    .where(wherein(whose))
    .orderBy(subscriptions.bot, desc(subscriptions.instance), desc(subscriptions.slot));
  return rows.sort((a, b) => b.slot - a.slot || Number(b.instance - a.instance)).map(agreementIn);
}

function wherein(whose: Whose): SQL | undefined {
  if (whose === null) return undefined;
  if ("bot" in whose) return eq(subscriptions.bot, whose.bot);
  if ("subscriber" in whose) return eq(subscriptions.subscriber, whose.subscriber);
  return eq(subscriptions.subscription, whose.subscription);
}

function agreementIn(row: typeof subscriptions.$inferSelect): Agreement {
  const { subscription, bot, instance, subscriber, escrow, live, aside, realizedChange, lastRecord } = row;
  const sums = Object.fromEntries(AMOUNTS.map((name) => [name, row[name]])) as unknown as Amounts;
  return {
    ...{ subscription, bot, instance, subscriber, escrow, live, aside, sums, realizedChange },
    terms: decodeTerms(row.terms),
    balance: balanceIn(sums),
    owed: owedIn(sums),
    claimable: claimableIn(sums),
    lastRecord: lastRecord === null ? null : decodeRecord(lastRecord),
  };
}
