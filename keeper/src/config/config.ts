/** Configuration: one file of YAML or JSON, a few keys from the environment, parsed once into a typed object. */
import { dirname, resolve } from "node:path";
import { isPostgresUrl } from "@profit-share/storage";
import type { PublicKey } from "@solana/web3.js";
import { z } from "zod";
import { quoted } from "../text/quoted";
import { scheduleProblem } from "../time/schedule";
import { ConfigError } from "./error";
import { readConfigFile } from "./file";
import {
  type HostTablesSettings,
  hostTables,
  type RemoteAgentsSettings,
  remoteAgents,
  type SubscribingSettings,
  subscribing,
  subscribingNeeds,
} from "./host-settings";
import { type Notifications, notificationsSchema } from "./notifications";
import { baseUnits, publicKey, url } from "./values";

export { ConfigError } from "./error";

/** When money moves. Settling does not wait for it: every change of realized PnL is settled. */
export type Policy =
  /** With the settlement. */
  | { kind: "immediate" }
  /** At times. `timeZone`: IANA name. */
  | { kind: "periodic"; cron: string; timeZone: string }
  /** From so many base units on; of a verified subscription any amount, too, while its positions are closed. */
  | { kind: "threshold"; amount: bigint };

/** The subscriptions a keeper looks after: the union of all lists. */
export interface Watched {
  /** Keeper account: every attested subscription whose terms name it. */
  keeper: PublicKey | null;
  bots: PublicKey[];
  agents: PublicKey[];
  subscriptions: PublicKey[];
}

/** A node's JSON-RPC. */
export interface Endpoint {
  /** http or https; a key in it, or a user, is in no line of the log. */
  url: string;
  /** As the provider allows; null: as many as come. */
  requestsPerSecond: number | null;
}

/** What a keeper decides by, apart from its keys and its database. Amounts are base units of the token (1e-6 quote). */
export interface KeeperSettings {
  /** The first endpoint that is asked. */
  rpcUrl: string;
  /** Of `rpcUrl`, and of those below that name no rate of their own; null: as many as come. */
  requestsPerSecond: number | null;
  /** Asked when the ones before do not answer or have no room. */
  rpcUrls: Endpoint[];
  /** Transactions are sent to all of these; none: to all of the above. */
  sendUrls: Endpoint[];
  /** Account notifications; null: the port above the RPC's if that names one, else the same address. */
  wsUrl: string | null;
  /** Connections to it that the provider allows, and subscriptions on each. What does not fit is only polled. */
  wsConnections: number;
  wsSubscriptions: number;
  /** Notifications from a Yellowstone gRPC server, in place of the WebSocket's; null: there is none. */
  yellowstone: { url: string; token: string | null } | null;
  watched: Watched;
  policy: Policy;
  /** Of single bots, by their addresses, in place of `policy`. */
  policies: Readonly<Record<string, Policy>>;
  /** Stays in the venue account's deposit when money is taken from there. */
  venueMarginBuffer: bigint;
  /** The least that is moved into an escrow to pay what is owed. */
  minFunding: bigint;
  /** The least that reached an escrow without a deposit and is made balance by a transaction of its own. */
  minSync: bigint;
  /** Stays in an agent's token account when a debt is paid from there. */
  agentReserve: bigint;
  /** Lamports that the keeper spends for each bot in a UTC day on accounts of others: payout wallets, subscribers. */
  dailyBudgetPerBot: bigint;
  /** Seconds before the clock of a closing subscription runs out: the last settlement, and an attested one's final close. */
  lastCallSeconds: number;
  /** The least that is offered for priority, micro-lamports per compute unit. */
  computeUnitPrice: bigint;
  /** The most: what others pay is offered up to here, and what is raised after an expiry. */
  maxComputeUnitPrice: bigint;
  /** The most address lookup tables that are made; each holds some 0.04 SOL of rent until it is closed. 0 makes none. */
  maxLookupTables: number;
  /** How often everything is looked at, in milliseconds, whatever the account notifications say. */
  pollIntervalMs: number;
  /** The most calls a second for that, each of some 30 subscriptions; a large fleet takes longer than the interval. */
  pollsPerSecond: number;
  /** Whether closes of verified subscriptions are read from Drift's log, for whoever shows them. */
  venueTrades: boolean;
  /** Whom it tells what it paid and what is to be mended; null: nobody. */
  notifications: Notifications | null;
}

