/** Which cluster a command goes to: what was typed, else the environment, else Solana's own settings, else the local one. */
import { InvalidInput } from "@profit-share/sdk";
import type { Environment, SolanaConfig } from "./solana-config";

export interface Cluster {
  /** JSON-RPC. */
  url: string;
  /** What chose it, for messages; null if it was typed. */
  chosenBy: string | null;
}

const LOCAL = "http://127.0.0.1:8899";

/** Solana's names for its clusters; the first letter does, too. */
const MONIKERS: readonly (readonly [name: string, url: string])[] = [
  ["mainnet-beta", "https://api.mainnet-beta.solana.com"],
  ["testnet", "https://api.testnet.solana.com"],
  ["devnet", "https://api.devnet.solana.com"],
  ["localhost", LOCAL],
];

/** @param typed URL or moniker @throws InvalidInput if it is neither */
export function chooseCluster(typed: string | undefined, env: Environment, config: SolanaConfig | null): Cluster {
  if (typed !== undefined) return { url: toUrl(typed, `--url "${typed}"`), chosenBy: null };
  const variable = env.PROFIT_SHARE_URL;
  if (variable) return { url: toUrl(variable, `PROFIT_SHARE_URL "${variable}"`), chosenBy: "from PROFIT_SHARE_URL" };
  if (config !== null && config.url !== null) {
    const { url, file } = config;
    return { url: toUrl(url, `json_rpc_url "${url}" of ${file}`), chosenBy: `from ${file}` };
  }
  return { url: LOCAL, chosenBy: "the default" };
}

function toUrl(text: string, what: string): string {
  const known = MONIKERS.find(([name]) => text === name || text === name[0]);
  if (known) return known[1];
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  const names = MONIKERS.map(([name]) => name).join(", ");
  throw new InvalidInput(`${what} is no address of a JSON-RPC node: pass one like ${LOCAL}, or one of ${names}`);
}

/** The cluster in a message: without path, query and user, which may hold an access key. */
export const placeOf = ({ url }: Cluster): string => new URL(url).origin;
