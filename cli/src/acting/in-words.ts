/** A transaction's instructions in words, so that nobody has to trust its base64. */
import { ASSOCIATED_TOKEN_PROGRAM_ID } from "@profit-share/sdk";
import { programCall } from "@profit-share/sdk/history";
import { ComputeBudgetProgram, type PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { plain } from "../text/json";

/** One instruction: the program's name for it, what it is given, and its accounts by name. */
export interface Worded {
  program: string;
  name: string;
  args: Readonly<Record<string, unknown>>;
  accounts: Readonly<Record<string, PublicKey | null>>;
}

export function inWords(instruction: TransactionInstruction, ours: PublicKey): Worded {
  const { programId, keys, data } = instruction;
  const accounts = keys.map(({ pubkey }) => pubkey);
  const call = programCall({ programId, accounts, data }, ours);
  if (call !== null) return { program: "profit_share", name: call.name, args: call.args, accounts: call.accounts };
  if (programId.equals(ComputeBudgetProgram.programId)) return budgetInWords(data);
  if (programId.equals(ASSOCIATED_TOKEN_PROGRAM_ID)) {
    const [payer, tokenAccount, owner, mint] = accounts;
    const named = { payer: payer!, tokenAccount: tokenAccount!, owner: owner!, mint: mint! };
    return {
      program: "associated token",
      name: "create the token account if it is missing",
      args: {},
      accounts: named,
    };
  }
  throw new RangeError(`No words for an instruction of the program ${programId.toBase58()}`);
}

/** By the first byte of an instruction for the compute budget. */
const BUDGET: Readonly<Record<number, string>> = { 2: "compute units at most", 4: "bytes of loaded accounts at most" };

function budgetInWords(data: Buffer): Worded {
  return { program: "compute budget", name: BUDGET[data[0]!]!, args: { value: data.readUInt32LE(1) }, accounts: {} };
}

/** Lines. */
export function wordsOf({ program, name, args, accounts }: Worded): string {
  const lines = [...Object.entries(args), ...Object.entries(accounts)].map(
    ([key, value]) => `  ${key}: ${shown(value)}`,
  );
  return [`${program}: ${name}`, ...lines].join("\n");
}

function shown(value: unknown): string {
  if (value === null) return "none";
  const text = plain(value);
  return typeof text === "object" ? JSON.stringify(text) : String(text);
}
