/** The IDL's types as TypeScript types: a changed program does not compile against an old use. */
import type { PublicKey } from "@solana/web3.js";
import type { ProfitShareIdl } from "./profit-share-idl";

interface Field {
  readonly name: string;
  readonly type: unknown;
}

/** One of an enum's values, with its fields if it has any. */
interface Variant {
  readonly name: string;
  readonly fields?: readonly Field[];
}

type TypeDef = ProfitShareIdl["types"][number];
export type Instruction = ProfitShareIdl["instructions"][number];
export type InstructionName = Instruction["name"];
export type AccountName = ProfitShareIdl["accounts"][number]["name"];
export type EventName = ProfitShareIdl["events"][number]["name"];

export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

type FieldsOf<Name> = Extract<TypeDef, { name: Name }> extends { type: { fields: readonly (infer F)[] } } ? F : never;

type VariantsOf<Name> =
  Extract<TypeDef, { name: Name }> extends { type: { variants: readonly (infer V)[] } } ? V : never;

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
          : T extends "bytes"
            ? Uint8Array
            : T extends { vec: infer Item }
              ? ValueOf<Item>[]
              : T extends { defined: { name: infer Name } }
                ? [VariantsOf<Name>] extends [never]
                  ? Struct<Name>
                  : VariantValue<VariantsOf<Name>>
                : never;

/** The value of an enum: `kind` names the variant, its fields stand beside it. */
type VariantValue<V> = V extends Variant
  ? { kind: Uncapitalize<V["name"]> } & (V extends { fields: readonly (infer F)[] } ? Values<F> : unknown)
  : never;

type Values<F> = {
  [K in F as K extends Field ? CamelCase<K["name"]> : never]: K extends Field ? ValueOf<K["type"]> : never;
};

/** A struct of the IDL as a plain object. */
export type Struct<Name> = Values<FieldsOf<Name>>;

/** The arguments of an instruction as a plain object. */
export type Args<I extends { args: readonly unknown[] }> = Values<I["args"][number]>;

type Returning = Extract<Instruction, { returns: unknown }>;

/** The instructions that return something. */
export type ReturningName = Returning["name"];

/** What an instruction returns. */
export type Returned<Name extends ReturningName> = ValueOf<Extract<Returning, { name: Name }>["returns"]>;
