/** What is known, as it is answered. */
import { hex, type Terms } from "@profit-share/sdk";
import type { SettlementRecord } from "@profit-share/sdk/history";
import { AMOUNTS, type Amounts } from "@profit-share/statements";
import type { z } from "zod";
import type { Agreement } from "../answers/agreements";
import type { BotFigures } from "../answers/bots";
import type { Sums } from "../answers/days";
import type { EntryRow, RecordRow } from "../answers/entries";
import { netOf } from "../answers/results";
import type { Observation, Trade } from "../kept/keeper-tables";
import { nameOfDay } from "./inputs";
import type { agreement, bot, entry, observation, record, sums, terms, trade } from "./schemas";

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
  const { subscription, bot: whose, instance, subscriber, escrow, live, aside, lastRecord } = one;
  const { sums: own, balance, owed, claimable, realizedChange } = one;
  return {
    ...{ subscription, bot: whose, subscriber, escrow, live, aside },
    terms: termsAnswer(one.terms),
    sums: texts({ ...own }),
    ...texts({ instance, balance, owed, claimable, realizedChange, net: netOf(one) }),
    mark: textOrNull(lastRecord?.mark ?? null),
    realized: textOrNull(lastRecord?.realized ?? null),
    lastSettled: lastRecord === null ? null : Number(lastRecord.time),
  };
}

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
