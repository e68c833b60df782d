/** Configuration: one file of YAML or JSON, parsed once into a typed object. */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { dirname, resolve } from "node:path";
import { InvalidInput, placeOf } from "@profit-share/sdk";
import { isPostgresUrl } from "@profit-share/storage";
import { parse } from "yaml";
import { z } from "zod";
import type { IndexerOptions } from "./indexer";

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    // What comes behind the host may be secret.
    error: ({ input }) =>
      `has to be a URL with ${protocols.join(" or ")}${URL.canParse(String(input)) ? `, not ${placeOf(String(input))}` : ""}`,
  });

/** As a browser sends it: no path, no slash at the end. */
const origin = z.string().refine((text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text), {
  error: 'has to be an origin, as "https://app.example.com", or "*"',
});

const proxy = z.string().refine(
  (text) => {
    const [address, bits, ...more] = text.split("/") as [string, string?, ...string[]];
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
    return more.length === 0 && most >= 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  },
  { error: 'has to be an IP address or a range, as "10.0.0.0/8"' },
);

const schema = z.strictObject({
  rpcUrl: url("http:", "https:"),
  wsUrl: url("ws:", "wss:").optional(),
  yellowstone: z.strictObject({ url: url("http:", "https:"), token: z.string() }).optional(),
  requestsPerSecond: z.number().positive().default(10),
  pollMs: z.int().min(100).default(10_000),
  database: z.string().min(1).default("./index"),
  published: z.string().min(1).optional(),
  keeperDatabase: url("postgres:", "postgresql:").optional(),
  http: z
    .strictObject({
      host: z.string().default("127.0.0.1"),
      port: z.int().min(0).max(65_535).default(8_790),
      origins: z.array(origin).default([]),
      requestsPerMinute: z.int().min(1).default(600),
      trustedProxies: z.array(proxy).default([]),
    })
    .prefault({}),
});

/** @param environment DATABASE_URL goes before the file's `database` @throws InvalidInput naming the file and the key */
export function loadConfig(file: string, environment: Readonly<Record<string, string | undefined>>): IndexerOptions {
  const read = schema.safeParse(contentOf(file));
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
    throw new InvalidInput(`${file}: ${problems.join("; ")}`);
  }
  const { wsUrl, yellowstone, database: stated, published: other, keeperDatabase = null, ...rest } = read.data;
  const database = environment.DATABASE_URL ?? stated;
  // On a server they have schemas of their own; a folder is one process's.
  const published = other ?? (isPostgresUrl(database) ? database : "./published");
  const placed = (place: string) => (isPostgresUrl(place) ? place : resolve(dirname(file), place));
  return {
    ...rest,
    notifications: yellowstone ?? { url: wsUrl ?? webSocketUrl(rest.rpcUrl) },
    database: placed(database),
    published: placed(published),
    keeperDatabase,
  };
}

function contentOf(file: string): unknown {
  try {
    // Some editors put a byte order mark before it.
    return parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    // Behind the first line a parser shows the place, which may hold a secret.
    throw new InvalidInput(`${file}: cannot be read as YAML or JSON: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** By the custom of Solana's nodes: the port above where one is named, else the same address. */
function webSocketUrl(rpcUrl: string): string {
  const own = new URL(rpcUrl);
  own.protocol = own.protocol === "https:" ? "wss:" : "ws:";
  if (own.port !== "") own.port = String(Number(own.port) + 1);
  return own.toString();
}
