/** The part of the configuration that is about the host: its agents' signer, its tables, and subscribing from its website. */
import { isIP } from "node:net";
import { isPostgresUrl } from "@profit-share/storage";
import { z } from "zod";
import { baseUnits, publicKey, url } from "./values";

/** 0.01 SOL. */
export const MAX_FEE = 10_000_000n;

export const remoteAgents = z.strictObject({
  url: url("http:", "https:"),
  token: z.string().min(1, { error: "has to be a token" }),
});

/** A service that signs for the agents, as `examples/remote-signer`. */
export type RemoteAgentsSettings = z.output<typeof remoteAgents>;

const NAME = "[A-Za-z_][A-Za-z0-9_$]{0,62}";

const column = z.string().regex(new RegExp(`^${NAME}$`), { error: 'has to be a column\'s name, as "id"' });

const table = z.string().regex(new RegExp(`^(${NAME}\\.)?${NAME}$`), {
  error: 'has to be a table\'s name, as "botSubscriptions" or "public.botSubscriptions"',
});

export const hostTables = z
  .strictObject({
    // Not repeated in what is said of a wrong one: it has a password.
    database: z.string().refine((text) => isPostgresUrl(text) && URL.canParse(text), {
      error: "has to be a postgres:// URL",
    }),
    /** `id` is the host's own; `subscription` holds the address on the chain, or null. */
    subscriptions: z.strictObject({ table, id: column, subscription: column }).nullable().default(null),
    /** `agent` and `subscriber` hold addresses of wallets. */
    agents: z.strictObject({ table, agent: column, subscriber: column }).nullable().default(null),
  })
  .refine(({ subscriptions, agents }) => subscriptions !== null || agents !== null, {
    error: "has to name subscriptions or agents, or both",
  });

/** Which of the host's tables hold what. Names are case-sensitive. */
export type HostTablesSettings = z.output<typeof hostTables>;

/** As a browser sends it: no path, no slash at the end. */
const origin = url("http:", "https:").refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'has to be an origin, as "https://app.example.com"',
});

const BITS = { 4: 32, 6: 128 } as const;

/** An address, or a range as `10.0.0.0/8`. */
const proxy = z.string().refine(
  (text) => {
    const [address, bits, ...more] = text.split("/") as [string, string?, ...string[]];
    const family = isIP(address) as 0 | 4 | 6;
    if (family === 0 || more.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= BITS[family]);
  },
  { error: 'has to be an IP address or a range, as "10.0.0.0/8"' },
);

export const subscribing = z.strictObject({
  /** Websites whose scripts may ask. */
  origins: z.array(origin).min(1, { error: "has to name an origin" }),
  /** Of one client address, both routes together. */
  requestsPerMinute: z.int().min(1, { error: "has to be 1 or more" }).max(10_000).default(20),
  /** Whose `x-forwarded-for` says who the client is. */
  trustedProxies: z.array(proxy).default([]),
  /** Programs whose instructions a wallet may add. */
  allowedPrograms: z.array(publicKey).default([]),
  /** Lamports: the most that a subscriber may pay for signatures and priority. */
  maxFee: baseUnits.default(MAX_FEE),
});

export type SubscribingSettings = z.output<typeof subscribing>;

interface Needs {
  subscribing: unknown;
  listen: unknown;
  agentKeys: unknown;
  remoteAgents: unknown;
  hostTables: HostTablesSettings | null;
}

/** The first key that subscribing needs and that is missing; null if there is none. */
export function subscribingNeeds(config: Needs): string | null {
  if (config.subscribing === null) return null;
  if (config.listen === null) return "listen";
  if (config.agentKeys === null && config.remoteAgents === null) return "agentKeys or remoteAgents";
  return config.hostTables?.agents ? null : "hostTables.agents";
}
