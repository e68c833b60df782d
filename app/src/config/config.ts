/** What the app has to know of its surroundings: `/config.json` beside it. */

export const CLUSTERS = ["mainnet", "devnet", "testnet", "localnet"] as const;

export interface Config {
  /** What wallets call the network: `solana:` and this. */
  cluster: (typeof CLUSTERS)[number];
  /** JSON-RPC of a node. */
  rpcUrl: string;
  /** Its WebSocket; null: at the port above. */
  wsUrl: string | null;
  /** base58; null: the program of the SDK. */
  programId: string | null;
  /** The keeper over HTTP; null: there is none to ask. */
  keeperUrl: string | null;
  /** The index over HTTP; null: everything is read from the chain. */
  indexerUrl: string | null;
  /** Pages of an explorer, with `{}` where signature or address belongs; null: no links lead there. */
  explorer: { transaction: string; address: string } | null;
}

/** The file is missing, is no JSON, or says something that cannot be used. */
export class ConfigProblem extends Error {
  override readonly name = "ConfigProblem";
}

/** @throws ConfigProblem with every key that is wrong */
export function parseConfig(content: unknown): Config {
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new ConfigProblem('config.json has to be an object such as {"cluster": "localnet", "rpcUrl": "http://…"}');
  }
  const given = content as Record<string, unknown>;
  const problems: string[] = [];
  const refuse = (key: string, wanted: string) => {
    problems.push(`${key} has to be ${wanted}, not ${JSON.stringify(given[key])}`);
  };
  const optional = (key: string, isRight: (value: string) => boolean, wanted: string): string | null => {
    const value = given[key] ?? null;
    if (value === null || (typeof value === "string" && isRight(value))) return value;
    refuse(key, wanted);
    return null;
  };

  const known = ["cluster", "rpcUrl", "wsUrl", "programId", "keeperUrl", "indexerUrl", "explorer"];
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) problems.push(`${key} is not known: the keys are ${known.join(", ")}`);
  }
  const cluster = CLUSTERS.find((name) => name === given.cluster);
  if (cluster === undefined) refuse("cluster", `one of ${CLUSTERS.join(", ")}`);
  const rpcUrl = given.rpcUrl;
  if (typeof rpcUrl !== "string" || !isWeb(rpcUrl)) refuse("rpcUrl", "the http or https URL of a node");
  const config = {
    wsUrl: optional("wsUrl", (url) => hasProtocol(url, ["ws:", "wss:"]), "a ws or wss URL"),
    programId: optional("programId", (id) => /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(id), "a program's address"),
    keeperUrl: optional("keeperUrl", isPlace, "a URL, or a path of this site"),
    indexerUrl: optional("indexerUrl", isPlace, "a URL, or a path of this site"),
    explorer: explorerIn(given.explorer ?? null, refuse),
  };
  if (problems.length > 0) throw new ConfigProblem(`config.json: ${problems.join("; ")}`);
  return { ...config, cluster: cluster!, rpcUrl: rpcUrl as string };
}

function explorerIn(given: unknown, refuse: (key: string, wanted: string) => void): Config["explorer"] {
  if (given === null) return null;
  const { transaction, address } = given as Partial<Record<string, unknown>>;
  const isTemplate = (value: unknown): value is string =>
    typeof value === "string" && value.includes("{}") && isWeb(value);
  if (isTemplate(transaction) && isTemplate(address)) return { transaction, address };
  refuse("explorer", '{"transaction": URL, "address": URL} with {} in both');
  return null;
}

const isWeb = (url: string): boolean => hasProtocol(url, ["http:", "https:"]);
const isPlace = (url: string): boolean => isWeb(url) || /^\/[^/]/.test(url);
const hasProtocol = (url: string, protocols: string[]): boolean =>
  URL.canParse(url) && protocols.includes(new URL(url).protocol);
