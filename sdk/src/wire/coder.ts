/**
 * Bytes to plain values and back, by the IDL: bigint for 64 bits, Uint8Array for byte arrays, camelCase names.
 *
 * Anchor's own coder is not used: it needs a global Buffer, which browsers lack, and encodes a negative or too large amount
 * as another one instead of refusing it. This one knows the few types that the program uses; structs have no padding, and
 * the value of an enum names its variant as `kind`.
 */
import { PublicKey } from "@solana/web3.js";
import { InvalidInput, UnreadableData } from "../failures";
import { ByteReader, ByteWriter, equalBytes } from "./bytes";
import { IDL } from "./idl";
import type { AccountName, EventName, Field, Returned, ReturningName, Struct, Variant } from "./idl-types";

type Values = Record<string, unknown>;

interface Integer {
  size: number;
  read(reader: ByteReader): number | bigint;
  /** @throws RangeError if the value does not fit */
  write(writer: ByteWriter, value: number | bigint): void;
}

const INTEGERS: Readonly<Record<string, Integer>> = {
  u8: { size: 1, read: (from) => from.u8(), write: (to, value) => to.u8(value as number) },
  u16: { size: 2, read: (from) => from.u16(), write: (to, value) => to.u16(value as number) },
  u32: { size: 4, read: (from) => from.u32(), write: (to, value) => to.u32(value as number) },
  u64: { size: 8, read: (from) => from.u64(), write: (to, value) => to.u64(value as bigint) },
  i64: { size: 8, read: (from) => from.i64(), write: (to, value) => to.i64(value as bigint) },
};

/** An IDL type, told apart. */
type Kind =
  | { kind: "integer"; integer: Integer; wide: boolean }
  | { kind: "bool" }
  | { kind: "pubkey" }
  | { kind: "bytes"; length: number | null }
  | { kind: "struct"; fields: readonly Field[] }
  | { kind: "enum"; variants: readonly Variant[] }
  | { kind: "vec"; item: unknown };

function kindOf(type: unknown): Kind {
  if (type === "bool" || type === "pubkey") return { kind: type };
  const integer = INTEGERS[type as string];
  if (integer) return { kind: "integer", integer, wide: integer.size === 8 };
  const { array, vec, defined } = type as { array?: [unknown, number]; vec?: unknown; defined?: { name: string } };
  if (array?.[0] === "u8") return { kind: "bytes", length: array[1] };
  if (vec === "u8") return { kind: "bytes", length: null };
  if (vec !== undefined) return { kind: "vec", item: vec };
  if (defined) {
    const { variants } = definitionOf(defined.name);
    return variants ? { kind: "enum", variants } : { kind: "struct", fields: fieldsOf(defined.name) };
  }
  throw new Error(`This SDK does not know the IDL type ${JSON.stringify(type)}: update it`);
}

interface Definition {
  readonly fields?: readonly Field[];
  readonly variants?: readonly Variant[];
}

const definitionOf = (name: string): Definition =>
  (IDL.types.find((type) => type.name === name)?.type ?? {}) as Definition;

function fieldsOf(name: string): readonly Field[] {
  const { fields } = definitionOf(name);
  if (fields === undefined) throw new Error(`The IDL has no struct ${name}`);
  return fields;
}

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** What tells a variant in the values of its enum: the IDL's name as a TypeScript one. */
const kindName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Of a type whose values all have one size. */
function sizeOf(type: unknown): number {
  const kind = kindOf(type);
  if (kind.kind === "integer") return kind.integer.size;
  if (kind.kind === "bool") return 1;
  if (kind.kind === "pubkey") return 32;
  if (kind.kind === "bytes" && kind.length !== null) return kind.length;
  if (kind.kind === "struct") return sizeOfAll(kind.fields);
  throw new Error(`The IDL type ${JSON.stringify(type)} has no one size`);
}

const sizeOfAll = (fields: readonly Field[]): number => fields.reduce((sum, { type }) => sum + sizeOf(type), 0);

function read(type: unknown, from: ByteReader): unknown {
  const kind = kindOf(type);
  if (kind.kind === "integer") return kind.integer.read(from);
  if (kind.kind === "bool") return from.u8() !== 0;
  if (kind.kind === "pubkey") return from.publicKey();
  if (kind.kind === "bytes") return from.bytes(kind.length ?? from.u32());
  if (kind.kind === "struct") return readAll(kind.fields, from);
  if (kind.kind === "vec") return Array.from({ length: from.u32() }, () => read(kind.item, from));
  const index = from.u8();
  const variant = kind.variants[index];
  if (variant === undefined) throw new UnreadableData(`The enum has no variant ${index}`);
  return { kind: kindName(variant.name), ...readAll(variant.fields ?? [], from) };
}

const readAll = (fields: readonly Field[], from: ByteReader): Values =>
  Object.fromEntries(fields.map(({ name, type }) => [camelCase(name), read(type, from)]));

