/** Amounts as people read them. They stay bigints of base units until `Intl` has them as exact decimal digits. */
import { toDollars } from "@profit-share/sdk";

/** `Intl` takes digits as text, exactly; the type says so only for literals. */
type Digits = Intl.StringNumericLiteral;

const rounded = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD" });
/** All digits or none, so that amounts below each other line up. */
const toBaseUnit = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", minimumFractionDigits: 6 });
const whole = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const CENT = 10_000n;

const digits = (amount: bigint): Digits => toDollars(amount) as Digits;

/** To the cent. What is not zero and less than a cent keeps its digits, so that it does not look like nothing. */
export function formatMoney(amount: bigint): string {
  const small = amount !== 0n && amount < CENT && amount > -CENT;
  return small ? formatExactly(amount) : rounded.format(digits(amount));
}

/** To the base unit, $0.000001. */
export const formatExactly = (amount: bigint): string =>
  (amount % CENT === 0n ? rounded : toBaseUnit).format(digits(amount));

/** With a plus in front of what somebody gets. @param text of the amount */
export const signed = (amount: bigint, text: string): string => (amount > 0n ? `+${text}` : text);

/** Whole dollars, for axes. */
export const formatWhole = (amount: bigint): string => whole.format(digits(amount));

const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 2 });

/** @param basisPoints hundredths of a percent */
export const formatBps = (basisPoints: number): string => percent.format(basisPoints / 10_000);

const sol = new Intl.NumberFormat(undefined, { maximumFractionDigits: 9 });

/** Lamports as SOL, exactly. */
export function formatSol(lamports: bigint): string {
  const size = lamports < 0n ? -lamports : lamports;
  const fraction = (size % 1_000_000_000n).toString().padStart(9, "0");
  return `${sol.format(`${lamports < 0n ? "-" : ""}${size / 1_000_000_000n}.${fraction}` as Digits)} SOL`;
}

export const formatCount = (count: number | bigint): string => new Intl.NumberFormat().format(count);
