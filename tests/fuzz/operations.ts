/** What the fuzz does, step by step: transactions, and what happens around them. Plain enough to be written down. */
import { type Address, named } from "./addresses";
import type { Args, Name } from "./instructions";
import type { VenueUser } from "./venue";

export interface Meta {
  address: Address;
  signer: boolean;
  writable: boolean;
}

export interface Send {
  kind: "send";
  instruction: Name;
  accounts: Meta[];
  args: Args;
  /** Somebody's right that nobody can take: it has to succeed. */
  rightful: boolean;
}

export type Operation =
  | Send
  | { kind: "time"; seconds: bigint }
  | { kind: "venue"; user: Address; state: VenueUser }
  /** A token transfer outside of the program. */
  | { kind: "give"; from: Address; to: Address; amount: bigint }
  | { kind: "freeze"; at: Address; frozen: boolean }
  | { kind: "reown"; at: Address; owner: Address }
  /** Closes a token account; what is in it goes to `to` first. */
  | { kind: "vanish"; at: Address; to: Address }
  | { kind: "open"; at: Address; owner: Address; mint: Address }
  | { kind: "lamports"; at: Address; amount: bigint }
  /** Gives a wallet to a program, or takes it back. */
  | { kind: "assign"; at: Address; owner: Address };

/** Every address that the operation names. */
export function addressesOf(operation: Operation): Address[] {
  switch (operation.kind) {
    case "send":
      return operation.accounts.map(({ address }) => address);
    case "time":
      return [];
    case "venue":
      return [operation.user];
    case "give":
      return [operation.from, operation.to];
    case "vanish":
      return [operation.at, operation.to];
    default:
      return [operation.at];
  }
}

/** One line of a replay. */
export function write(operation: Operation): string {
  return JSON.stringify(operation, function (this: Record<string, unknown>, key: string, value: unknown) {
    const raw = this[key];
    if (typeof raw === "bigint") return { bigint: raw.toString() };
    if (Buffer.isBuffer(raw)) return { hex: raw.toString("hex") };
    if (isAddress(raw)) return { account: raw.name };
    return value;
  });
}

/** @throws Error if the line is no operation of this version */
export function read(line: string): Operation {
  return JSON.parse(line, (_, value) => {
    if (typeof value !== "object" || value === null) return value;
    if (typeof value.bigint === "string") return BigInt(value.bigint);
    if (typeof value.hex === "string") return Buffer.from(value.hex, "hex");
    if (typeof value.account === "string") return named(value.account);
    return value;
  }) as Operation;
}

const isAddress = (value: unknown): value is Address =>
  typeof value === "object" && value !== null && "bump" in value && "bytes" in value;
