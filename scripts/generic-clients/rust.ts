/** What Rust programs read that declare this one from the IDL with `declare_program!`. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Flow, Stored } from "./flow";
import type { Reading } from "./values";

const WORKSPACE = join(__dirname, "rust");

/** The packages in the workspace, by the version of Anchor. */
export const RUST_CLIENTS = ["anchor-1", "anchor-2"] as const;

export interface RustReadings {
  accounts: Reading[];
  events: Reading[];
  /** By name: integers as text, bytes in hex. */
  constants: Record<string, string>;
  /** Codes by name. */
  errors: Record<string, string>;
}

/** Compiles a client and lets it read the flow. The compiler is cargo's default there. @throws Error if either fails */
export function rustReadings(client: (typeof RUST_CLIENTS)[number], { accounts, events }: Flow): RustReadings {
  const inHex = (list: Stored[]) => list.map(({ data }) => Buffer.from(data).toString("hex"));
  const printed = execFileSync("cargo", ["run", "--locked", "--quiet", "--package", client], {
    cwd: WORKSPACE,
    input: JSON.stringify({ accounts: inHex(accounts), events: inHex(events) }),
    stdio: ["pipe", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return JSON.parse(printed);
}
