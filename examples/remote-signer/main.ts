/** Starts the signer from the environment. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readKeyFile } from "@profit-share/keeper";
import { PublicKey } from "@solana/web3.js";
import { startSigner } from "./server";

/** Characters of a token that nobody guesses. */
const LEAST_TOKEN = 32;

async function main(): Promise<void> {
  const folder = required("REMOTE_SIGNER_KEYS");
  const token = required("REMOTE_SIGNER_TOKEN");
  if (token.length < LEAST_TOKEN) throw new Error(`REMOTE_SIGNER_TOKEN has to have ${LEAST_TOKEN} characters at least`);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const keypairs = files.map((name) => readKeyFile(join(folder, name)));
  const policy = { payees: addresses("REMOTE_SIGNER_PAYEES"), programs: addresses("REMOTE_SIGNER_PROGRAMS") };
  const port = Number(process.env.REMOTE_SIGNER_PORT ?? 8787);
  const { url } = await startSigner({ keypairs, token, policy, port, log: (line) => console.log(line) });
  console.log(`Signs for ${keypairs.length} agents at ${url}`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: see the README`);
  return value;
}

/** Separated by commas. */
function addresses(name: string): PublicKey[] {
  return (process.env[name] ?? "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      try {
        return new PublicKey(part.trim());
      } catch {
        throw new Error(`${name}: ${part.trim()} is no address`);
      }
    });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
