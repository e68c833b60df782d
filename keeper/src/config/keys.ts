/** Key files as `solana-keygen` writes them. */
import { readFileSync } from "node:fs";
import { parseKeyFile } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";

/** @throws Error saying what is wrong with the file; never what is in it */
export function readKeyFile(file: string): Keypair {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The key file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  return parseKeyFile(text, file);
}
