/** Amounts: dollars as a host says them, to base units (1e-6) and back, exactly. */

const DECIMALS = 6;
const NUMBER = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i;

/**
 * Exact from the decimal digits, towards zero: "0.0000019" is 1 base unit, "-0.0000019" is -1.
 * @param dollars a decimal number; a JavaScript number counts as the digits it prints
 * @throws Error if it is not a finite decimal number
 */
export function toBaseUnits(dollars: number | string): bigint {
  const text = String(dollars).trim();
  const match = NUMBER.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") {
    throw new Error(`"${text}" is no amount in dollars: pass a decimal number such as 12.5`);
  }
  const digits = whole + fraction;
  // Where the point of the base units stands among the digits.
  const point = whole.length + Number(exponent) + DECIMALS;
  const magnitude = BigInt(point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

/** With at least two decimals: 1_500_000n is "1.50", 1n is "0.000001". */
export function toDollars(baseUnits: bigint): string {
  const digits = (baseUnits < 0n ? -baseUnits : baseUnits).toString().padStart(DECIMALS + 1, "0");
  const whole = digits.slice(0, -DECIMALS);
  const fraction = digits.slice(-DECIMALS).replace(/0{1,4}$/, "");
  return `${baseUnits < 0n ? "-" : ""}${whole}.${fraction}`;
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
