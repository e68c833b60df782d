/** The keeper's own log: JSON lines on stdout in which no access key can stand, whatever is logged. */
import { placeOf } from "@profit-share/sdk";
import { isPostgresUrl } from "@profit-share/storage";
import pino, { type Logger } from "pino";
import type { KeeperSettings } from "../config/config";
import type { Notifications } from "../config/notifications";

/** Shorter parts of an address are no keys, and would be words of other lines. */
const SHORTEST_KEY = 6;
const LONG_PART = 16;
const HIDDEN = "[hidden]";

/** Where access keys can stand. */
type Secretive = Pick<KeeperSettings, "rpcUrl" | "wsUrl" | "rpcUrls" | "sendUrls" | "yellowstone"> & {
  /** A folder has none. */
  database?: string | null;
  remoteAgents?: { url: string; token: string } | null;
  hostTables?: { database: string } | null;
  notifications?: Notifications | null;
};

export function newLogger(settings: Secretive, level = "info"): Logger {
  const hide = hiding(settings);
  return pino({ level, hooks: { streamWrite: hide } });
}

/**
/**
 * Replaces everything in a text that may be secret in the settings: users, paths and queries of the nodes' and the remote
 * signer's addresses, the tokens of Yellowstone and of that signer, the databases' passwords, and what messages are sent with.
 */
export function hiding(settings: Secretive): (text: string) => string {
  const { rpcUrl, wsUrl, rpcUrls, sendUrls, yellowstone, remoteAgents, database, hostTables, notifications } = settings;
  const named = [rpcUrl, wsUrl, yellowstone?.url, remoteAgents?.url].filter((url) => typeof url === "string");
  const urls = [...named, ...[...rpcUrls, ...sendUrls].map(({ url }) => url)];
  const replaced = new Map([
    ...urls.flatMap(secretsOfNode),
    ...hidden([yellowstone?.token ?? "", remoteAgents?.token ?? ""]),
    ...[database, hostTables?.database].flatMap((place) => secretsOfDatabase(place ?? "")),
    ...(notifications == null ? [] : secretsOfMessages(notifications)),
  ]);
  // The longest first: the whole address before its parts.
  const ordered = [...replaced].sort(([one], [other]) => other.length - one.length);
  return (text) => ordered.reduce((result, [secret, shown]) => result.replaceAll(secret, shown), text);
}

/** What to replace, and by what. */
type Secrets = [secret: string, shown: string][];

function secretsOfNode(url: string): Secrets {
  const { username, password, pathname, search, searchParams } = new URL(url);
  const isMore = username !== "" || pathname !== "/" || search !== "";
  const parts = [username, password, ...pathname.split("/"), search.slice(1), ...searchParams.values()];
  return [...(isMore ? whole(url) : []), ...hidden(parts)];
}

/** Names of servers, users and databases are no secrets. */
function secretsOfDatabase(place: string): Secrets {
  if (!isPostgresUrl(place) || !URL.canParse(place)) return [];
  const { password, searchParams } = new URL(place);
  return [...whole(place), ...hidden([password, ...searchParams.getAll("password")])];
}

/** Of a webhook's path only what is long: shorter parts are words, which other lines have, too. */
function secretsOfMessages({ telegram, webhooks }: Notifications): Secrets {
  const secrets = hidden([telegram?.token ?? "", ...webhooks.map(({ secret }) => secret)]);
  const addresses = webhooks.flatMap(({ url }) => {
    const { username, password, pathname, searchParams } = new URL(url);
    const keys = pathname.split("/").filter((part) => part.length >= LONG_PART);
    return [...whole(url), ...hidden([username, password, ...keys, ...searchParams.values()])];
  });
  return [...secrets, ...addresses];
}

/** The address, as it is written and as libraries write it. */
const whole = (url: string): Secrets => [...new Set([url, new URL(url).toString()])].map((one) => [one, placeOf(url)]);

function hidden(parts: readonly string[]): Secrets {
  // Lines are JSON, in which a quotation mark of a password has a backslash.
  const written = parts.flatMap((part) => {
    const plain = decode(part);
    return [part, JSON.stringify(plain).slice(1, -1), encodeURIComponent(plain)];
  });
  return written.filter((part) => part.length >= SHORTEST_KEY).map((part) => [part, HIDDEN]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
