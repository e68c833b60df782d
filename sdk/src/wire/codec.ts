/**
 * Values of one type to bytes and back: bigint for 64 bits, Uint8Array for byte arrays, plain objects for structs. These are
 * the few types that the program uses; structs have no padding, and the value of an enum names its variant as `kind`.
 *
 * Anchor's own coder is not used: it needs a global Buffer, which browsers lack, and encodes a negative or too large amount
 * as another one instead of refusing it.
 */
import { PublicKey } from "@solana/web3.js";
import { InvalidInput, UnreadableData } from "../failures";
import { type ByteReader, type ByteWriter, type Integer, sizeOf } from "./bytes";
import { once } from "./once";
import { definitionOf, type Field, fieldsIn } from "./schema";

export type Values = Record<string, unknown>;

export interface Codec<T = unknown> {
  /** @throws RangeError if the data is too short */
  read(from: ByteReader): T;
  /**
   * @param path names the value in errors
   * @throws InvalidInput if it is of another type; RangeError if it is out of its range
   */
  write(to: ByteWriter, value: unknown, path: string): void;
}

/** @param type in the schema's words, such as `u64`, `u8[16]`, `Terms` */
export const codecOf = /* @__PURE__ */ once((type: string): Codec => {
  const [, item, length] = /^(\w+)\[(\d*)\]$/.exec(type) ?? [];
  if (item === "u8") return bytes(length === "" ? null : Number(length));
  if (item !== undefined) return list(codecOf(item));
  if (type === "bool") return bool;
  if (type === "pubkey") return publicKey;
  const definition = definitionOf(type);
  if (definition === undefined) return integer(type as Integer);
  return typeof definition === "string" ? struct(fieldsIn(definition)) : oneOf(definition);
});

function integer(type: Integer): Codec<number | bigint> {
  const wide = sizeOf(type) === 8;
  return {
    read: (from) => from.integer(type),
    write(to, value, path) {
      need(wide ? typeof value === "bigint" : Number.isInteger(value), path, wide ? "a bigint" : "a whole number");
      try {
        to.integer(type, value as number | bigint);
      } catch (cause) {
        throw new RangeError(`${path}: ${(cause as Error).message}`, { cause });
      }
    },
  };
}

const bool: Codec<boolean> = {
  read: (from) => from.u8() !== 0,
  write(to, value, path) {
    need(typeof value === "boolean", path, "true or false");
    to.u8(Number(value));
  },
};

const publicKey: Codec<PublicKey> = {
  read: (from) => from.publicKey(),
  write(to, value, path) {
    need(value instanceof PublicKey, path, "a PublicKey");
    to.publicKey(value);
  },
};

/** @param length null: as many as a u32 in front says */
const bytes = (length: number | null): Codec<Uint8Array> => ({
  read: (from) => from.bytes(length ?? from.u32()),
  write(to, value, path) {
    const fits = value instanceof Uint8Array && value.length === (length ?? value.length);
    need(fits, path, length === null ? "a Uint8Array" : `a Uint8Array of ${length} bytes`);
    if (length === null) to.u32(value.length);
    to.bytes(value, value.length);
  },
});

const list = (item: Codec): Codec<unknown[]> => ({
  read: (from) => Array.from({ length: from.u32() }, () => item.read(from)),
  write(to, value, path) {
    need(Array.isArray(value), path, "an array");
    to.u32(value.length);
    for (const [index, one] of value.entries()) item.write(to, one, `${path}[${index}]`);
  },
});

export function struct(fields: readonly Field[]): Codec<Values> {
  const codecs = fields.map(({ name, type }) => [name, codecOf(type)] as const);
  return {
    read: (from) => Object.fromEntries(codecs.map(([name, codec]) => [name, codec.read(from)])),
    write(to, value, path) {
      need(isObject(value), path, "an object");
      const names = codecs.map(([name]) => name);
      const unknown = Object.keys(value).find((name) => !names.includes(name));
      if (unknown !== undefined) throw new InvalidInput(`${path} has no ${unknown}: pass ${names.join(", ")}`);
      for (const [name, codec] of codecs) codec.write(to, value[name], `${path}.${name}`);
    },
  };
}

/** An enum. @param variants each a name, and its fields as in the schema */
function oneOf(variants: readonly string[]): Codec<Values> {
  const kinds = variants.map((variant) => variant.split(" ")[0]);
  const codecs = variants.map((variant) => struct(fieldsIn(variant)));
  return {
    read(from) {
      const index = from.u8();
      const codec = codecs[index];
      if (codec === undefined) throw new UnreadableData(`The enum has no variant ${index}`);
      return { kind: kinds[index], ...codec.read(from) };
    },
    write(to, value, path) {
      need(isObject(value), path, "an object");
      const { kind, ...values } = value;
      const index = kinds.indexOf(kind as string);
      need(index >= 0, `${path}.kind`, `one of ${kinds.join(", ")}`);
      to.u8(index);
      codecs[index]!.write(to, values, path);
    },
  };
}

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null;

function need(holds: boolean, path: string, what: string): asserts holds {
  if (!holds) throw new InvalidInput(`${path} has to be ${what}`);
}
