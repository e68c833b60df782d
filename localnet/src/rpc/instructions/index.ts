import { ASSOCIATED_TOKEN_PROGRAM_ID, toBase58 } from "@profit-share/sdk";
import { SystemProgram } from "@solana/web3.js";
import { TOKEN_PROGRAMS } from "../../chain/token";
import { parseAssociatedToken } from "./associated-token";
import { MEMO_PROGRAMS } from "./memo";
import { parseSystem } from "./system";
import { parseToken } from "./token";
import { readUtf8 } from "./utf8";

/** An instruction whose accounts are indices into the transaction's. */
export interface CompiledInstruction {
  programIdIndex: number;
  accounts: number[];
  data: Uint8Array;
}

/** Null: the instruction is none that the parser knows. */
type Parser = (accounts: readonly string[], data: Uint8Array) => object | string | null;

const PARSERS = new Map<string, { program: string; parse: Parser }>([
  [SystemProgram.programId.toBase58(), { program: "system", parse: parseSystem }],
  [ASSOCIATED_TOKEN_PROGRAM_ID.toBase58(), { program: "spl-associated-token-account", parse: parseAssociatedToken }],
  // A node calls both token programs the same here, unlike their accounts.
  ...TOKEN_PROGRAMS.map((key) => [key, { program: "spl-token", parse: parseToken }] as const),
  ...MEMO_PROGRAMS.map((key) => [key, { program: "spl-memo", parse: parseMemo }] as const),
]);

function parseMemo(_accounts: readonly string[], data: Uint8Array): string | null {
  return readUtf8(data);
}

/** An instruction as jsonParsed writes it: parsed if its program is known, with its accounts' addresses if not. */
export function parsedInstruction(
  keys: readonly string[],
  instruction: CompiledInstruction,
  stackHeight: number,
): object {
  const programId = keys[instruction.programIdIndex]!;
  const accounts = instruction.accounts.map((index) => keys[index]!);
  const parser = PARSERS.get(programId);
  const parsed = parser?.parse(accounts, instruction.data) ?? null;
  if (parser === undefined || parsed === null) {
    return { programId, accounts, data: toBase58(instruction.data), stackHeight };
  }
  return { program: parser.program, programId, parsed, stackHeight };
}
