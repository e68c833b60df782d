/** A transaction's instructions in words, so that nobody has to trust its base64. */
import { ASSOCIATED_TOKEN_PROGRAM_ID } from "@profit-share/sdk";
import { programCall } from "@profit-share/sdk/history";
import { ComputeBudgetProgram, type PublicKey, SystemProgram, type TransactionInstruction } from "@solana/web3.js";
import { plain } from "../text/json";

/** One instruction: the program's name for it, what it is given, and its accounts by name. */
export interface Worded {
  program: string;
  name: string;
  args: Readonly<Record<string, unknown>>;
  accounts: Readonly<Record<string, PublicKey | null>>;
}

const PROGRAMS: readonly (readonly [address: PublicKey, program: string])[] = [
  [ComputeBudgetProgram.programId, "compute budget"],
  [ASSOCIATED_TOKEN_PROGRAM_ID, "associated token"],
  [SystemProgram.programId, "system"],
];

export function inWords(instruction: TransactionInstruction, programId: PublicKey): Worded {
  const { keys, data } = instruction;
  const accounts = keys.map(({ pubkey }) => pubkey);
  const call = programCall({ programId: instruction.programId, accounts, data }, programId);
  if (call !== null) return { program: "profit_share", name: call.name, args: call.args, accounts: call.accounts };
  const known = PROGRAMS.find(([address]) => address.equals(instruction.programId));
  return {
    program: known?.[1] ?? instruction.programId.toBase58(),
    name: known?.[0].equals(ASSOCIATED_TOKEN_PROGRAM_ID) ? "create the token account if it is missing" : "data",
    args: { data: Uint8Array.from(data) },
    accounts: Object.fromEntries(accounts.map((account, index) => [`account ${index}`, account])),
  };
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
