/** Amounts as people read and write them. Every token here has 6 decimals. */
import { InputError } from "./errors";

const DECIMALS = 6;
const UNIT = 10n ** BigInt(DECIMALS);
const U64_MAX = 2n ** 64n - 1n;

/** "$1,234.50", with at least two and at most six decimals. */
export function dollars(baseUnits: bigint): string {
  const size = baseUnits < 0n ? -baseUnits : baseUnits;
  const whole = (size / UNIT).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (size % UNIT)
    .toString()
    .padStart(DECIMALS, "0")
    .replace(/0{1,4}$/, "");
  return `${baseUnits < 0n ? "-" : ""}$${whole}.${fraction}`;
}

/** "$1.50 (1500000 base units)". */
export function bothUnits(baseUnits: bigint): string {
  return `${dollars(baseUnits)} (${baseUnits} base units)`;
}

/** "7.5 %" for 750 basis points. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

/**
 * Dollars as typed, exactly, in base units.
 * @throws InputError if it is no amount above zero, has more than six decimals, or is beyond a u64
 */
export function parseDollars(text: string): bigint {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    throw new InputError(
      `The amount "${text}" is no number of dollars: write it like 12.5, without sign or separators`,
    );
  }
  if (fraction.length > DECIMALS) {
    throw new InputError(`The amount ${text} has more than ${DECIMALS} decimals: the smallest unit is 0.000001`);
  }
  const amount = BigInt(whole) * UNIT + BigInt(fraction.padEnd(DECIMALS, "0"));
  if (amount === 0n) throw new InputError("The amount is zero: pass one above zero");
  if (amount > U64_MAX) throw new InputError(`The amount ${text} is more than any token account can hold`);
  return amount;
}
