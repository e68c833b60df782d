/**
 * Bytes to plain values and back, by the IDL: Anchor's coder, with bigint for BN, Uint8Array for byte arrays and
 * camelCase names. The types are computed from the IDL, so a changed program does not compile against an old use.
 */
import { BN, BorshCoder, type Idl, utils } from "@coral-xyz/anchor";
import { PublicKey } from "@solana/web3.js";
import { checkRange, hex } from "./bytes";
import { I64_MAX, I64_MIN, U32_MAX, U64_MAX } from "./int";
import { IDL } from "./program";

export const coder = new BorshCoder(IDL as unknown as Idl);

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

interface Field {
  readonly name: string;
  readonly type: unknown;
}

type TypeDef = (typeof IDL.types)[number];
type FieldsOf<Name> = Extract<TypeDef, { name: Name }> extends { type: { fields: readonly (infer F)[] } } ? F : never;

/** What a value of an IDL type is in TypeScript. */
type ValueOf<T> = T extends "u8" | "u16" | "u32"
  ? number
  : T extends "u64" | "i64"
    ? bigint
    : T extends "bool"
      ? boolean
      : T extends "pubkey"
        ? PublicKey
        : T extends { array: readonly ["u8", number] }
          ? Uint8Array
          : T extends { defined: { name: infer Name } }
            ? Struct<Name>
            : never;

type Values<F> = {
  [K in F as K extends Field ? CamelCase<K["name"]> : never]: K extends Field ? ValueOf<K["type"]> : never;
};

/** A struct of the IDL as a plain object. */
export type Struct<Name> = Values<FieldsOf<Name>>;

/** The arguments of an instruction as a plain object. */
export type Args<I extends { args: readonly unknown[] }> = Values<I["args"][number]>;

/** @throws Error if the data does not begin with the account's discriminator or is too short */
export function decodeAccount<Name extends (typeof IDL.accounts)[number]["name"]>(
  name: Name,
  data: Uint8Array,
): Struct<Name> {
  // Anchor's layouts need a Buffer, which browsers lack: its own helper makes one without a global.
  const buffer = utils.bytes.hex.decode(hex(data));
  return toPlain(coder.accounts.decode(name, buffer)) as Struct<Name>;
}

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** A value as Anchor's coder returns it, made plain. Every array in this program is of bytes. */
export function toPlain(value: unknown): unknown {
  if (BN.isBN(value)) return BigInt(String(value));
  if (Array.isArray(value)) return Uint8Array.from(value);
  if (typeof value !== "object" || value === null || value instanceof PublicKey) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camelCase(name), toPlain(field)]));
}

const INTEGERS: Record<string, [low: bigint, high: bigint]> = {
  u8: [0n, 255n],
  u16: [0n, 65_535n],
  u32: [0n, U32_MAX],
  u64: [0n, U64_MAX],
  i64: [I64_MIN, I64_MAX],
};

/**
 * Plain values as Anchor's coder takes them. Unlike it, refuses what would be cut off or wrapped.
 * @param path names the value in errors
 * @throws Error naming the argument that is missing, of another kind, or out of range
 */
export function fromPlain(fields: readonly Field[], values: Record<string, unknown>, path: string): object {
  const known = new Set(fields.map(({ name }) => camelCase(name)));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${path} has no ${unknown}: pass ${[...known].join(", ")}`);
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, valueFor(type, values[camelCase(name)], `${path}.${camelCase(name)}`)]),
  );
}

function valueFor(type: unknown, value: unknown, path: string): unknown {
  const refuse = (expected: string) => new Error(`${path} has to be ${expected}`);
  if (typeof type === "string" && type in INTEGERS) {
    const wide = type === "u64" || type === "i64";
    if (typeof value !== (wide ? "bigint" : "number")) throw refuse(wide ? "a bigint" : "a number");
    if (typeof value === "number" && !Number.isInteger(value)) throw refuse("a whole number");
    const [low, high] = INTEGERS[type]!;
    checkRange(`${type} (${path})`, BigInt(value as bigint | number), low, high);
    return wide ? new BN((value as bigint).toString()) : value;
  }
  if (type === "bool") {
    if (typeof value !== "boolean") throw refuse("true or false");
    return value;
  }
  if (type === "pubkey") {
    if (!(value instanceof PublicKey)) throw refuse("a PublicKey");
    return value;
  }
  const composite = type as { array?: [string, number]; defined?: { name: string } };
  if (composite.array) {
    const [, length] = composite.array;
    if (!(value instanceof Uint8Array) || value.length !== length) throw refuse(`a Uint8Array of ${length} bytes`);
    return Array.from(value);
  }
  const { fields } = definition(composite.defined?.name);
  if (typeof value !== "object" || value === null) throw refuse("an object");
  return fromPlain(fields, value as Record<string, unknown>, path);
}

function definition(name: string | undefined): { fields: readonly Field[] } {
  const found = IDL.types.find((type) => type.name === name);
  if (found === undefined || !("fields" in found.type)) throw new Error(`The IDL has no struct ${name}`);
  return found.type;
}

/** Byte length of an IDL type; all of the program's accounts are of fixed size without padding. */
function sizeOf(type: unknown): number {
  if (typeof type === "string")
    return { bool: 1, u8: 1, u16: 2, u32: 4, u64: 8, i64: 8, pubkey: 32 }[type] ?? Number.NaN;
  const composite = type as { array?: [string, number]; defined?: { name: string } };
  if (composite.array) return sizeOf(composite.array[0]) * composite.array[1];
  return definition(composite.defined?.name).fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
}

/** Where a field begins in an account, its 8-byte discriminator included: for `memcmp` filters. */
export function fieldOffset<Name extends TypeDef["name"]>(account: Name, field: keyof Struct<Name> & string): number {
  const { fields } = definition(account);
  const index = fields.findIndex(({ name }) => camelCase(name) === field);
  return fields.slice(0, index).reduce((sum, { type }) => sum + sizeOf(type), 8);
}
