/** What is answered, by schemas. Amounts are texts of base units; times are unix seconds of the cluster's clock. */
import { AMOUNTS, type Amounts } from "@profit-share/statements";
import { z } from "zod";

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
  aside: z
    .array(z.object({ subscription: text, slot: z.int(), reason: text }))
    .describe("Subscriptions of which nothing is entered from a slot on, because a transaction did not fit"),
  listedWhole: z.boolean(),
  kept: z.boolean().describe("Whether a keeper's database stands beside it, with trades and observations"),
});

export const terms = z.object({
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
  subscriptions: z.object({
    made: z.int(),
    live: z.int(),
    aside: z.int().describe("Of which later entries are missing, so that the figures are too low: /v1/status says why"),
  }),
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
  aside: text.nullable().describe("Why what happened since the last entry is missing; null: nothing is"),
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
