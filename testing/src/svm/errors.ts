/** Names for everything a transaction can fail with, and a record of the program's own errors that were seen. */
import idl from "@profit-share/sdk/idl.json";

const OWN = new Map(idl.errors.map(({ code, name }) => [code, name]));

/** Anchor's own refusals, numbered as its source numbers them. */
const ANCHOR = new Map([
  [2000, "ConstraintMut"],
  [2001, "ConstraintHasOne"],
  [2003, "ConstraintRaw"],
  [2005, "ConstraintRentExempt"],
  [2007, "ConstraintExecutable"],
  [2011, "ConstraintClose"],
  [2012, "ConstraintAddress"],
  [2013, "ConstraintZero"],
  [2019, "ConstraintSpace"],
  [2020, "ConstraintAccountIsNone"],
  [2040, "ConstraintDuplicateMutableAccount"],
]);

const TOKEN = new Map([
  [0, "Token.NotRentExempt"],
  [1, "Token.InsufficientFunds"],
  [2, "Token.InvalidMint"],
  [3, "Token.MintMismatch"],
  [4, "Token.OwnerMismatch"],
  [17, "Token.AccountFrozen"],
]);

const SYSTEM = new Map([
  [0, "System.AccountAlreadyInUse"],
  [1, "System.ResultWithNegativeLamports"],
]);

const BY_PROGRAM = new Map([
  [idl.address, new Map([...OWN, ...ANCHOR])],
  ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", TOKEN],
  ["11111111111111111111111111111111", SYSTEM],
]);

const seen = new Set<string>();

/** The name of custom error `code` of `program`. Remembers it if it is one of profit_share's own. */
export function customErrorName(program: string, code: number): string {
  const name = BY_PROGRAM.get(program)?.get(code);
  if (name === undefined) return `custom error ${code} of ${program}`;
  if (program === idl.address && OWN.has(code)) seen.add(name);
  return name;
}

/** Built-in errors by the number that the runtime shifts into the upper half. */
const BUILTIN = new Map([
  [4, "InvalidAccountData"],
  [5, "AccountDataTooSmall"],
  [18, "IllegalOwner"],
]);

/** The name of an error that a batch returned: a custom code of the program, or a built-in one shifted by 32 bits. */
export function skippedErrorName(error: bigint): string {
  if (error < 1n << 32n) return customErrorName(idl.address, Number(error));
  const number = Number(error >> 32n);
  return BUILTIN.get(number) ?? `built-in error ${number}`;
}

/** The program's errors that no transaction has failed with so far. */
export const unseenErrors = (): string[] => [...OWN.values()].filter((name) => !seen.has(name));
