/** Configuration: one file of YAML or JSON, parsed once into a typed object. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InvalidInput, placeOf } from "@profit-share/sdk";
import { isPostgresUrl } from "@profit-share/storage";
import { parse } from "yaml";
import { z } from "zod";

export interface Config {
  /** http or https. */
  rpcUrl: string;
  notifications: { url: string } | { url: string; token: string };
  requestsPerSecond: number;
  pollMs: number;
  /** `postgres://…`, or the path of a folder. */
  database: string;
  http: { host: string; port: number };
}

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    // What comes behind the host may be secret.
    error: ({ input }) =>
      `has to be a URL with ${protocols.join(" or ")}${URL.canParse(String(input)) ? `, not ${placeOf(String(input))}` : ""}`,
  });

const schema = z.strictObject({
  rpcUrl: url("http:", "https:"),
  wsUrl: url("ws:", "wss:").optional(),
  yellowstone: z.strictObject({ url: url("http:", "https:"), token: z.string() }).optional(),
  requestsPerSecond: z.number().positive().default(10),
  pollMs: z.int().min(100).default(10_000),
  database: z.string().min(1).default("./index"),
  http: z
    .strictObject({ host: z.string().default("127.0.0.1"), port: z.int().min(0).max(65_535).default(8_790) })
    .prefault({}),
});

/** @param environment DATABASE_URL goes before the file's `database` @throws InvalidInput naming the file and the key */
export function loadConfig(file: string, environment: Readonly<Record<string, string | undefined>>): Config {
  const read = schema.safeParse(contentOf(file));
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
    throw new InvalidInput(`${file}: ${problems.join("; ")}`);
  }
  const { wsUrl, yellowstone, database: stated, ...rest } = read.data;
  const database = environment.DATABASE_URL ?? stated;
  return {
    ...rest,
    notifications: yellowstone ?? { url: wsUrl ?? webSocketUrl(rest.rpcUrl) },
    database: isPostgresUrl(database) ? database : resolve(dirname(file), database),
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
