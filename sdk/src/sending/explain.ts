/** Why a transaction failed, in plain words: what happened and what to do. */
import { SystemProgram } from "@solana/web3.js";
import { TOKEN_PROGRAM_ID } from "../spl/token";
import { PROGRAM_ID } from "../wire/idl";
import { U32_MAX } from "../wire/integers";
import { BUILTIN_ERRORS, PROGRAM_ERRORS, RUNTIME_ERRORS, SYSTEM_ERRORS, TOKEN_ERRORS } from "./error-words";

export interface Explanation {
  /** Name of the error, such as `BalanceTooLow`; `Unknown` if none was recognized. */
  name: string;
  /** What happened and what to do. */
  message: string;
  /** The custom error code, if the failure has one. */
  code: number | null;
  /** Address of the program that refused, if the logs name it. */
  program: string | null;
}

/**
 * @param failure what web3.js threw, an `err` of a transaction or simulation, `{ err, logs }`, or the logs alone. With
 *   logs, the failure of a called program (a token transfer) is told from one of this program.
 */
export function explainError(failure: unknown, programId = PROGRAM_ID): Explanation {
  const text = textOf(failure);
  // The innermost program fails first, its callers follow.
  const origin = logsOf(failure)
    .map((line) => /^Program (\S+) failed: (.*)$/.exec(line))
    .find((match) => match !== null);
  const program = origin?.[1] ?? null;
  const reason = origin?.[2] ?? text;

  const code = customCode(reason) ?? customCode(text);
  if (code !== null) return explainCode(code, program, programId.toBase58());
  const known = runtimeError(reason) ?? runtimeError(text);
  if (known) return { ...known, code: null, program };
  return { name: "Unknown", message: reason, code: null, program };
}

function explainCode(code: number, program: string | null, own: string): Explanation {
  const words = new RegExp(`^${code} (\\w+) (.*)$`, "m").exec(errorsOf(program ?? own, own));
  if (words) return { name: words[1]!, message: words[2]!, code, program };
  const message =
    program === null
      ? `A program refused with error ${code}: pass the transaction's logs to learn which`
      : `Program ${program} refused with error ${code}: look it up in that program's documentation`;
  return { name: "Unknown", message, code, program };
}

/** The table with the codes of a program; of one that is not known here an empty one. */
function errorsOf(program: string, own: string): string {
  if (program === own) return PROGRAM_ERRORS;
  if (program === TOKEN_PROGRAM_ID.toBase58()) return TOKEN_ERRORS;
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
  const { logs, logMessages } = failure as { logs?: unknown; logMessages?: unknown };
  const found = logs ?? logMessages;
  return Array.isArray(found) ? logsOf(found) : [];
}

function textOf(failure: unknown): string {
  if (failure instanceof Error) return failure.message;
  if (typeof failure === "string") return failure;
  if (Array.isArray(failure)) return failure.join("\n");
  if (typeof failure === "object" && failure !== null && "err" in failure) return textOf(failure.err);
  return JSON.stringify(failure) ?? String(failure);
}
