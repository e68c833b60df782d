/** The program's accounts, events and instructions: bytes to plain values and back, as the schema says. */
import { sha256 } from "@noble/hashes/sha2";
import { UnreadableData } from "../failures";
import { ByteReader, ByteWriter, equalBytes } from "./bytes";
import { codecOf, struct, type Values } from "./codec";
import type { AccountName, EventName, InstructionName, Returned, ReturningName, Struct } from "./idl-types";
import { once } from "./once";
import { ACCOUNTS, EVENTS, INSTRUCTIONS } from "./profit-share-schema";
import { argsOf, definitionOf, fieldsIn, returnedBy } from "./schema";
import { hex } from "./text";

/** Of a discriminator, which tells what the bytes behind it are. */
const LENGTH = 8;

/** Anchor's: the hash of a name. */
const discriminator = /* @__PURE__ */ once((name: `${"global" | "account" | "event"}:${string}`) =>
  sha256(name).slice(0, LENGTH),
);

const beginsWith = (expected: Uint8Array, data: Uint8Array): boolean => equalBytes(data.subarray(0, LENGTH), expected);

const behindIt = (data: Uint8Array): ByteReader => new ByteReader(data).at(LENGTH);

const argsCodec = /* @__PURE__ */ once((name: InstructionName) => struct(argsOf(name)));

/**
 * Instruction data: the discriminator and the arguments.
 * @throws Error naming the argument that is missing, unknown, of another kind or out of range
 */
export function encodeInstruction(name: InstructionName, values: Values): Uint8Array {
  const to = new ByteWriter().bytes(discriminator(`global:${name}`), LENGTH);
  argsCodec(name).write(to, values, name);
  return to.finish();
}

/** The arguments of an instruction; null if the data is another one's. @throws RangeError if it is too short */
export function decodeInstruction(name: InstructionName, data: Uint8Array): Values | null {
  return beginsWith(discriminator(`global:${name}`), data) ? argsCodec(name).read(behindIt(data)) : null;
}

/** The instruction whose discriminator the data begins with; null if the program has none with it. */
export const instructionName = (data: Uint8Array): InstructionName | null =>
  instructionNames("all").get(hex(data.subarray(0, LENGTH))) ?? null;

const instructionNames = /* @__PURE__ */ once(
  (_: "all") =>
    new Map(
      (Object.keys(INSTRUCTIONS) as InstructionName[]).map((name) => [hex(discriminator(`global:${name}`)), name]),
    ),
);

/** What an instruction returns. @throws RangeError if the data is too short */
export function decodeReturn<Name extends ReturningName>(name: Name, data: Uint8Array): Returned<Name> {
  return codecOf(returnedBy(name)).read(new ByteReader(data)) as Returned<Name>;
}

/** The first eight bytes of an account of this kind. */
export const accountDiscriminator = (name: AccountName): Uint8Array => discriminator(`account:${name}`);

/** The kind of account whose discriminator the data begins with; null if the program has none with it. */
export const accountName = (data: Uint8Array): AccountName | null => nameIn("account", ACCOUNTS, data);

/** The event whose discriminator the data begins with; null if the program has none with it. */
export const eventName = (data: Uint8Array): EventName | null => nameIn("event", EVENTS, data);

function nameIn<Name extends string>(kind: "account" | "event", table: Record<Name, string>, data: Uint8Array) {
  const names = Object.keys(table) as Name[];
  return names.find((name) => beginsWith(discriminator(`${kind}:${name}`), data)) ?? null;
}

/** @throws UnreadableData if the data does not begin with the account's discriminator; RangeError if it is too short */
export function decodeAccount<Name extends AccountName>(name: Name, data: Uint8Array): Struct<Name> {
  if (accountName(data) !== name) throw new UnreadableData("The discriminator is another one");
  return codecOf(name).read(behindIt(data)) as Struct<Name>;
}

/** An event by its discriminator; null if the program has none with this one. @throws RangeError if it is too short */
export function decodeEvent(data: Uint8Array): { name: EventName; data: Values } | null {
  const name = eventName(data);
  return name && { name, data: codecOf(name).read(behindIt(data)) as Values };
}

/**
 * Where a field begins in an account, its discriminator included: for `memcmp` filters.
 * @param path camelCase; a dot leads into a struct
 */
export function fieldOffset(account: AccountName, path: string): number {
  // Stands where a reader does that has read what is in front: in an account, no field varies in size.
  const reader = new ByteReader(new Uint8Array(LONGEST)).at(LENGTH);
  let type: string = account;
  for (const step of path.split(".")) {
    const fields = fieldsIn(String(definitionOf(type)));
    const index = fields.findIndex(({ name }) => name === step);
    if (index < 0) throw new Error(`${account} has no field ${path}`);
    struct(fields.slice(0, index)).read(reader);
    type = fields[index]!.type;
  }
  return reader.position;
}

/** Bytes of an account, its discriminator included. */
export function accountLength(account: AccountName): number {
  const reader = new ByteReader(new Uint8Array(LONGEST)).at(LENGTH);
  codecOf(account).read(reader);
  return reader.position;
}

/** More bytes than any account has. */
const LONGEST = 10_240;
