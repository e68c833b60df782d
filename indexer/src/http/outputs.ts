/** What is answered, by schemas. Amounts are texts of base units; times are unix seconds of the cluster's clock. */
import { hex, type Terms } from "@profit-share/sdk";
import type { SettlementRecord } from "@profit-share/sdk/history";
import { AMOUNTS, type Amounts } from "@profit-share/statements";
import { z } from "zod";
import type { Agreement } from "../answers/agreements";
import type { BotFigures } from "../answers/bots";
import type { DayOfBot, Sums } from "../answers/days";
import type { EntryRow, RecordRow } from "../answers/entries";
import { netOf } from "../answers/results";
import type { Observation, Trade } from "../kept/keeper-tables";
import { nameOfDay } from "./inputs";

const amount = z.string().regex(/^\d+$/).describe("Base units");
const signed = z
  .string()
  .regex(/^-?\d+$/)
  .describe("Base units; it can be negative");
const text = z.string();
const time = z.int().describe("Unix seconds of the cluster's clock");
const number = z.string().regex(/^\d+$/);
const utcDay = z.string().meta({ format: "date", description: "A UTC day" });
const amounts = z.object(
  Object.fromEntries(AMOUNTS.map((name) => [name, amount])) as Record<keyof Amounts, typeof amount>,
);

export const failure = z.object({ error: text.describe("What is wrong, and what to do") });

export const status = z.object({
  slot: z.int().nullable().describe("The newest slot of which something is entered"),
  finalSlot: z.int().describe("Up to this slot nothing can be taken back"),
  time: time.nullable(),
  waiting: z.int().describe("Transactions that are listed and not entered"),
  problem: z.object({ signature: text, reason: text }).nullable().describe("Why the oldest of them waits"),
  listedWhole: z.boolean(),
});

const terms = z.object({
  source: z.enum(["drift", "velocity", "attested"]),
  feeBasis: z.enum(["high_water_mark", "each_close"]),
  profitShareBps: z.int(),
  version: z.int(),
  minBalance: amount,
  minDailyCap: amount,
  keeper: text.nullable(),
  mint: text,
  hash: text.describe("sha256 of the legal text, hexadecimal"),
});

export const sums = amounts.extend({ realizedChange: signed, settlements: z.int() });

const window = z.object({
  days: z.int(),
  sinceItBegan: z.boolean().describe("The bot is younger than the window: this is all it ever did"),
  profit: amount,
  accrued: amount,
  realizedChange: signed,
});

const result = z
  .object({
    counted: z.int(),
    median: signed.nullable(),
    lowerQuartile: signed.nullable(),
    upperQuartile: signed.nullable(),
    lowest: signed.nullable(),
    highest: signed.nullable(),
    lost: z.int(),
    belowMark: z.int(),
  })
  .describe("Realized PnL of subscriptions since each began, less the creator's share; closed ones count as well");

export const bot = z.object({
  bot: text,
  creator: text.describe("Who published it"),
  owner: text,
  name: text.nullable().describe("As its owner signed it; compare it with the profile"),
  began: time,
  terms,
  subscriptions: z.object({ made: z.int(), live: z.int() }),
  sums: sums.nullable().describe("Of all its days, closed subscriptions included"),
  owed: amount,
  claimable: amount,
  inVault: amount,
  week: window,
  month: window.describe("`accrued` of it is the estimate of what the creator earns: settled, never scaled"),
  quarter: window,
  sparkline: z.array(amount).describe("The creator's share by UTC day, the last 30, today last"),
  subscribers: result,
});

export const botWithDrawdown = bot.extend({
  drawdown: amount.describe("How deep the subscribers' realized PnL was below its highest, by days"),
});

export const dayOfBot = sums.extend({ day: utcDay, bot: text });

export const entry = amounts.extend({
  kind: text,
  time,
  day: utcDay,
  slot: z.int(),
  signature: text,
  index: z.int().describe("Which entry of its transaction, from 0"),
  bot: text,
  creator: text,
  owner: text,
  subscription: text.nullable(),
  instance: number.nullable(),
  subscriber: text.nullable(),
  gift: amount,
  realizedChange: signed,
  sequence: number.nullable(),
  destination: text.nullable(),
  basis: z.enum(["proven", "told"]),
  after: z.object({ balance: amount.nullable(), owed: amount.nullable(), claimable: amount.nullable() }),
});

export const record = z.object({
  instance: number,
  sequence: number,
  slot: z.int(),
  signature: text,
  bytes: text.describe("The 130 bytes that are hashed, hexadecimal"),
  kind: z.enum(["verified", "attested"]),
  flags: z.object({
    ...{
      liquidation: z.boolean(),
      recreated: z.boolean(),
      capped: z.boolean(),
      final: z.boolean(),
      ended: z.boolean(),
    },
  }),
  time,
  ...{ closePnl: signed, last: signed, realized: signed, mark: signed },
  ...{ lossBefore: amount, loss: amount, profit: amount, dropped: amount, accrued: amount, credited: amount },
  reference: text.describe("sha256 of the trade's id, hexadecimal; zeros if verified"),
});

export const agreement = z.object({
  subscription: text,
  bot: text,
  instance: number,
  subscriber: text,
  escrow: text,
  live: z.boolean(),
  terms,
  sums: amounts,
  balance: amount,
  owed: amount,
  claimable: amount,
  realizedChange: signed,
  net: signed.describe("realizedChange less the creator's share"),
  mark: signed.nullable().describe("As of the last record, like realized"),
  realized: signed.nullable(),
  lastSettled: time.nullable(),
});

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: text.nullable().describe("Goes into `after`; null: there are no more") });

