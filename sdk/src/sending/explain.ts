/** Why a transaction failed, in plain words: what happened and what to do. */
import { SystemProgram } from "@solana/web3.js";
import { TOKEN_PROGRAM_ID } from "../spl/token";
import { DRIFT_PROGRAM_ID } from "../venue/layout";
import { PROGRAM_ID } from "../wire/idl";
import { U32_MAX } from "../wire/integers";
import {
  BUILTIN_ERRORS,
  DRIFT_ERRORS,
  PROGRAM_ERRORS,
  RUNTIME_ERRORS,
  SYSTEM_ERRORS,
  TOKEN_ERRORS,
} from "./error-words";

export interface Explanation {
  /**
   * Name of the error, such as `BalanceTooLow`; `Unknown` if none was recognized. Another program's can have the same name:
   * `program` tells whose it is.
   */
  name: string;
  /** What happened and what to do. */
  message: string;
  /** The custom error code, if the failure has one. */
  code: number | null;
  /** Address of the program that refused; null if the logs and the instruction do not tell. */
  program: string | null;
}

/**
 * Programs number their errors from the same start: 6003 is another error in Drift than in this program. So a code is read as
 * a program's only if the logs name that program as the first that failed, or if the failed instruction leaves no other. A
 * program that is not known here is quoted, if it logs its error by name as Anchor's programs do.
 *
 * @param failure what web3.js threw, an `err` of a transaction or simulation, `{ err, logs, programs }`, or the logs alone.
 *   `programs` are the addresses that the transaction's instructions go to, all of them and in order; they tell something
 *   where there are no logs, or the node cut them off
 */
export function explainError(failure: unknown, programId = PROGRAM_ID): Explanation {
  const own = programId.toBase58();
  const text = textOf(failure);
  const logs = logsOf(failure);
  const { program, reason, said } = originOf(logs) ?? { program: null, reason: text, said: null };

  const code = customCode(reason) ?? customCode(text);
  if (code !== null) {
    return program === null
      ? explainUnnamed(code, { called: calledProgram(failure, text), logged: logs.length > 0, own })
      : explainCode(code, program, own, said);
  }
  const known = runtimeError(reason) ?? runtimeError(text);
  if (known) return { ...known, code: null, program };
  return { name: "Unknown", message: reason, code: null, program };
}

/** A code of a program that is known to have refused. @param said what it logged of its error itself */
function explainCode(code: number, program: string, own: string, said: Said | null = null): Explanation {
  const words = wordsOf(code, program, own);
  if (words) return { ...words, code, program };
  if (said?.code === code) {
    return { name: said.name, message: `Program ${program} refused: ${said.message}`, code, program };
  }
  const message = `Program ${program} refused with error ${code}: look it up in that program's documentation`;
  return { name: "Unknown", message, code, program };
}

interface Clues {
  /** The program that the failed instruction goes to; null if it was not passed. */
  called: string | null;
  logged: boolean;
  own: string;
}

/** A code of a program that no log names: the one that was called, or another that it called in turn. */
function explainUnnamed(code: number, { called, logged, own }: Clues): Explanation {
  const words = called === null ? undefined : wordsOf(code, called, own);
  if (called === null || words === undefined) {
    const who = called === null ? "A program" : `Program ${called}, or one that it called,`;
    const how = logged
      ? ", and the logs end before they say which: look the number up in the documentation of each program that was called"
      : ": pass the transaction's logs to learn which";
    return { name: "Unknown", message: `${who} refused with error ${code}${how}`, code, program: null };
  }
  if (called === DRIFT_PROGRAM_ID.toBase58()) {
    const message = `${words.message} (if Drift refused itself, and none that it called)`;
    return { ...words, message, code, program: null };
  }
  // This program calls the token and the system program, which number below it; those two call none.
  return { ...words, code, program: called };
}

/** What a code says in a program's own numbers. */
function wordsOf(code: number, program: string, own: string): Pick<Explanation, "name" | "message"> | undefined {
  const words = new RegExp(`^${code} (\\w+) (.*)$`, "m").exec(errorsOf(program, own));
  return words === null ? undefined : { name: words[1]!, message: words[2]! };
}

/** The table with the codes of a program; of one that is not known here an empty one. */
function errorsOf(program: string, own: string): string {
  if (program === own) return PROGRAM_ERRORS;
  if (program === TOKEN_PROGRAM_ID.toBase58()) return TOKEN_ERRORS;
  if (program === DRIFT_PROGRAM_ID.toBase58()) return DRIFT_ERRORS;
  return program === SystemProgram.programId.toBase58() ? SYSTEM_ERRORS : "";
}

/**
 * Why one row of a batch was skipped.
 * @param value u64, a program error as the runtime encodes it: the program's codes as they are, built-in ones in the upper
 *   32 bits
 */
