/** Every address of the fuzz by name: a replay names accounts instead of listing bytes. The same in every run. */

import {
  attestedSubscriptionAddress,
  botAddress,
  DRIFT_PROGRAM_ID,
  escrowAddress,
  eventAuthorityAddress,
  keeperAddress,
  PROGRAM_ID,
  spotMarketAddress,
  vaultAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { driftUserAddress } from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { getAssociatedTokenAddressSync, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey, SystemProgram } from "@solana/web3.js";

/** What an address is derived from, so that the model knows it without hashing. */
export interface Address {
  readonly name: string;
  readonly bytes: Buffer;
  /** Bump of a program-derived address, else 0. */
  readonly bump: number;
  /** The addresses it belongs to: owner and mint of a purse, creator of a bot, venue user of a subscription … */
  readonly of: readonly Address[];
  /** Number in its name: an id or account number. */
  readonly number: number;
}

const known = new Map<string, Address>();

function make(name: string, derive: () => PublicKey | [PublicKey, number], of: Address[] = [], number = 0): Address {
  const found = known.get(name);
  if (found !== undefined) return found;
  const derived = derive();
  const [key, bump] = Array.isArray(derived) ? derived : [derived, 0];
  const address = { name, bytes: Buffer.from(key.toBytes()), bump, of, number };
  known.set(name, address);
  return address;
}

const key = (address: Address): PublicKey => new PublicKey(address.bytes);

/** The bump that belongs to an address the SDK derived. */
function withBump(expected: PublicKey, ...seeds: Uint8Array[]): [PublicKey, number] {
  const found = PublicKey.findProgramAddressSync(seeds, PROGRAM_ID);
  if (!found[0].equals(expected)) throw new Error(`The SDK derives ${expected.toBase58()} from other seeds`);
  return found;
}

/** Sixteen bytes of an id. */
export const idBytes = (id: number): Buffer => Buffer.from(`fuzz ${id}`.padEnd(16, "."));

export const PROGRAM = make("profit_share", () => PROGRAM_ID);
export const SYSTEM = make("system", () => SystemProgram.programId);
export const TOKEN = make("token", () => TOKEN_PROGRAM_ID);
export const TOKEN_2022 = make("token 2022", () => TOKEN_2022_PROGRAM_ID);
/** An account of that program. */
export const FOREIGN_TOKENS = make("tokens of token 2022", () => keyOf("fuzz token 2022").publicKey);
export const DRIFT = make("drift", () => DRIFT_PROGRAM_ID);
export const EVENT_AUTHORITY = make("event authority", () => eventAuthorityAddress());
export const QUOTE_MARKET = make("quote market", () => spotMarketAddress(DRIFT_PROGRAM_ID, 0));
/** Pays every transaction's fee and is no party to anything. */
export const POSTMAN = make("postman", () => keyOf("fuzz postman").publicKey);
/** A program that is none of the parties'. */
export const STRANGER_PROGRAM = make("stranger program", () => keyOf("fuzz stranger program").publicKey);

export const actor = (number: number): Address =>
  make(`actor ${number}`, () => keyOf(`fuzz actor ${number}`).publicKey, [], number);

export const mint = (number: number): Address =>
  make(`mint ${number}`, () => keyOf(`fuzz mint ${number}`).publicKey, [], number);

/** The associated token account. */
export const purse = (owner: Address, of: Address): Address =>
  make(`purse of ${owner.name}, ${of.name}`, () => getAssociatedTokenAddressSync(key(of), key(owner), true), [
    owner,
    of,
  ]);

/** Another token account of the same owner. */
export const drawer = (owner: Address, of: Address): Address =>
  make(`drawer of ${owner.name}, ${of.name}`, () => keyOf(`fuzz drawer ${owner.name} ${of.name}`).publicKey, [
    owner,
    of,
  ]);

export const keeper = (creator: Address, id: number): Address =>
  make(
    `keeper of ${creator.name}, ${id}`,
    () => withBump(keeperAddress(key(creator), idBytes(id)), Buffer.from("keeper"), creator.bytes, idBytes(id)),
    [creator],
    id,
  );

export const bot = (creator: Address, id: number): Address =>
  make(
    `bot of ${creator.name}, ${id}`,
    () => withBump(botAddress(key(creator), idBytes(id)), Buffer.from("bot"), creator.bytes, idBytes(id)),
    [creator],
    id,
  );

export const vault = (of: Address): Address =>
  make(`vault of ${of.name}`, () => withBump(vaultAddress(key(of)), Buffer.from("vault"), of.bytes), [of]);

export const venueUser = (agent: Address, number: number): Address =>
  make(`venue user of ${agent.name}, ${number}`, () => driftUserAddress(key(agent), number), [agent], number);

export const verified = (user: Address): Address =>
  make(
    `verified ${user.name}`,
    () => withBump(verifiedSubscriptionAddress(key(user)), Buffer.from("verified"), user.bytes),
    [user],
  );

export const attested = (agent: Address, accountNo: number): Address =>
  make(
    `attested ${agent.name}, ${accountNo}`,
    () => {
      const number = Buffer.of(accountNo & 0xff, accountNo >> 8);
      return withBump(attestedSubscriptionAddress(key(agent), accountNo), Buffer.from("attested"), agent.bytes, number);
    },
    [agent],
    accountNo,
  );

export const escrow = (of: Address): Address =>
  make(`escrow of ${of.name}`, () => withBump(escrowAddress(key(of)), Buffer.from("escrow"), of.bytes), [of]);

/** The address that a replay calls `name`. @throws Error if this version knows none */
export function named(name: string): Address {
  const found = known.get(name) ?? parse(name);
  if (found === undefined) throw new Error(`There is no account called "${name}"`);
  return found;
}

function parse(name: string): Address | undefined {
  const single = (prefix: string): string | undefined =>
    name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  const split = (rest: string): [string, string] => {
    const at = rest.lastIndexOf(", ");
    return [rest.slice(0, at), rest.slice(at + 2)];
  };
  const rules: [string, (rest: string) => Address][] = [
    ["actor ", (rest) => actor(Number(rest))],
    ["mint ", (rest) => mint(Number(rest))],
    ["vault of ", (rest) => vault(named(rest))],
    ["escrow of ", (rest) => escrow(named(rest))],
    ["verified ", (rest) => verified(named(rest))],
    ["purse of ", (rest) => purse(...(split(rest).map(named) as [Address, Address]))],
    ["drawer of ", (rest) => drawer(...(split(rest).map(named) as [Address, Address]))],
    ["keeper of ", (rest) => keeper(named(split(rest)[0]), Number(split(rest)[1]))],
    ["bot of ", (rest) => bot(named(split(rest)[0]), Number(split(rest)[1]))],
    ["venue user of ", (rest) => venueUser(named(split(rest)[0]), Number(split(rest)[1]))],
    ["attested ", (rest) => attested(named(split(rest)[0]), Number(split(rest)[1]))],
  ];
  for (const [prefix, of] of rules) {
    const rest = single(prefix);
    if (rest !== undefined) return of(rest);
  }
  return undefined;
}
