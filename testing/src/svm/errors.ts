/** Names for everything a transaction can fail with, and a record of the program's own errors that were seen. */
import idl from "@profit-share/sdk/idl.json";
import { CALLER } from "../caller";

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

/** Those of Anchor's that an instruction of the program can leave with, in Anchor's words. */
const ANCHOR_MESSAGES = new Map([
  [2000, "A mut constraint was violated"],
  [2007, "An executable constraint was violated"],
  [2020, "A required account for the constraint is None"],
  [2040, "A duplicate mutable account constraint was violated"],
]);

const MESSAGES = new Map([...idl.errors.map(({ code, msg }) => [code, msg] as const), ...ANCHOR_MESSAGES]);

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
  [24, "ArithmeticOverflow"],
]);

/** The name of an error that a batch returned: a custom code of the program, or a built-in one shifted by 32 bits. */
export function skippedErrorName(error: bigint): string {
  if (error < 1n << 32n) return customErrorName(idl.address, Number(error));
  const number = Number(error >> 32n);
  return BUILTIN.get(number) ?? `built-in error ${number}`;
}

/** A custom error and the program that raised it. */
export interface CustomError {
  program: string;
  code: number;
}

/**
 * Checks that a transaction's logs name the program's error that it failed with, once and in Anchor's form, and that they
 * name none if it succeeded or something else failed.
 * @param failure null if no custom error failed it @throws Error with the logs
 */
export function checkNamed(logs: readonly string[], failure: CustomError | null): void {
  const named = honestLines(logs).filter((line) => line.includes("AnchorError"));
  const expected = failure?.program === idl.address ? [lineOf(failure.code)] : [];
  if (named.length === expected.length && named.every((line, index) => line === expected[index])) return;
  throw new Error(
    `Its logs should say ${expected.join() || "no error"}, not ${named.join() || "nothing"}\n${logs.join("\n")}`,
  );
}

/** Without what `programs/caller` logged, which says what it is told to. */
function honestLines(logs: readonly string[]): string[] {
  const running: string[] = [];
  return logs.filter((line) => {
    const [, begun] = /^Program (\w+) invoke \[\d+\]$/.exec(line) ?? [];
    if (begun !== undefined) running.push(begun);
    else if (/^Program \w+ (?:success$|failed: )/.test(line)) running.pop();
    return running.at(-1) !== CALLER.toBase58();
  });
}

/** @throws Error if the program has no words for it */
function lineOf(code: number): string {
  const message = MESSAGES.get(code);
  if (message === undefined) throw new Error(`The program left with custom error ${code}, for which it has no words`);
  const name = customErrorName(idl.address, code);
  return `Program log: AnchorError occurred. Error Code: ${name}. Error Number: ${code}. Error Message: ${message}.`;
}

/** The program's errors that no transaction has failed with so far. */
export const unseenErrors = (): string[] => [...OWN.values()].filter((name) => !seen.has(name));
