/** What a creator earned or a subscriber paid, valued in a currency. It is a calculation, and no tax advice. */
import { MINT_DECIMALS, toDollars } from "@profit-share/sdk";
import type { Entry, EntryKind } from "../books/entry";
import { isoUtc, type Zone } from "../time/zone";
import type { Missing, Price, Prices } from "./prices";

/** When a creator's share counts: when a balance paid it, or when the owner took it. */
export type Basis = "credited" | "claimed";

export interface TaxOptions {
  role: "creator" | "subscriber";
  /** Of a creator. A subscriber's fee counts when the balance paid it. */
  basis: Basis;
  zone: Zone;
  prices: Prices;
  missing: Missing;
  /** Of the currency: 2 for cents. */
  decimals: number;
}

/** Amounts are exact decimals. */
export interface TaxRow {
  /** In the report's zone, such as 2026-03-29. */
  date: string;
  timeUtc: string;
  timeLocal: string;
  kind: EntryKind;
  /** Tokens. */
  quantity: string;
  /** Of one token, as the price file says. */
  price: string;
  /** The day of that price. */
  priceDate: string;
  /** Rounded. */
  value: string;
  bot: string;
  subscription: string;
  signature: string;
  index: number;
}

export interface TaxReport {
  title: string;
  /** What was assumed, in words. */
  assumptions: string[];
  currency: string;
  rows: TaxRow[];
  totals: { quantity: string; value: string };
}

const COUNTED: Readonly<Record<Basis, readonly EntryKind[]>> = {
  credited: ["deduction", "debt_payment"],
  claimed: ["claim", "payout", "vault_claim"],
};

/** @param entries those of the creator or subscriber in the period, see `select` */
export function taxReport(entries: readonly Entry[], options: TaxOptions): TaxReport {
  const { role, zone, prices, missing, decimals } = options;
  const basis = role === "subscriber" ? "credited" : options.basis;
  const counted = entries.filter(({ kind }) => COUNTED[basis].includes(kind));
  const valued = counted.map((entry) => {
    const quantity = quantityOf(entry);
    const price = prices.on(zone.date(entry.time), missing);
    return { entry, quantity, price, value: fairValue(quantity, price, decimals) };
  });
  return {
    title: role === "creator" ? "Income from profit shares" : "Fees paid as profit shares",
    assumptions: assumptions({ ...options, basis }),
    currency: prices.currency,
    rows: valued.map(({ entry, quantity, price, value }) => ({
      date: zone.date(entry.time),
      timeUtc: isoUtc(entry.time),
      timeLocal: zone.iso(entry.time),
      kind: entry.kind,
      quantity: toDollars(quantity),
      price: price.text,
      priceDate: price.date,
      value: decimal(value, decimals),
      bot: entry.bot.toBase58(),
      subscription: entry.parties?.subscription.toBase58() ?? "",
      signature: entry.signature,
      index: entry.index,
    })),
    totals: {
      quantity: toDollars(valued.reduce((sum, { quantity }) => sum + quantity, 0n)),
      value: decimal(
        valued.reduce((sum, { value }) => sum + value, 0n),
        decimals,
      ),
    },
  };
}

/** Each kind that counts has one amount. */
const quantityOf = ({ amounts: { credited, claimed, vaultClaimed } }: Entry): bigint =>
  credited + claimed + vaultClaimed;

/** In the currency's smallest unit, half a unit rounded up. */
export function fairValue(
  quantity: bigint,
  { units, decimals }: Pick<Price, "units" | "decimals">,
  to: number,
): bigint {
  const scale = 10n ** BigInt(MINT_DECIMALS + decimals);
  return (2n * quantity * units * 10n ** BigInt(to) + scale) / (2n * scale);
}

function decimal(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function assumptions({ role, basis, zone, prices, missing, decimals }: TaxOptions): string[] {
  const { currency } = prices;
  return [
    "This is a calculation from the chain's entries. It is no tax advice: ask somebody who knows the law that applies to you.",
    role === "creator"
      ? WHEN[basis]
      : "A fee counts at the moment when the balance paid it, also where it paid an older debt.",
    ...(role === "creator" ? ["Of a bot that was sold each owner has what counts while it was the owner."] : []),
    "Waived and written-off shares count for nobody: nobody paid them.",
    `Dates and the year are those of the time zone ${zone.name}.`,
    `The value is quantity times the price of one token in ${currency} on that date, as the price file says.`,
    missing === "error"
      ? "Each date has its own price."
      : "A date without a price has that of the nearest earlier date, which stands beside it.",
    `Each value is rounded to ${decimals} decimals, half a unit up. The total is the sum of the rounded values.`,
    role === "creator"
      ? "Cost basis: each quantity was received at its value, which is what its later disposal is measured from."
      : "Cost basis: each quantity left your account at its value. What you had paid for these tokens is not known here.",
    "Fees of transactions and rent are not in it.",
  ];
}

const WHEN: Readonly<Record<Basis, string>> = {
  credited: "A share counts at the moment when a balance paid it and it could be claimed, whether or not it was.",
  claimed: "A share counts at the moment when it left the escrow or the bot's vault for the owner, by claim or payout.",
};
