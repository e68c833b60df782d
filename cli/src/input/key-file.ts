/** The wallet that signs. */
import { InvalidInput, parseKeyFile } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import { readFile } from "./arguments";
import type { SolanaConfig } from "./solana-config";

export interface KeyFile {
  keypair: Keypair;
  /** As messages name it: the file, and where it is set if it was not typed. */
  name: string;
}

/**
 * @param typed key file; without one that of Solana's settings
 * @param whose the wallet is, for the message
 * @throws InvalidInput if there is none, or it holds no keypair
 */
export function readKeyFile(typed: string | undefined, config: SolanaConfig | null, whose: string): KeyFile {
  if (typed !== undefined) return parse(typed, typed);
  if (config === null || config.keyFile === null) {
    throw new InvalidInput(`Which wallet signs? Pass --keypair <file>, the key file of the ${whose}`);
  }
  const { keyFile, file } = config;
  const name = `${keyFile} (keypair_path of ${file})`;
  // Such as usb://ledger and prompt://; a single letter is a drive.
  if (/^\w{2,}:/.test(keyFile)) {
    throw new InvalidInput(`${name} is no file, and only key files can sign here: pass --keypair <file>`);
  }
  return parse(keyFile, name);
}

function parse(file: string, name: string): KeyFile {
  return { keypair: parseKeyFile(new TextDecoder().decode(readFile("key file", file, name)), name), name };
}