/** What holds where a configuration or a host says nothing else. */
export const DEFAULT_SETTINGS: Readonly<Omit<KeeperSettings, "rpcUrl" | "watched">> = {
  requestsPerSecond: null,
  rpcUrls: [],
  sendUrls: [],
  wsUrl: null,
  wsConnections: 1,
  wsSubscriptions: 10_000,
  yellowstone: null,
  policy: { kind: "immediate" },
  policies: {},
  venueMarginBuffer: 0n,
  minFunding: 1n,
  minSync: 10_000n,
  agentReserve: 0n,
  dailyBudgetPerBot: 5_000_000n,
  lastCallSeconds: 3_600,
  computeUnitPrice: 0n,
  // A settlement alone costs 467 lamports more at the most, beside 5,000 for its signature; a batch of 14 some 1,700.
  maxComputeUnitPrice: 100_000n,
  maxLookupTables: 4,
  pollIntervalMs: 10_000,
  pollsPerSecond: 8,
  venueTrades: false,
  notifications: null,
};

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export interface KeeperConfig extends KeeperSettings {
  /** Key file of the fee payer; for attested subscriptions the keeper account's signer. */
  signer: string;
  /** Folder of the agents' key files; null: they are elsewhere, or no agent's money is moved. */
  agentKeys: string | null;
  /** The service that signs for the agents instead; null: there is none. */
  remoteAgents: RemoteAgentsSettings | null;
  /** Folder of the database, or `postgres://…`. */
  database: string;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Where the keeper answers over HTTP; null: nowhere. */
  listen: { host: string; port: number } | null;
  /** With which a host signs the closes that it sends there, `whsec_` and base64; null: none are taken. */
  webhookSecret: string | null;
  /** Where the host's own tables are; null: an id of the host is a subscription's address. */
  hostTables: HostTablesSettings | null;
  /** How subscriptions are taken there from browsers; null: none are. */
  subscribing: SubscribingSettings | null;
}

/** Environment variables that override a key of the file, also one within another; of two for one key the later one counts. */
export const ENVIRONMENT = {
  DATABASE_URL: "database",
  PROFIT_SHARE_RPC_URL: "rpcUrl",
  PROFIT_SHARE_WS_URL: "wsUrl",
  PROFIT_SHARE_YELLOWSTONE_URL: "yellowstoneUrl",
  PROFIT_SHARE_YELLOWSTONE_TOKEN: "yellowstoneToken",
  PROFIT_SHARE_SIGNER: "signer",
  PROFIT_SHARE_AGENT_KEYS: "agentKeys",
  PROFIT_SHARE_DATABASE: "database",
  PROFIT_SHARE_LOG_LEVEL: "logLevel",
  PROFIT_SHARE_LISTEN: "listen",
  PROFIT_SHARE_WEBHOOK_SECRET: "webhookSecret",
  PROFIT_SHARE_REMOTE_AGENTS_TOKEN: "remoteAgents.token",
  PROFIT_SHARE_HOST_DATABASE: "hostTables.database",
  PROFIT_SHARE_TELEGRAM_TOKEN: "notifications.telegram.token",
} as const;

const rate = z.number().positive({ error: "has to be above 0" }).max(100_000).nullable();

/** `null` takes the rate that is common to all. */
const endpoint = z.union(
  [url("http:", "https:"), z.strictObject({ url: url("http:", "https:"), requestsPerSecond: rate.default(null) })],
  { error: 'has to be a URL with http: or https:, or {"url": …, "requestsPerSecond": …}' },
);

const path = z.string().min(1, { error: "has to be a path" });

/** No path; a single letter is a drive. */
const isUrl = (text: string): boolean => /^\w{2,}:\/\//.test(text);

const database = path.refine((text) => isPostgresUrl(text) || !isUrl(text), {
  error: "has to be a folder or a postgres:// URL",
});

const policy = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("immediate") }),
  z
    .strictObject({ kind: z.literal("periodic"), cron: z.string(), timeZone: z.string().default("UTC") })
    .superRefine(({ cron, timeZone }, context) => {
      const message = scheduleProblem(cron, timeZone);
      if (message !== null) context.addIssue({ code: "custom", path: ["cron"], message });
    }),
  z.strictObject({ kind: z.literal("threshold"), amount: baseUnits.default(1_000_000n) }),
]);

const policies = z.record(z.string(), policy).superRefine((all, context) => {
  for (const bot of Object.keys(all)) {
    const { error } = publicKey.safeParse(bot);
    if (error !== undefined) context.addIssue({ code: "custom", path: [bot], message: error.issues[0]!.message });
  }
});

