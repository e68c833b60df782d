/**
 * Many accounts of one slot by one call. Most of them have not changed since the last look: so an answer is checked as far as
 * it is used and compared as the node wrote it, and an account is decoded when somebody asks for it.
 */
import { hash } from "node:crypto";
import { addressOf, NodeFailure } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Endpoints } from "../send/endpoints";
import type { Priority } from "../send/priority";
import type { Account, Accounts, Reading } from "./reading";

const METHOD = "getMultipleAccounts";

export interface Wanted {
  /** Base58. */
  names: readonly string[];
  /** The reading is of this slot or a later one. */
  minContextSlot: number;
  priority: Priority;
}

/** A reading whose accounts can be compared with those of another one. */
export interface DigestedReading extends Reading {
  accounts: AnsweredAccounts;
}

/** @throws NodeFailure, and SolanaJSONRPCError where the node answers with an error */
export async function readAccounts(
  endpoints: Pick<Endpoints, "call">,
  { names, minContextSlot, priority }: Wanted,
): Promise<DigestedReading> {
  const config = { encoding: "base64", commitment: "confirmed", ...(minContextSlot === 0 ? {} : { minContextSlot }) };
  const { result, place } = await endpoints.call(METHOD, [names, config], priority);
  const { slot, accounts } = checked(result, names.length, place);
  const byName = new Map(names.map((name, index) => [name, accounts[index]!]));
  return { slot, accounts: new AnsweredAccounts(byName, place) };
}

/** An account as JSON has it; null if there is none. */
type Written = { owner: string; data: [string, "base64"]; lamports: number; executable: boolean } | null;

function checked(result: unknown, count: number, place: string): { slot: number; accounts: Written[] } {
  const { context, value } = (result ?? {}) as { context?: { slot?: unknown } | null; value?: unknown };
  const slot = context?.slot;
  if (typeof slot !== "number") throw misshapen(place, "without a slot");
  if (!Array.isArray(value) || value.length !== count)
    throw misshapen(place, `without the ${count} accounts asked for`);
  for (const account of value) if (!isWritten(account)) throw misshapen(place, "with an account that is none");
  return { slot, accounts: value };
}

function isWritten(account: unknown): account is Written {
  if (account === null) return true;
  const { owner, data, lamports, executable } = account as Record<string, unknown>;
  return (
    typeof owner === "string" &&
    Array.isArray(data) &&
    typeof data[0] === "string" &&
    data[1] === "base64" &&
    typeof lamports === "number" &&
    typeof executable === "boolean"
  );
}

const misshapen = (place: string, how: string): NodeFailure =>
  new NodeFailure(`The node ${place} answers ${METHOD} ${how}: ask another node`);

/** Each is decoded, and its digest made, at most once. */
export class AnsweredAccounts implements Accounts {
  private readonly decoded = new Map<string, Account>();
  private readonly digests = new Map<string, string>();

  constructor(
    private readonly written: ReadonlyMap<string, Written>,
    private readonly place: string,
  ) {}

  has(name: string): boolean {
    return this.written.has(name);
  }

  get(name: string): Account | undefined {
    const written = this.written.get(name);
    if (!written) return written;
    let account = this.decoded.get(name);
    if (account === undefined) {
      account = this.decode(written);
      this.decoded.set(name, account);
    }
    return account;
  }

  /** Of one that was asked for. 128 bits: nobody gains from two accounts that look the same, but somebody could make them. */
  digest(name: string): string {
    let digest = this.digests.get(name);
    if (digest === undefined) {
      const written = this.written.get(name) ?? null;
      digest = written === null ? "-" : digestOf(written);
      this.digests.set(name, digest);
    }
    return digest;
  }

  private decode({ owner, data: [data], lamports, executable }: NonNullable<Written>): Account {
    return { owner: this.ownerOf(owner), data: Buffer.from(data, "base64"), lamports, executable };
  }

  private ownerOf(owner: string): PublicKey {
    try {
      return addressOf(owner);
    } catch {
      throw misshapen(this.place, `with an account whose owner is no address, ${owner}`);
    }
  }
}

const digestOf = ({ owner, data: [data] }: NonNullable<Written>): string =>
  hash("sha256", `${owner} ${data}`, "base64url").slice(0, 22);
