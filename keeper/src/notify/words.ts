/** What creators and operators read: plain text, short, with amounts. */
import { formatDollars, formatPercent } from "@profit-share/sdk";
import type { Distribution } from "../store/distributions";

/** In a list. */
const MOST_LINES = 10;
/** Characters of a trade's id, which a host may have made long. */
const MOST_OF_ID = 48;
/** Characters of what is to be mended, in which a node's words can be: Telegram takes 4,096 in all. */
const MOST_OF_SENTENCE = 2_000;

/** What one transaction paid of one subscription. */
export function paymentText(payments: readonly Distribution[]): string {
  const [first] = payments as readonly [Distribution, ...Distribution[]];
  const { bot, signature } = first;
  const sum = formatDollars(sumOf(payments));
  const said =
    payments.length === 1
      ? [`You were paid ${sum}.`, becauseOf(first)]
      : [
          `You were paid ${sum} for ${payments.length} settlements of bot ${short(bot)}:`,
          ...listed(payments.map((payment) => `${formatDollars(payment.amount)} ${settlementOf(payment)}`)),
        ];
  return [...said, ...(signature === null ? [] : [`Transaction: ${signature}`])].join("\n");
}

/** What was paid in a period. */
export function summaryText(payments: readonly Distribution[], timeZone: string): string {
  const times = payments.map(({ distributedAt }) => distributedAt.getTime());
  const [from, to] = [Math.min(...times), Math.max(...times)].map((time) => momentOf(time, timeZone));
  const when = from === to ? `at ${from}` : `from ${from} to ${to}`;
  const bots = new Map<string, Distribution[]>();
  for (const payment of payments) bots.set(payment.bot, [...(bots.get(payment.bot) ?? []), payment]);
  const byBot = [...bots].sort(([, one], [, other]) => (sumOf(one) < sumOf(other) ? 1 : -1));
  return [
    `You were paid ${formatDollars(sumOf(payments))} by ${counted(payments.length, "payment")} ${when} (${timeZone}).`,
    ...listed(
      byBot.map(([bot, own]) => `Bot ${short(bot)}: ${formatDollars(sumOf(own))} by ${counted(own.length, "payment")}`),
    ),
  ].join("\n");
}

/** @param keeper base58: an operator may have several */
export const problemText = (keeper: string, sentence: string): string =>
  `Keeper ${short(keeper)}: ${cut(sentence, MOST_OF_SENTENCE)}.`;

export const overText = (keeper: string, sentence: string, since: Date, until: Date): string =>
  `Keeper ${short(keeper)}: over after ${lasting(until.getTime() - since.getTime())}. It was: ${cut(sentence, MOST_OF_SENTENCE)}.`;

export const sumOf = (payments: readonly Distribution[]): bigint =>
  payments.reduce((sum, { amount }) => sum + amount, 0n);

function becauseOf({ tradeId, closePnl, bot, subscription, profitShareBps }: Distribution): string {
  const share = `Your share is ${formatPercent(profitShareBps)}.`;
  if (closePnl === null) {
    return `It is for what subscription ${short(subscription)} of bot ${short(bot)} realized. ${share}`;
  }
  const trade = tradeId === null ? "A trade" : `Trade ${idOf(tradeId)}`;
  return `${trade} of bot ${short(bot)} closed with ${profitOf(closePnl)}. ${share}`;
}

function settlementOf({ tradeId, closePnl, sequence }: Distribution): string {
  const name = tradeId === null ? `settlement ${sequence}` : `trade ${idOf(tradeId)}`;
  return closePnl === null ? name : `${name}, ${profitOf(closePnl)}`;
}

const profitOf = (pnl: bigint): string =>
  pnl < 0n ? `a loss of ${formatDollars(-pnl)}` : `a profit of ${formatDollars(pnl)}`;

function listed(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_LINES).map((line) => `- ${line}`);
  const more = lines.length - shown.length;
  return more === 0 ? shown : [...shown, `- and ${more} more`];
}

/** 9xQeWvG8…: the first and last four characters. */
const short = (address: string): string => `${address.slice(0, 4)}…${address.slice(-4)}`;

/** On one line, whatever a host put into it. */
function idOf(tradeId: string): string {
  return cut(tradeId.replace(/[\p{C}\s]+/gu, " ").trim(), MOST_OF_ID);
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const momentOf = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(time);

function lasting(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 120 ? counted(minutes, "minute") : counted(Math.round(minutes / 60), "hour");
}
