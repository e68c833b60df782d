/** Key files as `solana-keygen` writes them: a JSON array of 64 bytes. */
import { readFileSync } from "node:fs";
import { Keypair } from "@solana/web3.js";

/** @throws Error saying what is wrong with the file; never what is in it */
export function readKeyFile(file: string): Keypair {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The key file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const bytes: unknown = JSON.parse(text);
    if (!isSecretKey(bytes)) throw new Error("not a secret key");
    return Keypair.fromSecretKey(Uint8Array.from(bytes));
  } catch {
    throw new Error(`${file} is no key file: it has to hold the 64 bytes of a keypair as a JSON array of numbers`);
  }
}

function isSecretKey(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === 64 &&
    value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  );
}
