/** Solana's own settings, which `solana config set` writes: the cluster and the key file that a person uses already. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readFile } from "./arguments";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface SolanaConfig {
  /** Where it was read, for messages. */
  file: string;
  url: string | null;
  keyFile: string | null;
}

const DEFAULT = ".config/solana/cli/config.yml";

/**
 * @param file as typed; without one Solana's default, in the home folder
 * @returns null if none is typed and there is none
 * @throws InvalidInput if the typed one cannot be read
 */
export function readSolanaConfig(file: string | undefined, env: Environment): SolanaConfig | null {
  const path = file ?? defaultFile(env);
  if (path === null || (file === undefined && !existsSync(path))) return null;
  const text = new TextDecoder().decode(readFile("config file", path));
  return { file: path, url: setting(text, "json_rpc_url"), keyFile: setting(text, "keypair_path") };
}

function defaultFile({ HOME, USERPROFILE }: Environment): string | null {
  const home = HOME || USERPROFILE;
  return home ? join(home, DEFAULT) : null;
}

/**
 * A top-level text of the YAML. No parser for all of YAML is needed: Solana writes a flat file, each value on the line of its
 * name, plain or in quotes.
 */
function setting(yaml: string, name: string): string | null {
  const value = new RegExp(`^${name}:[ \\t]+(.*)$`, "m").exec(yaml)?.[1] ?? "";
  const quoted = /^(["'])(.*)\1/.exec(value);
  if (quoted?.[1] === "'") return quoted[2]!.replaceAll("''", "'") || null;
  if (quoted) return quoted[2]!.replaceAll(/\\(["\\/])/g, "$1") || null;
  return value.replace(/(^|\s)#.*$/, "").trim() || null;
}
