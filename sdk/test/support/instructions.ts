/** Instructions as text, to compare. */
import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { hex } from "../../src/wire/text";

export const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
export const TOKEN = new PublicKey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
export const SYSTEM = PublicKey.default;

/** Accounts as `address`, `address w`, `address s` or `address sw`. */
export function accountsOf({ keys }: TransactionInstruction): string[] {
  return keys.map(({ pubkey, isSigner, isWritable }) => {
    const flags = `${isSigner ? "s" : ""}${isWritable ? "w" : ""}`;
    return flags === "" ? pubkey.toBase58() : `${pubkey.toBase58()} ${flags}`;
  });
}

/** The data in hexadecimal: discriminator and arguments. */
export const dataOf = ({ data }: TransactionInstruction): string => hex(data);