/** `127.0.0.1:9180` or `[::1]:9180`. */
const listen = z.string().transform((text, context) => {
  const { hostname, port } = URL.canParse(`tcp://${text}`) ? new URL(`tcp://${text}`) : { hostname: "", port: "" };
  if (hostname !== "" && port !== "" && /^[^/?#@]*$/.test(text))
    return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
  context.addIssue({
    code: "custom",
    message: `has to be a host and a port, as "127.0.0.1:9180", not ${quoted(text)}`,
  });
  return z.NEVER;
});

/** 24 bytes at least, as Standard Webhooks ask for. Not repeated in what is said of a wrong one. */
const webhookSecret = z.string().refine((text) => /^whsec_[A-Za-z0-9+/]{32,}=*$/.test(text), {
  error: 'has to be "whsec_" and 24 bytes or more in base64; make one with: openssl rand -base64 32',
});

/** Every key of the file. */
export const schema = z.strictObject({
  rpcUrl: url("http:", "https:"),
  wsUrl: url("ws:", "wss:").nullable().default(DEFAULT_SETTINGS.wsUrl),
  wsConnections: z.int().min(1, { error: "has to be 1 or more" }).max(100).default(DEFAULT_SETTINGS.wsConnections),
  wsSubscriptions: z
    .int()
    .min(1, { error: "has to be 1 or more" })
    .max(1_000_000)
    .default(DEFAULT_SETTINGS.wsSubscriptions),
  yellowstoneUrl: url("http:", "https:").nullable().default(null),
  yellowstoneToken: z.string().min(1, { error: "has to be a token" }).nullable().default(null),
  requestsPerSecond: rate.default(DEFAULT_SETTINGS.requestsPerSecond),
  rpcUrls: z.array(endpoint).default([]),
  sendUrls: z.array(endpoint).default([]),
  keeper: publicKey.nullable().default(null),
  bots: z.array(publicKey).default([]),
  agents: z.array(publicKey).default([]),
  subscriptions: z.array(publicKey).default([]),
  signer: path,
  agentKeys: path.nullable().default(null),
  remoteAgents: remoteAgents.nullable().default(null),
  database,
  policy: policy.default(DEFAULT_SETTINGS.policy),
  policies: policies.default(DEFAULT_SETTINGS.policies),
  venueMarginBuffer: baseUnits.default(DEFAULT_SETTINGS.venueMarginBuffer),
  minFunding: baseUnits.default(DEFAULT_SETTINGS.minFunding),
  minSync: baseUnits.default(DEFAULT_SETTINGS.minSync),
  agentReserve: baseUnits.default(DEFAULT_SETTINGS.agentReserve),
  dailyBudgetPerBot: baseUnits.default(DEFAULT_SETTINGS.dailyBudgetPerBot),
  lastCallSeconds: z
    .int()
    .min(60, { error: "has to be 60 or more" })
    .max(86_400)
    .default(DEFAULT_SETTINGS.lastCallSeconds),
  computeUnitPrice: baseUnits.default(DEFAULT_SETTINGS.computeUnitPrice),
  maxComputeUnitPrice: baseUnits.default(DEFAULT_SETTINGS.maxComputeUnitPrice),
  maxLookupTables: z.int().min(0, { error: "has to be 0 or more" }).max(256).default(DEFAULT_SETTINGS.maxLookupTables),
  pollIntervalMs: z
    .int()
    .min(50, { error: "has to be 50 or more" })
    .max(3_600_000)
    .default(DEFAULT_SETTINGS.pollIntervalMs),
  pollsPerSecond: z
    .number()
    .positive({ error: "has to be above 0" })
    .max(1_000)
    .default(DEFAULT_SETTINGS.pollsPerSecond),
  venueTrades: z.boolean().default(DEFAULT_SETTINGS.venueTrades),
  logLevel: z.enum(LOG_LEVELS).default("info"),
  listen: listen.nullable().default(null),
  webhookSecret: webhookSecret.nullable().default(null),
  hostTables: hostTables.nullable().default(null),
  subscribing: subscribing.nullable().default(null),
  notifications: notificationsSchema(url("http:", "https:"), webhookSecret)
    .nullable()
    .default(DEFAULT_SETTINGS.notifications),
});

/**
 * Reads the file and applies the environment. Relative paths count from the file's folder, those from the environment
 * from the working directory.
 * @throws ConfigError naming the first key that is wrong
 */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv = process.env): KeeperConfig {
  const values = readConfigFile(file);
  const base = dirname(resolve(file));
  for (const key of ["signer", "agentKeys", "database"]) {
    const value = values[key];
    if (typeof value === "string" && value !== "" && !isUrl(value)) values[key] = resolve(base, value);
  }
  const origins = new Map<string, string>();
  for (const [variable, key] of Object.entries(ENVIRONMENT)) {
    const value = environment[variable];
    if (value === undefined) continue;
    override(values, key, value);
    origins.set(key, `${variable} (${key})`);
  }
  return parseConfig(values, (key) => origins.get(key) ?? `${file}: ${key}`);
}

/** @param key with a dot if it is within another; what is no object there is left for the schema to refuse */
function override(values: Record<string, unknown>, key: string, value: string): void {
  const [outer, ...inner] = key.split(".") as [string, ...string[]];
  const there = values[outer] ?? {};
  if (inner.length === 0) values[outer] = value;
  else if (typeof there === "object") {
    values[outer] = { ...there };
    override(values[outer] as Record<string, unknown>, inner.join("."), value);
  }
}

/**
 * @param nameOf how an error calls a key
 * @throws ConfigError naming the first key that is wrong
 */
function parseConfig(values: unknown, nameOf: (key: string) => string = (key) => key): KeeperConfig {
  const result = schema.safeParse(values);
  if (!result.success) throw new ConfigError(explain(result.error.issues[0]!, nameOf));
  const { keeper, bots, agents, subscriptions, rpcUrls, sendUrls, yellowstoneUrl, yellowstoneToken, ...rest } =
    result.data;
  if (keeper === null && bots.length + agents.length + subscriptions.length === 0) {
    const keys = "keeper, bots, agents or subscriptions";
    throw new ConfigError(`${nameOf("keeper")}: nothing to look after: name at least one of ${keys}`);
  }
  if (rest.minFunding === 0n) {
    throw new ConfigError(`${nameOf("minFunding")}: has to be at least 1 base unit`);
  }
  if (rest.maxComputeUnitPrice < rest.computeUnitPrice) {
    const { computeUnitPrice } = rest;
    throw new ConfigError(`${nameOf("maxComputeUnitPrice")}: has to be computeUnitPrice, ${computeUnitPrice}, or more`);
  }
  if (yellowstoneUrl === null && yellowstoneToken !== null) {
    throw new ConfigError(`${nameOf("yellowstoneToken")}: there is no yellowstoneUrl that it is for`);
  }
  if (rest.listen === null && rest.webhookSecret !== null) {
    throw new ConfigError(`${nameOf("webhookSecret")}: there is no listen address that it is for`);
  }
  if (rest.agentKeys !== null && rest.remoteAgents !== null) {
    throw new ConfigError(`${nameOf("remoteAgents")}: agentKeys is named, too: leave one of the two out`);
  }
  const needed = subscribingNeeds(rest);
  if (needed !== null) throw new ConfigError(`${nameOf(needed)}: is missing, and subscribing needs it`);
  const yellowstone = yellowstoneUrl === null ? null : { url: yellowstoneUrl, token: yellowstoneToken };
  const endpointOf = (given: z.output<typeof endpoint>): Endpoint => {
    const { url: at, requestsPerSecond } = typeof given === "string" ? { url: given, requestsPerSecond: null } : given;
    return { url: at, requestsPerSecond: requestsPerSecond ?? rest.requestsPerSecond };
  };
  const endpoints = { rpcUrls: rpcUrls.map(endpointOf), sendUrls: sendUrls.map(endpointOf) };
  return { ...rest, ...endpoints, yellowstone, watched: { keeper, bots, agents, subscriptions } };
}

/** A part that is no name as this file has them came from outside. */
const keyAt = (path: readonly PropertyKey[]): string =>
  path.map((part) => (/^\w{1,50}$/.test(String(part)) ? String(part) : quoted(String(part)))).join(".");

function explain(issue: z.core.$ZodIssue, nameOf: (key: string) => string): string {
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? `; the keys are ${Object.keys(schema.shape).join(", ")}` : "";
    return `${nameOf(keyAt([...issue.path, issue.keys[0]!]))}: there is no such key${known}`;
  }
  const key = keyAt(issue.path) || "the file";
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("received undefined")) {
    return `${nameOf(key)}: is missing`;
  }
  return `${nameOf(key)}: ${issue.message}`;
}