/** @param path names the value in errors */
function write(type: unknown, value: unknown, path: string, to: ByteWriter): void {
  const kind = kindOf(type);
  const need = (holds: boolean, what: string): void => {
    if (!holds) throw new InvalidInput(`${path} has to be ${what}`);
  };
  if (kind.kind === "integer") {
    need(typeof value === (kind.wide ? "bigint" : "number"), kind.wide ? "a bigint" : "a number");
    need(kind.wide || Number.isInteger(value), "a whole number");
    try {
      kind.integer.write(to, value as number | bigint);
    } catch (cause) {
      throw new RangeError(`${path}: ${(cause as Error).message}`, { cause });
    }
  } else if (kind.kind === "bool") {
    need(typeof value === "boolean", "true or false");
    to.u8(value ? 1 : 0);
  } else if (kind.kind === "pubkey") {
    need(value instanceof PublicKey, "a PublicKey");
    to.publicKey(value as PublicKey);
  } else if (kind.kind === "bytes") {
    const { length } = kind;
    need(value instanceof Uint8Array, "a Uint8Array");
    const bytes = value as Uint8Array;
    need(length === null || bytes.length === length, `a Uint8Array of ${length} bytes`);
    if (length === null) to.u32(bytes.length);
    to.bytes(bytes, bytes.length);
  } else if (kind.kind === "vec") {
    need(Array.isArray(value), "an array");
    const items = value as unknown[];
    to.u32(items.length);
    for (const [index, item] of items.entries()) write(kind.item, item, `${path}[${index}]`, to);
  } else {
    need(typeof value === "object" && value !== null, "an object");
    if (kind.kind === "struct") writeAll(kind.fields, value as Values, path, to);
    else writeVariant(kind.variants, value as Values, path, to);
  }
}

function writeVariant(variants: readonly Variant[], value: Values, path: string, to: ByteWriter): void {
  const { kind, ...values } = value;
  const names = variants.map(({ name }) => kindName(name));
  const index = names.indexOf(kind as string);
  if (index < 0) throw new InvalidInput(`${path}.kind has to be one of ${names.join(", ")}`);
  to.u8(index);
  writeAll(variants[index]!.fields ?? [], values, path, to);
}

function writeAll(fields: readonly Field[], values: Values, path: string, to: ByteWriter): void {
  const names = fields.map(({ name }) => camelCase(name));
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InvalidInput(`${path} has no ${unknown}: pass ${names.join(", ")}`);
  for (const [index, { type }] of fields.entries()) {
    const name = names[index]!;
    write(type, values[name], `${path}.${name}`, to);
  }
}

/**
 * Instruction data: the discriminator and the arguments.
 * @throws Error naming the argument that is missing, unknown, of another kind or out of range
 */
export function encodeInstruction(name: string, values: Values): Uint8Array {
  const { discriminator, args } = IDL.instructions.find((instruction) => instruction.name === name)!;
  const to = new ByteWriter();
  to.bytes(Uint8Array.from(discriminator), discriminator.length);
  writeAll(args, values, name, to);
  return to.finish();
}

/** The first eight bytes of an account of this kind. */
export function accountDiscriminator(name: AccountName): Uint8Array {
  return Uint8Array.from(IDL.accounts.find((account) => account.name === name)!.discriminator);
}

/** @throws Error if the data does not begin with the account's discriminator; RangeError if it is too short */
export function decodeAccount<Name extends AccountName>(name: Name, data: Uint8Array): Struct<Name> {
  if (!equalBytes(data.subarray(0, 8), accountDiscriminator(name)))
    throw new UnreadableData("The discriminator is another one");
  return readAll(fieldsOf(name), new ByteReader(data).at(8)) as Struct<Name>;
}

/** The kind of account whose discriminator the data begins with; null if the program has none with it. */
export function accountName(data: Uint8Array): AccountName | null {
  const found = IDL.accounts.find(({ discriminator }) =>
    equalBytes(data.subarray(0, 8), Uint8Array.from(discriminator)),
  );
  return found?.name ?? null;
}

/** The event whose discriminator the data begins with; null if the program has none with it. */
export function eventName(data: Uint8Array): EventName | null {
  const found = IDL.events.find(({ discriminator }) => equalBytes(data.subarray(0, 8), Uint8Array.from(discriminator)));
  return found?.name ?? null;
}

/** An event by its discriminator; null if the program has none with this one. @throws RangeError if it is too short */
export function decodeEvent(data: Uint8Array): { name: EventName; data: Values } | null {
  const name = eventName(data);
  return name === null ? null : { name, data: readAll(fieldsOf(name), new ByteReader(data).at(8)) };
}

/** The arguments of an instruction; null if the data is another one's. @throws RangeError if it is too short */
export function decodeInstruction(name: string, data: Uint8Array): Values | null {
  const { discriminator, args } = IDL.instructions.find((instruction) => instruction.name === name)!;
  if (!equalBytes(data.subarray(0, 8), Uint8Array.from(discriminator))) return null;
  return readAll(args, new ByteReader(data).at(8));
}

/** What an instruction returns. @throws RangeError if the data is too short */
export function decodeReturn<Name extends ReturningName>(name: Name, data: Uint8Array): Returned<Name> {
  const { returns } = IDL.instructions.find((instruction) => instruction.name === name) as { returns: unknown };
  return read(returns, new ByteReader(data)) as Returned<Name>;
}

/**
 * Where a field begins in an account, its discriminator included: for `memcmp` filters.
 * @param path camelCase; a dot leads into a struct
 */
export function fieldOffset(account: AccountName, path: string): number {
  let offset = 8;
  let fields = fieldsOf(account);
  for (const step of path.split(".")) {
    const index = fields.findIndex(({ name }) => camelCase(name) === step);
    if (index < 0) throw new Error(`${account} has no field ${path}`);
    offset += sizeOfAll(fields.slice(0, index));
    const kind = kindOf(fields[index]!.type);
    fields = kind.kind === "struct" ? kind.fields : [];
  }
  return offset;
}
