/** The wallet that signs: a key file or a Ledger. */
import { InvalidInput, parseKeyFile } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import { readFile } from "./arguments";
import { isLedger, openLedger } from "./ledger";
import type { SolanaConfig } from "./solana-config";
import type { Wallet } from "./wallet";

/**
 * @param typed key file, or usb://ledger; without one that of Solana's settings
 * @returns null if neither is there
 * @throws InvalidInput if it holds no keypair
 */
export async function openWallet(typed: string | undefined, config: SolanaConfig | null): Promise<Wallet | null> {
  if (typed !== undefined) return open(typed, typed);
  if (config === null || config.keyFile === null) return null;
  const { keyFile, file } = config;
  return open(keyFile, `${keyFile} (keypair_path of ${file})`);
}

async function open(path: string, name: string): Promise<Wallet> {
  if (isLedger(path)) return openLedger(path, name);
  // Such as prompt://; a single letter is a drive.
  if (/^\w{2,}:/.test(path)) {
    throw new InvalidInput(
      `${name} is no file and no Ledger, which alone sign here: pass --keypair <file>, or usb://ledger`,
    );
  }
  const keypair = parseKeyFile(new TextDecoder().decode(readFile("key file", path, name)), name);
  return keypairWallet(keypair, `The key file ${name}`);
}

const keypairWallet = (keypair: Keypair, name: string): Wallet => ({
  address: keypair.publicKey,
  name,
  sign: async (transaction) => transaction.sign([keypair]),
});
