/** The keeper's own log: JSON lines on stdout in which no access key can stand, whatever is logged. */
import { placeOf } from "@profit-share/sdk";
import pino, { type Logger } from "pino";
import type { KeeperSettings } from "../config/config";

/** Shorter parts of an address are no keys, and would be words of other lines. */
const SHORTEST_KEY = 6;
const HIDDEN = "[hidden]";

type Addresses = Pick<KeeperSettings, "rpcUrl" | "wsUrl" | "rpcUrls" | "sendUrls">;

export function newLogger(settings: Addresses, level = "info"): Logger {
  const hide = hiding(settings);
  return pino({ level, hooks: { streamWrite: hide } });
}

/** Replaces everything in a text that may be secret in the settings' addresses: users, paths and queries. */
export function hiding({ rpcUrl, wsUrl, rpcUrls, sendUrls }: Addresses): (text: string) => string {
  const urls = [rpcUrl, ...(wsUrl === null ? [] : [wsUrl]), ...[...rpcUrls, ...sendUrls].map(({ url }) => url)];
  const replaced = new Map(urls.flatMap((url) => secretsOf(url)));
  // The longest first: the whole address before its parts.
  const ordered = [...replaced].sort(([one], [other]) => other.length - one.length);
  return (text) => ordered.reduce((result, [secret, shown]) => result.replaceAll(secret, shown), text);
}

/** What to replace, and by what. */
function secretsOf(url: string): [string, string][] {
  const { username, password, pathname, search, searchParams } = new URL(url);
  const place = placeOf(url);
  const parts = [username, password, ...pathname.split("/"), search.slice(1), ...searchParams.values()];
  // Lines are JSON, in which a quotation mark of a password has a backslash.
  const written = parts.flatMap((part) => [part, JSON.stringify(decode(part)).slice(1, -1)]);
  const keys = written.filter((part) => part.length >= SHORTEST_KEY);
  const isMore = username !== "" || pathname !== "/" || search !== "";
  const whole: [string, string][] = isMore
    ? [...new Set([url, new URL(url).toString()])].map((one) => [one, place])
    : [];
  return [...whole, ...keys.map((key): [string, string] => [key, HIDDEN])];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