export function explainProgramError(value: bigint, programId = PROGRAM_ID): Explanation {
  const own = programId.toBase58();
  const builtin = value >> 32n;
  // The custom code 0 has a built-in number: as a value, 0 is success.
  if (builtin <= 1n) return explainCode(Number(value & U32_MAX), own, own);
  const name = BUILTIN_ERRORS.split(/\s/)[Number(builtin) - 2] ?? "Unknown";
  const message =
    runtimeError(name)?.message ?? `The runtime refuses it with ${name} (${value}): check the accounts of the row`;
  return { name, message, code: null, program: own };
}

/** What a program that Anchor made logs of its own error. */
interface Said {
  name: string;
  code: number;
  message: string;
}

interface Origin {
  program: string;
  reason: string;
  said: Said | null;
}

// Base58: what a program logs itself begins with "Program log:".
const RUNTIME_LINE = /^Program ([1-9A-HJ-NP-Za-km-z]{32,44}) (?:invoke \[\d+\]|success|failed: (.*))$/;
const ANCHOR_LINE = /^Program log: AnchorError .*?Error Code: (\w+)\. Error Number: (\d+)\. Error Message: (.*?)\.?$/;

/**
 * Who failed first, and with which words: the innermost program, then its callers. After "Log truncated" the runtime still
 * records lines that are short enough, so from there on the first one may be missing.
 */
function originOf(logs: readonly string[]): Origin | undefined {
  const end = logs.indexOf("Log truncated");
  let said: Said | null = null;
  for (const line of end === -1 ? logs : logs.slice(0, end)) {
    const [, name, code, message] = ANCHOR_LINE.exec(line) ?? [];
    if (name !== undefined) said = { name, code: Number(code), message: message! };
    const [runtimes, program, reason] = RUNTIME_LINE.exec(line) ?? [];
    if (program !== undefined && reason !== undefined) return { program, reason, said };
    // What was said before belongs to a program that begins another one, or that ends well.
    if (runtimes !== undefined) said = null;
  }
  return undefined;
}

/** The program that the failed instruction goes to, if the caller passed the programs. */
function calledProgram(failure: unknown, text: string): string | null {
  const [, index] = /(?:"InstructionError":\s*\[|Error processing Instruction )(\d+)/.exec(text) ?? [];
  const { programs } = Object(failure) as { programs?: unknown };
  if (index === undefined || !Array.isArray(programs)) return null;
  const program: unknown = programs[Number(index)];
  return program === undefined ? null : String(program);
}

/** The code in `custom program error: 0x…` or `{"Custom":…}`. */
function customCode(text: string): number | null {
  const hexadecimal = /custom program error: 0x([0-9a-f]+)/i.exec(text);
  if (hexadecimal) return Number.parseInt(hexadecimal[1]!, 16);
  const decimal = /"Custom":\s*(\d+)/.exec(text);
  return decimal ? Number(decimal[1]) : null;
}

/** The refusal that the text names, by its name or by the words of the runtime's logs. */
function runtimeError(text: string): Pick<Explanation, "name" | "message"> | undefined {
  const names = text.split(/\W+/);
  const lower = text.toLowerCase();
  for (const [, name, phrase, message] of RUNTIME_ERRORS.matchAll(/^(\w+)(?: \[(.*)\])? (.*)$/gm)) {
    const words = phrase ?? name!.replace(/\B[A-Z]/g, " $&").toLowerCase();
    if (names.includes(name!) || lower.includes(words)) return { name: name!, message: message! };
  }
  return undefined;
}

function logsOf(failure: unknown): string[] {
  if (Array.isArray(failure)) return failure.filter((line) => typeof line === "string");
  if (typeof failure !== "object" || failure === null) return [];
  const { logs, logMessages, err } = failure as { logs?: unknown; logMessages?: unknown; err?: unknown };
  const found = logs ?? logMessages;
  if (Array.isArray(found)) return logsOf(found);
  // An error of web3.js that is passed as the `err` brings its own.
  return err instanceof Error ? logsOf(err) : [];
}

/** What the node and the runtime say of it. What programs logged is left out: they can log the words of any error. */
function textOf(failure: unknown): string {
  if (failure instanceof Error) return withoutLogs(failure.message);
  if (typeof failure === "string") return withoutLogs(failure);
  if (Array.isArray(failure)) return failure.filter((line) => !LOGGED.test(String(line))).join("\n");
  if (typeof failure === "object" && failure !== null && "err" in failure) return textOf(failure.err);
  const logs = logsOf(failure);
  if (logs.length > 0) return textOf(logs);
  return JSON.stringify(failure) ?? String(failure);
}

/** Begins the lines that programs log. */
const LOGGED = /^Program (?:log|data): /;

/** web3.js appends the last logs to the message of what it throws. */
const withoutLogs = (message: string): string => message.replace(/\bLogs: \n\[.*/s, "");
