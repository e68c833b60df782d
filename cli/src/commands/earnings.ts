/** `earnings`: what bots earned their creator: ever, in the last 30 and in the last 7 days. Never scaled, so no forecast. */
import {
  type Bot,
  formatDollars,
  type Located,
  NotFound,
  type ProfitShareClient,
  WrongAccount,
} from "@profit-share/sdk";
import { type Accrual, type EstimatedEarnings, estimateEarnings, periodOf } from "@profit-share/sdk/history";
import { type BotTotals, listBots, readBotTotals } from "@profit-share/sdk/listing";
import { enter, openBooks } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { gather } from "../report/gather";
import { type Column, table } from "../text/table";
import { allPages } from "./all-pages";

interface BotEarnings {
  bot: PublicKey;
  totals: BotTotals;
  lately: EstimatedEarnings;
}

/** @param address of a bot, or of a wallet that owns bots @param onFetched told how many transactions were read */
export async function earnings(
  client: ProfitShareClient,
  address: PublicKey,
  onFetched: (count: number) => void,
): Promise<Outcome> {
  const now = await client.time();
  const found: BotEarnings[] = [];
  for (const bot of await botsAt(client, address)) found.push(await earningsOf(client, bot, { now, onFetched }));
  const sum = sumOf(found);
  return {
    text: [
      table(COLUMNS, found),
      "",
      `Together ${formatDollars(sum.accrued)} of share: ${formatDollars(sum.month)} in the last 30 days, ${formatDollars(sum.week)} in the last 7.`,
      "These sums prove no performance, and are no forecast: who publishes a bot can subscribe to it, too.",
    ].join("\n"),
    json: { now, bots: found, sum },
    exitCode: EXIT.done,
  };
}

async function botsAt(client: ProfitShareClient, address: PublicKey): Promise<Located<Bot>[]> {
  try {
    return [await client.bot(address)];
  } catch (error) {
    const another = error instanceof NotFound || (error instanceof WrongAccount && error.found === "a wallet");
    if (!another) throw error;
  }
  const owned = await allPages(listBots(client, { owner: address }));
  if (owned.length > 0) return owned;
  throw new NotFound(
    "bot",
    address,
    `${address.toBase58()} is no bot and owns none: check the address and the cluster`,
  );
}

async function earningsOf(
  client: ProfitShareClient,
  { address }: Located<Bot>,
  { now, onFetched }: { now: bigint; onFetched: (count: number) => void },
): Promise<BotEarnings> {
  const totals = await readBotTotals(client, address);
  const { scope, transactions } = await gather(client, address, "creator", onFetched);
  const { entries } = enter(openBooks(client.programId, { scope }), transactions);
  const settlements = entries.flatMap(({ kind, bot, parties, record }): Accrual[] =>
    kind !== "settlement" || record === null || parties === null || !bot.equals(address)
      ? []
      : [{ subscription: parties.subscription, record }],
  );
  const began = BigInt(transactions[0]?.time ?? Number(now));
  return { bot: address, totals, lately: estimateEarnings(settlements, { now, began }) };
}

const sumOf = (found: readonly BotEarnings[]) =>
  found.reduce(
    (sum, { totals, lately }) => ({
      accrued: sum.accrued + totals.accrued,
      month: sum.month + lately.month.accrued,
      week: sum.week + lately.week.accrued,
    }),
    { accrued: 0n, month: 0n, week: 0n },
  );

const COLUMNS: Column<BotEarnings>[] = [
  { title: "bot", cell: ({ bot }) => bot.toBase58() },
  { title: "share ever", cell: ({ totals }) => formatDollars(totals.accrued), align: "right" },
  { title: "owed", cell: ({ totals }) => formatDollars(totals.owed), align: "right" },
  { title: "claimable", cell: ({ totals }) => formatDollars(totals.claimable), align: "right" },
  {
    title: "last month",
    cell: ({ lately: { month } }) => `${formatDollars(month.accrued)} (${periodOf(month)})`,
    align: "right",
  },
  {
    title: "last week",
    cell: ({ lately: { week } }) => `${formatDollars(week.accrued)} (${periodOf(week)})`,
    align: "right",
  },
];
