/** Amounts as people read and write them: dollars, exactly, to base units (1e-6) and back. Every token here has 6 decimals. */
import { InvalidInput } from "./failures";
import { U64_MAX } from "./wire/integers";
import { MINT_DECIMALS } from "./wire/profit-share-constants";

const UNIT = 10n ** BigInt(MINT_DECIMALS);
const NUMBER = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i;

/**
 * A computed amount, such as a PnL: exact from the decimal digits, towards zero. "0.0000019" is 1 base unit, "-0.0000019" is −1.
 * @param dollars a decimal number; a JavaScript number counts as the digits it prints
 * @throws InvalidInput if it is not a finite decimal number
 */
export function toBaseUnits(dollars: number | string): bigint {
  const text = String(dollars).trim();
  const match = NUMBER.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") {
    throw new InvalidInput(`"${text}" is no amount in dollars: pass a decimal number such as 12.5`);
  }
  const digits = whole + fraction;
  // Where the point of the base units stands among the digits.
  const point = whole.length + Number(exponent) + MINT_DECIMALS;
  const magnitude = BigInt(point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

/**
 * An amount to pay, as a person typed it: nothing of it is dropped.
 * @throws InvalidInput if it is no amount above zero, has more than six decimals, or is beyond a u64
 */
export function parseDollars(text: string): bigint {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    throw new InvalidInput(
      `The amount "${text}" is no number of dollars: write it like 12.5, without sign or separators`,
    );
  }
  if (fraction.length > MINT_DECIMALS) {
    throw new InvalidInput(`The amount ${text} has more than ${MINT_DECIMALS} decimals: the smallest unit is 0.000001`);
  }
  const amount = BigInt(whole) * UNIT + BigInt(fraction.padEnd(MINT_DECIMALS, "0"));
  if (amount === 0n) throw new InvalidInput("The amount is zero: pass one above zero");
  if (amount > U64_MAX) throw new InvalidInput(`The amount ${text} is more than any token account can hold`);
  return amount;
}

/** For machines: 1_500_000n is "1.50", 1n is "0.000001". At least two decimals, no separators. */
export function toDollars(baseUnits: bigint): string {
  const { sign, whole, fraction } = parts(baseUnits);
  return `${sign}${whole}.${fraction}`;
}

/** For people: 1_234_500_000n is "$1,234.50". At least two decimals. */
export function formatDollars(baseUnits: bigint): string {
  const { sign, whole, fraction } = parts(baseUnits);
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}

/** "7.5 %" for 750 basis points. */
export const formatPercent = (basisPoints: number): string => `${basisPoints / 100} %`;

function parts(baseUnits: bigint): { sign: string; whole: string; fraction: string } {
  const size = baseUnits < 0n ? -baseUnits : baseUnits;
  const fraction = (size % UNIT).toString().padStart(MINT_DECIMALS, "0");
  return {
    sign: baseUnits < 0n ? "-" : "",
    whole: (size / UNIT).toString(),
    fraction: fraction.replace(/0{1,4}$/, ""),
  };
}
