/** The IDL's names for an instruction's accounts. */

import idl from "@profit-share/sdk/idl.json";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";

/** The address in the place that the program calls `name`. */
export function accountOf({ data, keys }: TransactionInstruction, name: string): PublicKey {
  const discriminator = [...data.subarray(0, 8)].join();
  const found = idl.instructions.find((candidate) => candidate.discriminator.join() === discriminator);
  const index = found?.accounts.findIndex((account) => account.name === name) ?? -1;
  if (index < 0) throw new Error(`${found?.name ?? "The instruction"} has no account ${name}`);
  return keys[index]!.pubkey;
}
