/** What lies at an address, in words, for somebody who passed another one than was meant. */
import { type AccountInfo, type PublicKey, SystemProgram } from "@solana/web3.js";
import { decodeMint, decodeTokenAccount, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "../spl/token";
import { USER_DISCRIMINATOR, USER_LAYOUTS } from "../venue/layout";
import { equalBytes } from "../wire/bytes";
import { accountName } from "../wire/coder";
import type { AccountName } from "../wire/idl-types";

/** A kind of account as people call it. */
export const wordOf = (name: AccountName): string => name.toLowerCase();

/** Such as "a wallet", "a bot", "a token account of the mint …". */
export function describeAccount(account: AccountInfo<Uint8Array>, programId: PublicKey): string {
  const { owner, data, executable } = account;
  if (executable) return "a program";
  if (owner.equals(SystemProgram.programId)) return data.length === 0 ? "a wallet" : "an account of the system program";
  if (owner.equals(programId)) {
    const name = accountName(data);
    return name === null ? "an account of this program that this SDK does not know" : `a ${wordOf(name)}`;
  }
  if (owner.equals(TOKEN_PROGRAM_ID) || owner.equals(TOKEN_2022_PROGRAM_ID)) return describeToken(data);
  const layout = USER_LAYOUTS.find((one) => one.owner.equals(owner));
  if (layout && equalBytes(data.subarray(0, USER_DISCRIMINATOR.length), USER_DISCRIMINATOR)) {
    return `a user account of the venue ${layout.venue}`;
  }
  return `an account of the program ${owner.toBase58()}`;
}

function describeToken(data: Uint8Array): string {
  const tokens = decodeTokenAccount(data);
  if (tokens !== null) return `a token account of the mint ${tokens.mint.toBase58()}`;
  return decodeMint(data) === null ? "an account of the token program" : "a mint";
}