/** Bigints as texts: base units. */
const texts = <Names extends string>(from: Record<Names, bigint>): Record<Names, string> =>
  Object.fromEntries(Object.entries<bigint>(from).map(([name, one]) => [name, one.toString()])) as Record<
    Names,
    string
  >;

const textOrNull = (one: bigint | null): string | null => (one === null ? null : one.toString());

const termsAnswer = ({ keeper, mint, hash, minBalance, minDailyCap, ...rest }: Terms): z.input<typeof terms> => ({
  ...rest,
  ...texts({ minBalance, minDailyCap }),
  keeper: keeper?.toBase58() ?? null,
  mint: mint.toBase58(),
  hash: hex(hash),
});

export const sumsAnswer = ({ settlements, ...rest }: Sums): z.input<typeof sums> => ({ settlements, ...texts(rest) });

export const dayAnswer = ({ day, bot: whose, ...rest }: DayOfBot): z.input<typeof dayOfBot> => ({
  day: nameOfDay(day),
  bot: whose,
  ...sumsAnswer(rest),
});

export function botAnswer(figures: BotFigures, name: string | null): z.input<typeof bot> {
  const {
    terms: offered,
    sums: lifetime,
    owed,
    claimable,
    inVault,
    week,
    month,
    quarter,
    sparkline,
    subscribers,
  } = figures;
  const { bot: address, creator, owner, began, subscriptions } = figures;
  const { counted, lost, belowMark, ...spread } = subscribers;
  const windowAnswer = ({ days, sinceItBegan, ...gained }: typeof week) => ({ days, sinceItBegan, ...texts(gained) });
  return {
    ...{ bot: address, creator, owner, name, began, subscriptions },
    terms: termsAnswer(offered),
    sums: lifetime === null ? null : sumsAnswer(lifetime),
    ...texts({ owed, claimable, inVault }),
    week: windowAnswer(week),
    month: windowAnswer(month),
    quarter: windowAnswer(quarter),
    sparkline: sparkline.map(String),
    subscribers: {
      ...{ counted, lost, belowMark },
      median: textOrNull(spread.median),
      lowerQuartile: textOrNull(spread.lowerQuartile),
      upperQuartile: textOrNull(spread.upperQuartile),
      lowest: textOrNull(spread.lowest),
      highest: textOrNull(spread.highest),
    },
  };
}

export function entryAnswer(row: EntryRow): z.input<typeof entry> {
  const {
    place: _,
    day,
    instance,
    sequence,
    gift,
    realizedChange,
    balanceAfter,
    owedAfter,
    claimableAfter,
    ...rest
  } = row;
  return {
    ...rest,
    ...texts(Object.fromEntries(AMOUNTS.map((name) => [name, row[name]])) as unknown as Record<keyof Amounts, bigint>),
    ...texts({ gift, realizedChange }),
    day: nameOfDay(day),
    instance: textOrNull(instance),
    sequence: textOrNull(sequence),
    after: {
      balance: textOrNull(balanceAfter),
      owed: textOrNull(owedAfter),
      claimable: textOrNull(claimableAfter),
    },
  };
}

export function recordAnswer({ instance, slot, signature, record: said, bytes }: RecordRow): z.input<typeof record> {
  const { kind, flags, time: at, reference, ...values } = said satisfies SettlementRecord;
  return {
    ...{ slot, signature, kind, flags, time: Number(at) },
    ...texts({ instance, ...values }),
    bytes: hex(bytes),
    reference: hex(reference),
  };
}

export function agreementAnswer(one: Agreement): z.input<typeof agreement> {
  const { subscription, bot: whose, instance, subscriber, escrow, live, lastRecord } = one;
  const { sums: own, balance, owed, claimable, realizedChange } = one;
  return {
    ...{ subscription, bot: whose, subscriber, escrow, live },
    terms: termsAnswer(one.terms),
    sums: texts({ ...own }),
    ...texts({ instance, balance, owed, claimable, realizedChange, net: netOf(one) }),
    mark: textOrNull(lastRecord?.mark ?? null),
    realized: textOrNull(lastRecord?.realized ?? null),
    lastSettled: lastRecord === null ? null : Number(lastRecord.time),
  };
}

const KEPT = z.literal("kept").describe("The keeper says so; no chain proves it");

export const observation = z.object({
  slot: z.int(),
  time,
  realized: signed.nullable().describe("1e-6 of the quote, like loss; null: the venue's account was gone"),
  loss: amount.nullable(),
  flat: z.boolean().nullable(),
  basis: KEPT,
});

export const trade = z.object({
  kind: z.enum(["close", "fill", "flip", "liquidation", "unread"]),
  tradeId: text.nullable(),
  sequence: number.nullable().describe("Of the settlement that includes it; null if that is not known"),
  pnl: signed.nullable().describe("1e-6 of the quote"),
  signature: text.nullable(),
  slot: z.int().nullable(),
  market: z.int().nullable(),
  basis: KEPT,
});

export const observationAnswer = ({ at, realized, loss, slot, flat }: Observation): z.input<typeof observation> => ({
  ...{ slot, flat, time: at, basis: "kept" },
  realized: textOrNull(realized),
  loss: textOrNull(loss),
});

export const tradeAnswer = ({ sequence, pnl, ...rest }: Trade): z.input<typeof trade> => ({
  ...rest,
  basis: "kept",
  sequence: textOrNull(sequence),
  pnl: textOrNull(pnl),
});
