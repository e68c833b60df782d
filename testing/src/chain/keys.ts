/** Who plays: keys made from names, so that every run shows the same addresses. Worthless outside the local chain. */
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Keypair } from "@solana/web3.js";

/** The key of a name, always the same. */
export function actor(name: string): Keypair {
  return Keypair.fromSeed(createHash("sha256").update(`profit-share demo: ${name}`).digest());
}

/** 16 bytes that identify a bot or keeper of that name. */
export function idOf(name: string): Uint8Array {
  return createHash("sha256").update(`profit-share demo id: ${name}`).digest().subarray(0, 16);
}

/** A new folder that only this user reads. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "profit-share-demo-"));
}

/** Writes the key as `solana-keygen` does and returns the file. */
export function writeKeyFile(folder: string, name: string, keypair: Keypair): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(Array.from(keypair.secretKey)), { mode: 0o600 });
  return file;
}
